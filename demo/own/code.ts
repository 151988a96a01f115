/** @file Programs that do with a visitor's file what the page does. */
import type { ImageInput } from './ImageInput.ts'
import { scales } from './ImageInput.ts'

/** Bytes as text that a program can hold. */
const packed = (pixels: readonly number[]): string => btoa(String.fromCharCode(...pixels))

/** A path as a literal. */
const quoted = (path: string): string => `'${path.replace(/[\\']/g, '\\$&')}'`

const reading = (path: string): string =>
  /\.(pth|pt|bin)$/.test(path)
    ? `const read = decodeStateDict()(await readFile(${quoted(path)}))
if (E.isLeft(read)) throw new Error(showCheckpointError(read.left))
const tensors = fromTorchNames(read.right)`
    : `const read = decodeSafetensors(await readFile(${quoted(path)}))
if (E.isLeft(read)) throw new Error(showCheckpointError(read.left))
const { metadata } = read.right
// Weights in one byte are whole numbers; the metadata says what they are multiples of.
const tensors = new Map(
  Array.from(read.right.tensors, ([name, { shape, data }]) => {
    const step = Number(metadata.get(name) ?? 1)
    const scaled = Float32Array.from({ length: data.length }, (_, k) => Number(data[k]) * step)
    return [name, { dtype: 'F32', shape, data: scaled } as const]
  }),
)`

/** A program that recognizes a digit with the weights of a file. `best` is the class that the page has found. */
export const recognizingCode = (path: string, pixels: readonly number[], best: number): string => {
  const decoders = /\.(pth|pt|bin)$/.test(path) ? 'decodeStateDict, fromTorchNames' : 'decodeSafetensors'
  return `import { readFile } from 'node:fs/promises'
import { argmax, item, key, softmax, tensor, toArray } from 'cotangent'
import { ${decoders}, showCheckpointError, treeFromTensors } from 'cotangent/checkpoint'
import { mnistPixels } from 'cotangent/data'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { inUse } from 'cotangent/nn'
import { saliency } from 'cotangent/vision'
import { either as E } from 'fp-ts'

${reading(path)}
const params = treeFromTensors<LenetParams>(lenet.init(key(0))[0])(tensors)
if (E.isLeft(params)) throw new Error(showCheckpointError(params.left))

const pixels = Array.from(atob('${packed(pixels)}'), (sign) => sign.charCodeAt(0))
const { mean, std } = mnistPixels
const image = tensor(pixels.map((pixel) => (pixel / 255 - mean) / std), [1, 1, 28, 28])
const scores = inUse(lenet)(params.right, {})

const probabilities = toArray(softmax()(scores(image)))
const pixelsThatMatter = toArray(saliency(scores)(image))
item(argmax({ axis: 1 })(scores(image))) // => ${best}
`
}

/** A program that runs the graph of a file on an image. */
export const graphCode = (path: string, { channels, rows, columns, areChannelsLast }: ImageInput): string => {
  const shape = areChannelsLast ? [1, rows, columns, channels] : [1, channels, rows, columns]
  const { mean, std } = scales[channels]
  return `import { readFile } from 'node:fs/promises'
import { softmax, toArray, zeros } from 'cotangent'
import { evalMode } from 'cotangent/nn'
import { decodeOnnx, onnxNetwork, showOnnxError } from 'cotangent/onnx'
import { either as E } from 'fp-ts'

const network = E.chainW(onnxNetwork())(decodeOnnx(await readFile(${quoted(path)})))
if (E.isLeft(network)) throw new Error(showOnnxError(network.left))
const { inputs: [input], outputs: [output], params, state, apply } = network.right
if (input === undefined || output === undefined) throw new Error('a graph without input or output')

// Your image: brightness from 0 to 1, less ${mean.join(', ')}, divided by ${std.join(', ')}.
const image = zeros([${shape.join(', ')}])
const [outputs] = apply(evalMode)(params, state, { [input.name]: image })
const scores = outputs[output.name]
if (scores === undefined) throw new Error('a graph that does not compute its output')
toArray(softmax()(scores)).length > 1 // => true
`
}
