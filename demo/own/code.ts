/** @file Programs that do with a visitor's file what the page does. */
import type { Source } from '../common/code.ts'
import { fetching, quoted, weightsCode, weightsFrom, weightsImports } from '../common/code.ts'
import type { ImageInput } from './ImageInput.ts'
import { scales } from './ImageInput.ts'

/** Bytes as text that a program can hold. */
const packed = (pixels: readonly number[]): string => btoa(String.fromCharCode(...pixels))

/**
 * A program that recognizes a digit with the weights of the page, or of a file. `best` is the class that the page has
 * found.
 */
export const recognizingCode = ({ page, weights }: Source, pixels: readonly number[], best: number): string => {
  const { path, bytes } = weightsFrom(weights)
  return `${weights === null ? '' : "import { readFile } from 'node:fs/promises'\n"}import { argmax, item, key, softmax, tensor, toArray } from 'cotangent'
import { ${weightsImports(path).join(', ')} } from 'cotangent/checkpoint'
import { mnistPixels } from 'cotangent/data'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { inUse } from 'cotangent/nn'
import { saliency } from 'cotangent/vision'
import { either as E } from 'fp-ts'

${weights === null ? `${fetching(page)}\n\n` : ''}${weightsCode(path, bytes)}

const pixels = Array.from(atob('${packed(pixels)}'), (sign) => sign.charCodeAt(0))
const { mean, std } = mnistPixels
const image = tensor(pixels.map((pixel) => (pixel / 255 - mean) / std), [1, 1, 28, 28])
const scores = inUse(lenet)(params, {})

console.log('probabilities', toArray(softmax()(scores(image))))
console.log('pixels that matter', toArray(saliency(scores)(image)))
console.log(item(argmax({ axis: 1 })(scores(image)))) // => ${best}
`
}

/** A program that runs the graph of a file on an image. */
export const graphCode = (path: string, { channels, rows, columns, areChannelsLast }: ImageInput): string => {
  const shape = areChannelsLast ? [1, rows, columns, channels] : [1, channels, rows, columns]
  const { mean, std } = scales[channels]
  return `import { readFile } from 'node:fs/promises'
import { argmax, item, softmax, toArray, zeros } from 'cotangent'
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
console.log('class', item(argmax({ axis: 1 })(scores)))
console.log('probabilities', toArray(softmax()(scores)))
`
}
