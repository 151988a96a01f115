/** @file Layers and models in types: shapes from layer to layer, the layer that does not fit, parameters by name. */
import type { Key, Shape, ShapeError, Tensor, Tree } from 'cotangent'
import {
  expandDims,
  flatten,
  key,
  maxPool2d,
  mean,
  ones,
  relu,
  reshape,
  slice,
  softmax,
  squeeze,
  transpose,
} from 'cotangent'
import { lenet } from 'cotangent/models'
import type { Layer, LayerParams, LayerShape, LayerState, None, instanceNorm } from 'cotangent/nn'
import {
  andThen,
  batchNorm,
  conv1d,
  conv2d,
  crossEntropy,
  dense,
  dropout,
  evalMode,
  groupNorm,
  gru,
  identity,
  layers,
  meanSquaredError,
  model,
  named,
  residual,
  sequential,
} from 'cotangent/nn'
import { pipe } from 'fp-ts/lib/function.js'
import type { Equal } from './Equal.ts'
import { assert, expectShape, expectType } from './Equal.ts'

type Params<M> = M extends { readonly init: (key: Key) => readonly [infer P, unknown] } ? P : never
type Output<M> = M extends { readonly apply: (mode: never) => (...of: never) => readonly [Tensor<infer O>, unknown] }
  ? O
  : never

// Layers
const fc = dense(400, 120)
expectType<{ readonly weight: Tensor<readonly [120, 400]>; readonly bias: Tensor<readonly [120]> }>()(
  fc.init(key(0))[0],
)
assert<Equal<LayerParams<ReturnType<typeof withoutBias>>, { readonly weight: Tensor<readonly [8, 1, 3, 5]> }>>()
const withoutBias = () => conv2d({ in: 4, out: 8, kernel: [3, 5], groups: 4, bias: false })
assert<Equal<LayerShape<ReturnType<typeof withoutBias>, readonly [2, 4, 9, 9]>, readonly [2, 8, 7, 5]>>()
assert<
  Equal<
    LayerShape<ReturnType<typeof withoutBias>, readonly [2, 3, 9, 9]>,
    ShapeError<'conv2d: expected 4 input channels, found 3'>
  >
>()
assert<Equal<LayerShape<typeof relu, readonly [2, 3]>, readonly [2, 3]>>()
assert<Equal<LayerShape<typeof fc, Shape>, Shape>>()
assert<Equal<LayerState<typeof fc>, None>>()

const signal = conv1d({ in: 1, out: 2, kernel: 3, stride: 2 })
assert<Equal<LayerShape<typeof signal, readonly [number, 1, 9]>, readonly [number, 2, 4]>>()
assert<
  Equal<LayerShape<typeof signal, readonly [1, 1, 9, 9]>, ShapeError<'conv1d: expected [N, C, W], found [1, 1, 9, 9]'>>
>()

expectShape<readonly [32, 120]>()(fc.apply(evalMode)(fc.init(key(0))[0], {}, ones([32, 400]))[0])
// @ts-expect-error dense: expected 400 features, found 10
fc.apply(evalMode)(fc.init(key(0))[0], {}, ones([32, 10]))
const anything: Tensor = ones([32, 400])
expectShape<Shape>()(fc.apply(evalMode)(fc.init(key(0))[0], {}, anything)[0])

// Composition
const two = pipe(fc, andThen(relu), andThen(dense(120, 10)))
assert<Equal<LayerShape<typeof two, readonly [number, 400]>, readonly [number, 10]>>()
assert<Equal<LayerShape<typeof two, readonly [1, 7]>, ShapeError<'dense: expected 400 features, found 7'>>>()
const unit = pipe(identity, andThen(fc))
assert<Equal<LayerShape<typeof unit, readonly [1, 400]>, readonly [1, 120]>>()

const chain = sequential(fc, relu, dense(120, 10))
assert<Equal<LayerShape<typeof chain, readonly [7, 400]>, readonly [7, 10]>>()
const [chainParams] = chain.init(key(0))
expectShape<readonly [10, 120]>()(chainParams[2].weight)
expectType<None>()(chainParams[1])

const byName = layers({ hidden: fc, relu, out: dense(120, 10, { bias: false }) })
expectShape<readonly [10, 120]>()(byName.init(key(0))[0].out.weight)
assert<Equal<LayerShape<typeof byName, readonly [7, 400]>, Shape>>()
expectType<
  Layer<
    never,
    {
      readonly hidden: LayerParams<typeof fc>
      readonly relu: None
      readonly out: { readonly weight: Tensor<readonly [10, 120]> }
    },
    { readonly hidden: None; readonly relu: None; readonly out: None }
  >['init']
>()(byName.init)

// A layer that fits no shape that those before it can give is marked itself
// @ts-expect-error dense: expected 4 features, found 5
sequential(dense(3, 5), dense(4, 2))
sequential(
  flatten,
  relu,
  dense(3, 5),
  dropout(0.5),
  // @ts-expect-error dense: expected 4 features, found 5
  dense(4, 2),
  relu,
)
sequential(
  conv2d({ in: 1, out: 6, kernel: 5 }),
  relu,
  maxPool2d({ kernel: 2 }),
  // @ts-expect-error conv2d: expected 3 input channels, found 6
  conv2d({ in: 3, out: 6, kernel: 5 }),
)
// @ts-expect-error conv1d: expected [N, C, W], found [number, 6, number, number]
sequential(conv2d({ in: 1, out: 6, kernel: 5 }), conv1d({ in: 6, out: 2, kernel: 3 }))
// @ts-expect-error dense: expected 4 features, found 5
sequential(sequential(relu, dense(3, 5)), sequential(relu, dense(4, 2)))
// @ts-expect-error dense: expected 400 features, found 120
pipe(fc, andThen(relu), andThen(fc))

// A recurrent layer names itself
// @ts-expect-error gru: expected 4 features, found 3
model([-1, 10, 3], gru({ in: 4, out: 8 }), dense(8, 2))
assert<
  Equal<LayerShape<ReturnType<typeof gru<4, 8>>, readonly [1, 7, 3]>, ShapeError<'gru: expected 4 features, found 3'>>
>()

// Normalization knows its channels, and what is added keeps its shape
// @ts-expect-error batchNorm: expected 8 channels, found 4
model([-1, 1, 8, 8], conv2d({ in: 1, out: 4, kernel: 3 }), batchNorm(8))
sequential(
  conv2d({ in: 1, out: 4, kernel: 3 }),
  // @ts-expect-error groupNorm: expected 6 channels, found 4
  groupNorm(2, 6),
)
assert<
  Equal<
    LayerShape<ReturnType<typeof instanceNorm<3>>, readonly [2, 4, 8]>,
    ShapeError<'instanceNorm: expected 3 channels, found 4'>
  >
>()
assert<Equal<LayerShape<ReturnType<typeof instanceNorm<3>>, readonly [2, 3, 8]>, readonly [2, 3, 8]>>()
// @ts-expect-error residual: expected a layer that keeps [number, 3], found [number, 4]
model([-1, 3], residual(dense(3, 4)))
const added = residual(sequential(dense(3, 8), relu, dense(8, 3)))
assert<Equal<LayerShape<typeof added, readonly [5, 3]>, readonly [5, 3]>>()
assert<Equal<LayerShape<typeof added, readonly [5, 4]>, ShapeError<'dense: expected 3 features, found 4'>>>()
assert<Equal<LayerShape<typeof added, Shape>, Shape>>()
// @ts-expect-error batchNorm: expected 9 channels, found 8
sequential(batchNorm(8), batchNorm(9))
// In functions that are generic in the other dimensions
const ofSize = <N extends number>(x: Tensor<readonly [N, 8]>, images: Tensor<readonly [2, 8, N, N]>) => [
  groupNorm(2, 8).apply(evalMode)(groupNorm(2, 8).init(key(0))[0], {}, x)[0],
  batchNorm(8).apply(evalMode)(...batchNorm(8).init(key(0)), images)[0],
  residual(relu).apply(evalMode)({}, {}, x)[0],
]
assert<Equal<ReturnType<typeof ofSize>['length'], number>>()

// Functions with options are layers as they are, and tell their rule
sequential(mean({ axis: [2, 3] }), dense(4, 2))
assert<Equal<Output<typeof pooled>, readonly [number, 2]>>()
assert<Equal<Output<typeof rearranged>, readonly [2, 3, 5]>>()
// @ts-expect-error dense: expected 8 features, found 9
sequential(reshape([-1, 9]), dense(8, 2))
// @ts-expect-error dense: expected 3 features, found 4
model([-1, 4, 8, 8], mean({ axis: [2, 3] }), dense(3, 2))
// @ts-expect-error cannot reshape to [2, 5]: expected a shape of 12 numbers
model([2, 6], reshape([2, 5]))

// One that may fit is not
sequential()
sequential(relu)
sequential(conv2d({ in: 1, out: 6, kernel: 5 }), flatten, dense(7, 2))
sequential(dense(3, 5), conv2d({ in: 5, out: 2, kernel: 1 }))
sequential(layers({ a: dense(3, 5) }), dense(4, 2))
pipe(relu, andThen(fc), andThen(dense(120, 2)))
const several: readonly (typeof relu)[] = [relu]
sequential(...several)
const widths = (inputs: number, outputs: number) => sequential(dense(inputs, 5), dense(5, outputs))
widths(3, 2)

// Models: parameters by name or position, parameters of layers without any left out
const digits = model(
  [-1, 1, 28, 28],
  named('conv', conv2d({ in: 1, out: 6, kernel: 5 })),
  relu,
  maxPool2d({ kernel: 2 }),
  flatten,
  dropout(0.5),
  dense(864, 10),
  softmax(),
)
assert<Equal<Output<typeof digits>, readonly [number, 10]>>()
assert<Equal<keyof Params<typeof digits>, 'conv' | '5'>>()
expectShape<readonly [6, 1, 5, 5]>()(digits.init(key(0))[0].conv.weight)
expectShape<readonly [10, 864]>()(digits.init(key(0))[0][5].weight)
assert<Equal<Tree.Tree<Params<typeof digits>>, Params<typeof digits>>>()

// A layer that does not fit is marked itself
model(
  [32, 1, 28, 28],
  conv2d({ in: 1, out: 6, kernel: 5, padding: 2 }),
  relu,
  maxPool2d({ kernel: 2 }),
  flatten,
  // @ts-expect-error dense: expected 256 features, found 1176
  dense(256, 10),
  relu,
)
model(
  [-1, 3, 8, 8],
  // @ts-expect-error conv2d: expected 1 input channel, found 3
  named('conv1', conv2d({ in: 1, out: 6, kernel: 5 })),
)
model(
  [-1, 3, 4, 4],
  // @ts-expect-error expected a padded input of at least 5 cells, as the window spans, found 4
  conv2d({ in: 3, out: 6, kernel: 5 }),
)
model(
  [-1, 400],
  // @ts-expect-error maxPool2d: expected [N, C, H, W], found [number, 400]
  maxPool2d({ kernel: 2 }),
)

// A model takes its input shape and no other
const [digitParams, digitState] = digits.init(key(0))
expectShape<readonly [7, 10]>()(digits.apply(evalMode)(digitParams, digitState, ones([7, 1, 28, 28]))[0])
const someDigits: Tensor<readonly [number, 1, 28, 28]> = ones([7, 1, 28, 28])
expectShape<readonly [number, 10]>()(digits.apply(evalMode)(digitParams, digitState, someDigits)[0])
// @ts-expect-error The images are 28 x 28
digits.apply(evalMode)(digitParams, digitState, ones([7, 1, 32, 32]))

assert<Equal<Output<typeof lenet>, readonly [number, 10]>>()
const readDigits = (params: Params<typeof lenet>) =>
  expectShape<readonly [32, 10]>()(lenet.apply(evalMode)(params, {}, ones([32, 1, 28, 28]))[0])
readDigits(lenet.init(key(0))[0])

// Each free dimension is that of the input, wherever a layer takes it
const anySize = model([-1, 3, -1, -1], conv2d({ in: 3, out: 8, kernel: 3 }), maxPool2d({ kernel: 2 }))
expectShape<readonly [5, 8, 15, 7]>()(anySize.apply(evalMode)(...anySize.init(key(0)), ones([5, 3, 32, 16]))[0])
// @ts-expect-error An image of unknown rank is no image of the model
anySize.apply(evalMode)(...anySize.init(key(0)), anything)

// Losses
crossEntropy(ones([32, 10]), ones([32]))
crossEntropy(anything, ones([32]))
// @ts-expect-error crossEntropy: expected 32 labels, found 16
crossEntropy(ones([32, 10]), ones([16]))
// @ts-expect-error crossEntropy: expected labels [N], found [32, 10]
crossEntropy(ones([32, 10]), ones([32, 10]))
// @ts-expect-error expected predictions and targets of one shape, found [2, 1] and [2]
meanSquaredError(ones([2, 1]), ones([2]))

// VGG-16 (Simonyan and Zisserman, 2014, configuration D), down to its 25088 features
const conv3 = <const In extends number, const Out extends number>(ins: In, out: Out) =>
  conv2d({ in: ins, out, kernel: 3, padding: 1 })
const halve = maxPool2d({ kernel: 2 })
const vgg16 = model(
  [-1, 3, 224, 224],
  conv3(3, 64),
  relu,
  conv3(64, 64),
  relu,
  halve,
  conv3(64, 128),
  relu,
  conv3(128, 128),
  relu,
  halve,
  conv3(128, 256),
  relu,
  conv3(256, 256),
  relu,
  conv3(256, 256),
  relu,
  halve,
  conv3(256, 512),
  relu,
  conv3(512, 512),
  relu,
  conv3(512, 512),
  relu,
  halve,
  conv3(512, 512),
  relu,
  conv3(512, 512),
  relu,
  conv3(512, 512),
  relu,
  halve,
  flatten,
  dense(25088, 4096),
  relu,
  dropout(0.5),
  dense(4096, 4096),
  relu,
  dropout(0.5),
  dense(4096, 1000),
)
assert<Equal<Output<typeof vgg16>, readonly [number, 1000]>>()
expectShape<readonly [4096, 25088]>()(vgg16.init(key(0))[0][32].weight)

const pooled = model([-1, 4, 8, 8], mean({ axis: [2, 3] }), reshape([-1, 4]), dense(4, 2))
const rearranged = model(
  [2, 4, 3],
  transpose([0, 2, 1]),
  expandDims(1),
  squeeze(1),
  slice([{}, {}, { stop: 2 }]),
  dense(2, 5),
)
