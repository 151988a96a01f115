/**
 * @file Locality: an entry that is not finite affects only the entries that depend on it.
 *
 *     y_j does not depend on x_i   =>   y_j at x_i = Infinity, -Infinity or NaN is y_j
 *
 * Zero times infinity is NaN, so selecting by multiplication with zero breaks this law. This can happen in padding,
 * masks, interpolation with zero weights, the pullback of a maximum, and transforms that mix the entries of a tile and
 * separate them again.
 *
 * Whether y_j depends on x_i is determined by experiment: x_i takes several finite values, including huge ones, and y_j
 * changes or not. The law also applies to the pullback, as a function of the inputs and the cotangent.
 */
import fc from 'fast-check'
import type { Runtime } from '../../src/compile/Runtime.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf, valueOf } from '../../src/core/Tensor.ts'
import { compile } from '../../src/runtime/compile.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import { randomOf } from '../framework/arbitraries/random.ts'
import type { Compute } from './backendAgrees.ts'
import { functionOf, gradients, rounded, toleranceOf, value } from './backendAgrees.ts'
import type { Equation } from '../framework/Equation.ts'
import type { MultiFunction } from '../framework/equations/gradient.ts'
import type { Law } from '../framework/Law.ts'
import type { Operation, Sample } from '../framework/Operation.ts'
import { direction, streamOf } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

type Tensors = readonly Tensor[]

/**
 * Operations that may compute a constant from an entry: x - x and x / x over a single entry, a product with zero, the
 * maximum with 0 beyond a margin. The constant is NaN if the entry is not finite, although it seems not to depend on
 * the entry. So for these operations, samples in which nothing depends on the entry are inconclusive.
 */
const cancelling: ReadonlySet<string> = new Set([
  'cosineSimilarity',
  'crossEntropy',
  'crossEntropy, smoothed',
  'logSoftmax',
  'logsumexp',
  'multiMargin',
  'multilabelMargin',
  'softCrossEntropy',
  'softmax',
  'variance',
])

/** Operations for which the law does not hold, and why. */
const excused: Readonly<Record<string, string>> = {
  affineGrid: 'the middle of a grid has the coordinate 0, which an infinite entry of the matrix multiplies',
  attention: 'a key that is not seen has the weight zero, and zero times an infinite value is NaN',
  'attention, bounded': 'as attention',
  bernoulli: 'it takes a key, which is words and not numbers',
  deformConv2d: 'as gridSample',
  gridSample: 'a cell beside a place may have the weight zero, and zero times an infinite value is NaN',
  'gridSample, bicubic': 'as gridSample',
  'gridSample, mirrored': 'as gridSample',
  'gridSample, nearest': 'as gridSample',
  'gridSample, of volumes': 'as gridSample',
  'gru layer': 'the first hidden state is zero, and zero times an infinite weight is NaN',
  'lstm layer': 'as the gru layer',
  'lstm, in both directions layer': 'as the gru layer',
  'multiHeadAttention layer': 'as attention',
  permutation: 'as bernoulli',
  lpPool: 'the power is taken of every cell, seen by a window or not, and its derivative is infinite where the cell is',
  'prod with zeros': 'the product of zero and infinity is NaN',
  'rnn layer': 'as the gru layer',
  roiAlign: 'as gridSample',
  'roiAlign, adaptive': 'as gridSample',
  'roiAlign, of greatest terms': 'as gridSample',
  'roiAlign, of maxima': 'as gridSample',
  rotaryEmbedding: 'position 0 takes the sine 0 times the other entry of a pair',
  sequential: 'an activation makes zeros, and zero times an infinite weight is NaN',
  'sequential layer': 'as sequential',
  tripletMargin: 'beyond the margin the loss is the maximum of 0 and a number that is NaN where a distance is',
}

/** One entry of one input. */
interface Place {
  readonly input: number
  readonly entry: number
}

const notFinite = [Infinity, -Infinity, Number.NaN] as const

/** Values that probe what depends on an entry: of either sign, near and huge. */
const probes = [0.001, -0.001, 0.3, -0.7, 1000.25, -1000.75, 3e5, -3e5] as const

const numbersOf = (t: Tensor): NumberArray => valueOf(t) ?? new Float64Array(0)

/** The inputs as separate leaves, since a tensor keeps its numbers. */
const copiesOf = (xs: Tensors): Tensors => xs.map((x) => leaf(numbersOf(x), x.shape))

/** The inputs with one entry replaced, as separate leaves. */
const withEntry = (xs: Tensors, { input, entry }: Place, becomes: number): Tensors =>
  xs.map((x, k) => {
    const numbers = numbersOf(x).slice()
    if (k === input) numbers[entry] = becomes
    return leaf(numbers, x.shape)
  })

const placesOf = (xs: Tensors): readonly Place[] =>
  xs.flatMap((x, input) => Array.from(numbersOf(x), (_, entry) => ({ input, entry })))

/** For each output, whether each entry stays the same for every value of the probed entry. */
const independent = (f: MultiFunction, xs: Tensors, place: Place): readonly (readonly boolean[])[] => {
  const evaluate = (inputs: Tensors) => referenceRuntime.evaluate(f(inputs))
  const clean = evaluate(copiesOf(xs))
  const moved = probes.map((probe) => evaluate(withEntry(xs, place, probe)))
  return clean.map((numbers, k) =>
    Array.from(numbers, (y, j) => moved.every((other) => Object.is(other[k]?.[j], y) || other[k]?.[j] === y)),
  )
}

/** The entries that do not depend on the probed entry, and 0 in place of the others. */
const only = (which: readonly (readonly boolean[])[], values: readonly NumberArray[], shapes: Tensors): Tensors =>
  values.map((numbers, k) =>
    leaf(
      new Float64Array(numbers).map((y, j) => (which[k]?.[j] === true ? y : 0)),
      shapes[k]?.shape ?? [numbers.length],
    ),
  )

/** A function of inputs and cotangents: the value, or what the pullback gives. */
const computing = (sample: Sample, held: readonly number[], runtime: Runtime, compute: Compute) => {
  const { f, xs } = functionOf(sample, held, runtime)
  const us = compute === value ? [] : f(xs).map(({ shape }, k) => rounded(direction(shape, sample.seed, k), runtime))
  const g: MultiFunction = (inputs) => compute(f, inputs.slice(0, xs.length), () => inputs.slice(xs.length))
  return { g, inputs: [...xs, ...us] }
}

const placeAt = (inputs: Tensors, seed: number): Place | undefined => {
  const places = placesOf(inputs)
  return places[randomOf(streamOf(seed, 7)).below(Math.max(1, places.length))]
}

/**
 * The laws that, on a runtime, an entry that is not finite affects only the entries of an operation and its pullback
 * that depend on it, compiled or not.
 *
 * @example
 * ```ts
 * import { defaultRuntime } from 'cotangent'
 * import { laws, operations } from 'cotangent/laws'
 *
 * laws.locality(defaultRuntime, operations.conv).filter((law) => law.run({ runs: 5 })._tag !== 'passed') // => []
 * ```
 */
export const localityLaws = (runtime: Runtime, { name, samples, held = [], order = 2 }: Operation): readonly Law[] => {
  if (name in excused) return []
  const at = (title: string, compute: Compute, compiled = false): Law =>
    law(`${name} on ${runtime.name}: ${title}`, samples, (sample): Equation => {
      const { g, inputs } = computing(sample, held, runtime, compute)
      const place = placeAt(inputs, sample.seed)
      if (place === undefined) return { left: true, right: true }
      const which = independent(g, inputs, place)
      fc.pre(!cancelling.has(name) || which.some((entries) => entries.includes(false)))
      const shapes = g(inputs)
      const run = compiled ? compile(g, { runtime }) : g
      const evaluate = (xs: Tensors) => only(which, runtime.evaluate(run(xs)), shapes)
      return {
        left: notFinite.map((becomes) => evaluate(withEntry(inputs, place, becomes))),
        right: notFinite.map(() => evaluate(copiesOf(inputs))),
        tolerance: toleranceOf(sample, runtime),
      }
    })
  return [
    at('locality', value),
    at('locality, compiled', value, true),
    ...(order > 0 ? [at('locality of the pullback', gradients)] : []),
    ...(order > 0 ? [at('locality of the pullback, compiled', gradients, true)] : []),
  ]
}
