/** @file Networks of `cotangent/models` in types: what they give, what they learn, what they refuse. */
import type { Tensor } from 'cotangent'
import { key, zeros } from 'cotangent'
import { alexnet, alexnetOfPaper, googlenet, googlenetOfPaper, vgg, vgg16 } from 'cotangent/models'
import { evalMode } from 'cotangent/nn'
import { expectShape } from './Equal.ts'

const images = zeros([4, 3, 224, 224])

const ofAlexnet = alexnet()
const [alexnetParams, alexnetState] = ofAlexnet.init(key(0))
const ofPaper = alexnetOfPaper({ classes: 10 })
const [paperParams, paperState] = ofPaper.init(key(0))
const ofVgg = vgg16()
const [vggParams, vggState] = ofVgg.init(key(0))
const ofGooglenet = googlenet()
const [googlenetParams, googlenetState] = ofGooglenet.init(key(0))
const grey = googlenetOfPaper({ classes: 5, channels: 1 })

// Scores
expectShape<readonly [4, 1000]>()(ofAlexnet.apply(evalMode)(alexnetParams, alexnetState, images)[0])
expectShape<readonly [1, 10]>()(ofPaper.apply(evalMode)(paperParams, paperState, zeros([1, 3, 227, 227]))[0])
expectShape<readonly [4, 1000]>()(ofVgg.apply(evalMode)(vggParams, vggState, images)[0])
expectShape<readonly [4, 1000]>()(ofGooglenet.apply(evalMode)(googlenetParams, googlenetState, images)[0])
expectShape<readonly [2, 5]>()(grey.apply(evalMode)(googlenetParams, googlenetState, zeros([2, 1, 64, 64]))[0])

// A batch of unknown size, and images of unknown rank
const some: Tensor<readonly [number, 3, 224, 224]> = images
const any: Tensor = images
expectShape<readonly [number, 1000]>()(ofVgg.apply(evalMode)(vggParams, vggState, some)[0])
expectShape<readonly [number, 1000]>()(ofVgg.apply(evalMode)(vggParams, vggState, any)[0])

// Parameters
expectShape<readonly [64, 3, 11, 11]>()(alexnetParams.features[0].weight)
expectShape<readonly [4096, 9216]>()(alexnetParams.classifier[1].weight)
expectShape<readonly [256, 48, 5, 5]>()(paperParams.features[4].weight)
expectShape<readonly [10]>()(paperParams.classifier[6].bias)
expectShape<readonly [64, 64, 3, 3]>()(vggParams.features[2].weight)
expectShape<readonly [512, 512, 3, 3]>()(vggParams.features[28].weight)
expectShape<readonly [4096, 25088]>()(vggParams.classifier[0].weight)
expectShape<readonly [64]>()(vgg(19, { batchNorm: true }).init(key(0))[0].features[1].bias)

// Options that the types cannot know
const classes: number = 10
expectShape<readonly [number]>()(vgg(11, { classes }).init(key(0))[0].classifier[6].bias)

// @ts-expect-error expected 3 input channels, found 1
ofAlexnet.apply(evalMode)(alexnetParams, alexnetState, zeros([4, 1, 224, 224]))
// @ts-expect-error expected images [N, C, H, W], found [3, 224, 224]
ofVgg.apply(evalMode)(vggParams, vggState, zeros([3, 224, 224]))
// @ts-expect-error expected 1 input channel, found 3
grey.apply(evalMode)(googlenetParams, googlenetState, images)
