/** @file A visitor's .onnx on a photo: which graphs take one image, what they are given, and their five best classes. */
import { softmax, tensor, toArray } from 'cotangent'
import type { OnnxModel, OnnxSlot } from 'cotangent/onnx'
import { onnxNetwork, showOnnxError } from 'cotangent/onnx'
import { evalMode } from 'cotangent/nn'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { messageOf } from '../common/messageOf.ts'
import type { ImageInput } from './ImageInput.ts'
import { scales } from './ImageInput.ts'

/** The five best classes of a photo, with their probabilities, and how long the graph took. */
export interface Ranked {
  readonly top: readonly (readonly [index: number, probability: number])[]
  readonly milliseconds: number
}

/** A graph that can be run on a photo. */
export interface Graph {
  readonly input: ImageInput
  /** Runs it on brightness from 0 to 1: the planes of the channels, one after the other. */
  readonly run: (planes: readonly number[]) => E.Either<string, Ranked>
}

/** Sides that are left open become these. */
const usualSide = { 1: 28, 3: 224 } as const

/** The longest side and the greatest batch that a photo is made for. */
const longestSide = 1024

const channelsOf = (length: number | string | null | undefined): 1 | 3 | null =>
  length === 1 || length === 3 ? length : null

const sideOf = (length: number | string | null | undefined, channels: 1 | 3): number | null =>
  typeof length === 'number' ? (length >= 1 && length <= longestSide ? length : null) : usualSide[channels]

const showSlot = ({ name, shape }: OnnxSlot): string =>
  `${name} [${shape?.map((length) => length ?? '?').join(', ') ?? '…'}]`

/** The image that a slot is for; on the left why it is for none. */
export const imageInputOf = (slot: OnnxSlot): E.Either<string, ImageInput> => {
  const { type, shape } = slot
  const refused = E.left(`expected one image [1, 1 or 3, H, W] of floats, found ${showSlot(slot)} of ${type ?? '…'}`)
  if (shape?.length !== 4 || (type !== 'float' && type !== null)) return refused
  const [batch, second, third, fourth] = shape
  if (typeof batch === 'number' && batch !== 1) return refused
  const [first, last] = [channelsOf(second), channelsOf(fourth)]
  const channels = first ?? last
  if (channels === null) return refused
  const sides = first === null ? [second, third] : [third, fourth]
  const [rows, columns] = sides.map((length) => sideOf(length, channels))
  return typeof rows !== 'number' || typeof columns !== 'number'
    ? refused
    : E.right({ channels, rows, columns, areChannelsLast: first === null })
}

/** The numbers of the input: scaled, and in the order that the graph expects. */
export const inputFrom = ({ channels, rows, columns, areChannelsLast }: ImageInput, planes: readonly number[]) => {
  const { mean, std } = scales[channels]
  const size = rows * columns
  const scaled = (channel: number, pixel: number): number =>
    ((planes[channel * size + pixel] ?? 0) - (mean[channel] ?? 0)) / (std[channel] ?? 1)
  const shape = areChannelsLast ? ([1, rows, columns, channels] as const) : ([1, channels, rows, columns] as const)
  const numbers = Float32Array.from({ length: channels * size }, (_, k) =>
    areChannelsLast ? scaled(k % channels, Math.floor(k / channels)) : scaled(Math.floor(k / size), k % size),
  )
  return tensor(numbers, shape)
}

const best = 5

/** The greatest of some scores. Scores that are no probabilities yet become so by softmax. */
export const topOf = (scores: readonly number[]): Ranked['top'] => {
  const total = scores.reduce((sum, score) => sum + score, 0)
  const areProbabilities = scores.every((score) => score >= 0 && score <= 1) && Math.abs(total - 1) < 1e-3
  const probabilities = areProbabilities ? scores : Array.from(toArray(softmax()(tensor(scores, [scores.length]))))
  return probabilities
    .map((probability, index) => [index, probability] as const)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, best)
}

/** A model as a graph for photos; on the left a line that says why it is none, or why the library cannot run it. */
export const graphOf = (model: OnnxModel): E.Either<string, Graph> =>
  pipe(
    onnxNetwork()(model),
    E.mapLeft(showOnnxError),
    E.chain((network) => {
      const [slot, ...others] = network.inputs
      const [output] = network.outputs
      if (slot === undefined || output === undefined || others.length > 0) {
        return E.left(`expected one input, found ${network.inputs.map(showSlot).join(', ') || 'none'}`)
      }
      const scoresOf = (input: ImageInput, planes: readonly number[]): E.Either<string, Ranked> => {
        const size = input.channels * input.rows * input.columns
        if (planes.length !== size) return E.left(`expected ${size} numbers of an image, found ${planes.length}`)
        const begun = performance.now()
        const [outputs] = network.apply(evalMode)(network.params, network.state, {
          [slot.name]: inputFrom(input, planes),
        })
        const found = outputs[output.name]
        if (found === undefined) return E.left(`the graph has not computed ${output.name}`)
        const classes = found.shape.filter((length) => length !== 1)
        if (classes.length !== 1) return E.left(`expected one score for each class, found [${found.shape.join(', ')}]`)
        const scores = Array.from(toArray(found))
        return E.right({ top: topOf(scores), milliseconds: performance.now() - begun })
      }
      return pipe(
        imageInputOf(slot),
        E.map((input) => ({
          input,
          run: (planes: readonly number[]) =>
            pipe(
              E.tryCatch(() => scoresOf(input, planes), messageOf),
              E.flatten,
            ),
        })),
      )
    }),
  )
