/** @file What a page remembers of looking inside, and the checkerboard, which needs no network. */
import { convTranspose2d, ones } from 'cotangent'
import type { Source } from '../common/code.ts'
import { digitsCode, fetching, weightsCode, weightsFrom, weightsImports } from '../common/code.ts'
import type { ValuesOf } from '../common/Field.ts'
import { oneOf, whole } from '../common/Field.ts'
import type { Grid } from '../common/Grid.ts'
import { digitRange } from '../training/names.ts'
import { gridFrom } from '../common/numbersOf.ts'

/** The class that is asked about: the one that the network prefers, or a digit. */
export const classChoices = ['best', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

export const fields = {
  digit: whole(...digitRange, 3),
  about: oneOf(classChoices, 'best'),
  channel: whole(0, 15, 0),
  kernel: whole(2, 5, 3),
  stride: whole(1, 4, 2),
}

export type Looking = ValuesOf<typeof fields>

/** What the network is asked to explain, and what it answers. */
export interface Explanation {
  readonly pixels: readonly number[]
  readonly label: number
  readonly scores: readonly number[]
  /** The class that is explained. */
  readonly about: number
  /** How much each pixel matters, 28 x 28. */
  readonly saliency: readonly number[]
  /** The derivative of the score by each pixel, with its sign. */
  readonly gradient: readonly number[]
  readonly gradCam: readonly number[]
  /** How much the score falls when a window is covered, one entry for each of 12 x 12 windows. */
  readonly occlusion: readonly number[]
  /** What a feature of conv2 is activated by. */
  readonly deconvnet: readonly number[]
}

/** The cells of a feature map that an upsampling begins with. */
const begin = 4

/** How many kernels reach each cell, when a transposed convolution spreads a map of ones by a kernel of ones. */
export const checkerboard = ({ kernel, stride }: Looking): Grid =>
  gridFrom(convTranspose2d({ stride })(ones([1, 1, begin, begin]), ones([1, 1, kernel, kernel])))

/** Whether the cells away from the edges are all reached equally often: when the stride divides the kernel. */
export const isEven = (looking: Looking): boolean => {
  const { kernel, stride } = looking
  const { rows, columns, cells } = checkerboard(looking)
  const margin = Math.max(kernel - stride, 0)
  const inner = cells.filter((_, k) => {
    const [row, column] = [Math.floor(k / columns), k % columns]
    return row >= margin && row < rows - margin && column >= margin && column < columns - margin
  })
  return inner.every((count) => count === inner[0])
}

/** A program that explains a digit as the page does. */
export const codeOf = ({ digit, about, channel }: Looking, { page, weights }: Source): string => {
  const { path, bytes } = weightsFrom(weights)
  const asked = about === 'best' ? 'item(argmax({ axis: 1 })(scores(image)))' : about
  return `${weights === null ? '' : "import { readFile } from 'node:fs/promises'\n"}import { ${about === 'best' ? 'argmax, item, ' : ''}key, softmax, toArray } from 'cotangent'
import { ${weightsImports(path).join(', ')} } from 'cotangent/checkpoint'
import { Dataset, decodeMnist, mnistPixels, showDecodeError } from 'cotangent/data'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { inUse } from 'cotangent/nn'
import {
  featureProjection,
  gradCam,
  inputGradient,
  occlusion,
  saliency,
  tapped,
  withDeconvnetRelu,
} from 'cotangent/vision'
import { either as E } from 'fp-ts'

${fetching(page)}

${digitsCode('unseen')}
const one = Dataset.pick([${digit}])(unseen)
const [batch] = Dataset.batches({ size: 1, pixels: mnistPixels })(one)
if (batch === undefined) throw new Error('there are no digits')
const { images: image } = batch

${weightsCode(path, bytes)}

const scores = inUse(lenet)(params, {})
const about = ${asked}
const { before } = tapped(withDeconvnetRelu(lenet))('conv2')(params, {})
// A covered window is blank paper.
const fill = -mnistPixels.mean / mnistPixels.std
const pictures = {
  saliency: saliency(scores)(image, about),
  gradient: inputGradient(scores)(image, about),
  gradCam: gradCam(tapped(lenet)('conv2')(params, {}))(image, about),
  occlusion: occlusion(scores, { window: 6, stride: 2, fill })(image, about),
  deconvnet: featureProjection(before, { channel: ${channel}, strongest: true })(image),
}
console.log('the digit is', one.labels[0])
console.log('explained class', about)
console.log('its probability', (100 * (toArray(softmax()(scores(image)))[about] ?? Number.NaN)).toFixed(2), '%')
console.log('greatest fall of the score when covered', Math.max(...toArray(pictures.occlusion)).toFixed(2))
for (const [name, picture] of Object.entries(pictures)) console.log(name, picture.shape, toArray(picture))
`
}
