/**
 * @file Indices beyond 2^24, the limit of exact whole numbers in float32: a backend computes them exactly, or refuses
 * them and says why.
 *
 *     what is found, picked or put at place 2^24 + 1 is there, or a TensorError names the limit
 *
 * Tested for every operation that returns or takes indices, and for the derivative of max pooling, whose planes may
 * have that many cells. Each case is one fact, on 64 MB.
 */
import type { Runtime } from '../../src/compile/Runtime.ts'
import { mostIndexed } from '../../src/core/exactIndices.ts'
import type { Shape } from '../../src/core/Shape.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { TensorError } from '../../src/core/TensorError.ts'
import { grad } from '../../src/diff/grad.ts'
import { argmax, argmin } from '../../src/ops/argmax.ts'
import { arange } from '../../src/ops/constant.ts'
import { gather, scatterAdd } from '../../src/ops/gather.ts'
import { maxPool, maxPoolIndices } from '../../src/ops/maxPool.ts'
import { sum } from '../../src/ops/sum.ts'
import type { Law } from '../framework/Law.ts'
import { fact } from '../framework/property.ts'

/** An odd place: float32 rounds it to an even one. */
const place = mostIndexed + 1
const count = mostIndexed + 3

/** Zeros but for one entry. */
const single = (shape: Shape, at: number, value: number): Tensor => {
  const entries = new Float32Array(sizeOf(shape))
  entries[at] = value
  return leaf(entries, shape)
}

const index = leaf(Float64Array.of(place), [1])

/** A plane of `side` by `side` cells, of which the last of every window of two by two is largest. */
const side = 4100
const plane = (): Tensor => {
  const entries = new Float32Array(side * side)
  for (let row = 1; row < side; row += 2) {
    for (let column = 1; column < side; column += 2) entries[row * side + column] = 1
  }
  return leaf(entries, [1, 1, side, side])
}

interface Case {
  readonly name: string
  readonly compute: () => Tensor
  /** The observed part of the result, and its expected value. */
  readonly seen: (result: NumberArray) => readonly number[]
  readonly expected: readonly number[]
}

const first = (result: NumberArray): readonly number[] => [result[0] ?? Number.NaN]

const cases: readonly Case[] = [
  {
    name: 'argmax',
    compute: () => argmax({ axis: 0 })(single([count], place, 1)),
    seen: first,
    expected: [place],
  },
  {
    name: 'argmin',
    compute: () => argmin({ axis: 0 })(single([count], place, -1)),
    seen: first,
    expected: [place],
  },
  {
    name: 'arange',
    compute: () => arange(count),
    seen: (result) => [result[place] ?? Number.NaN],
    expected: [place],
  },
  {
    name: 'gather',
    compute: () => gather({ axis: 0 })(single([count], place, 7), index),
    seen: first,
    expected: [7],
  },
  {
    name: 'scatterAdd',
    compute: () => scatterAdd({ axis: 0, size: count })(index, leaf(Float64Array.of(7), [1])),
    seen: (result) => [result.indexOf(7)],
    expected: [place],
  },
  {
    name: 'maxPoolIndices',
    compute: () => maxPoolIndices({ kernel: 2 })(plane()),
    seen: (result) => [result.at(-1) ?? Number.NaN],
    expected: [side * side - 1],
  },
  {
    name: 'maxPool: pullback',
    compute: () => {
      const x = plane()
      // Ones where the winners are: the plane itself.
      return grad((cells: Tensor) => sum()(maxPool({ kernel: 2 })(cells)))(x)
    },
    seen: (result) => [new Float32Array(result).reduce((wrong, value, k) => wrong + (value === winner(k) ? 0 : 1), 0)],
    expected: [0],
  },
]

const winner = (k: number): number => (Math.floor(k / side) % 2) * ((k % side) % 2)

/** The observed result, or `null` if a float32 backend refuses it because of the limit. */
const outcomeOf = (runtime: Runtime, { compute, seen }: Case): readonly number[] | null => {
  try {
    return seen(runtime.evaluate([compute()])[0] ?? new Float64Array(0))
  } catch (error) {
    const isNamed = error instanceof TensorError && /1677721[56]/.test(error.message)
    if (isNamed && runtime.backend.bytesPerNumber !== 8) return null
    throw error
  }
}

/**
 * The laws that on a runtime indices beyond 2^24 are exact, or refused.
 *
 * @example
 * ```ts
 * import { referenceRuntime } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 *
 * laws.exactIndices(referenceRuntime).map((law) => law.name)[0]
 * // => 'argmax on reference: an index beyond 2^24 is exact or refused'
 * ```
 */
export const exactIndicesLaws = (runtime: Runtime): readonly Law[] =>
  cases.map((one) =>
    fact(`${one.name} on ${runtime.name}: an index beyond 2^24 is exact or refused`, () => ({
      left: outcomeOf(runtime, one) ?? one.expected,
      right: one.expected,
    })),
  )
