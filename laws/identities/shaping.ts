/** @file Identities of operations that move entries, and of the matrix product. */
import fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
import { tensor } from '../../src/core/Tensor.ts'
import { at, broadcastTo, matmul, pad, reshape, slice, squeeze, sum, sumTo, transpose } from '../../src/ops/index.ts'
import type { SliceRange } from '../../src/ops/slice.ts'
import * as equations from '../framework/equations/algebra.ts'
import { numbersOf } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { composites, operations } from '../operations/index.ts'
import { lawOf } from '../framework/property.ts'

/** The sum over the axes along which a tensor was repeated. */
const unstretch =
  (shape: readonly number[]) =>
  (y: Tensor): Tensor => {
    const added = y.shape.length - shape.length
    const axes = y.shape.map((_, axis) => axis).filter((axis) => axis < added || shape[axis - added] === 1)
    return reshape(shape)(sum({ axis: axes })(y))
  }

const multiply = matmul

/** Three matrices that fit. */
const matrices = operation('matmul', {
  geometry: fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 4 }))),
  inputs: ([m = 1, k = 1, n = 1, l = 1]) => [
    { shape: [m, k], domain: 'real' as const },
    { shape: [k, n], domain: 'real' as const },
    { shape: [n, l], domain: 'real' as const },
  ],
  f: () => multiply,
})

/** Where a range of an axis starts and how it steps, by NumPy's rule. */
const starts = (length: number, { start = 0, stop = length, step = 1 }: SliceRange): readonly number[] => {
  const bound = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, 0), length)
  return Array.from({ length }, (_, index) => index).filter(
    (index) => index >= bound(start) && index < bound(stop) && (index - bound(start)) % step === 0,
  )
}

const { 'pad in modes': padInModes } = composites

/** Identities of operations that move entries and of the matrix product, by name. */
export const shapingIdentities = {
  broadcastTo: [
    lawOf(operations.broadcastTo, 'broadcasting and summation are adjoint', ([x], { f, seed }) =>
      equations.adjoint(f, unstretch(x.shape), x, direction(f(x).shape, seed, 1)),
    ),
  ],
  sumTo: [
    lawOf(composites.sumTo, 'broadcasting and summation are adjoint', ([y], { f, seed }) => {
      const stretch = (x: Tensor): Tensor => broadcastTo(y.shape)(x)
      return equations.adjoint(f, stretch, y, direction(f(y).shape, seed, 1))
    }),
    lawOf(composites.sumTo, 'summing to the own shape changes nothing', ([y]) => ({
      left: sumTo(y.shape)(y),
      right: y,
    })),
  ],
  concat: [
    lawOf(operations.concat, 'slices of a concatenation are its parts', (parts, { f, geometry: { shape, axis } }) => {
      const along = axis < 0 ? axis + shape.length : axis
      const whole = f(...parts)
      const ends = parts.map((_, k) => parts.slice(0, k + 1).reduce((end, part) => end + (part.shape[along] ?? 0), 0))
      const part = (k: number): Tensor =>
        slice(shape.map((_, index) => (index === along ? { start: ends[k - 1] ?? 0, stop: ends[k] ?? 0 } : {})))(whole)
      return { left: parts.map((_, k) => part(k)), right: [...parts] }
    }),
  ],
  stack: [
    lawOf(composites.stack, 'entries of a stack are its parts', (parts, { f, geometry: { axis } }) => {
      const whole = f(...parts)
      return { left: parts.map((_, k) => at(k, { axis })(whole)), right: [...parts] }
    }),
  ],
  flip: [lawOf(operations.flip, 'flipping twice is identity', ([x], { f }) => equations.inverse(f, f, x))],
  matmul: [
    lawOf(operations.matmul, 'bilinearity', ([a, b], { seed }) =>
      equations.bilinearity(multiply, [a, direction(a.shape, seed, 1)], [b, direction(b.shape, seed, 2)]),
    ),
    lawOf(matrices, 'associativity', ([a, b, c]) => equations.associativity(multiply, a, b, c)),
    lawOf(matrices, "the product's transpose is the product of transposes, exchanged", ([a, b]) => ({
      left: transpose(multiply(a, b)),
      right: multiply(transpose(b), transpose(a)),
      tolerance: 1e-12,
    })),
    lawOf(matrices, 'meaning', ([a, b]) => {
      const [m, k, n] = [a.shape[0] ?? 0, a.shape[1] ?? 0, b.shape[1] ?? 0]
      const [x, y] = [numbersOf(a), numbersOf(b)]
      const entry = (i: number, j: number): number =>
        Array.from({ length: k }, (_, p) => (x[i * k + p] ?? 0) * (y[p * n + j] ?? 0)).reduce(
          (total, term) => total + term,
          0,
        )
      return {
        left: multiply(a, b),
        right: tensor(
          Array.from({ length: m * n }, (_, at) => entry(Math.floor(at / n), at % n)),
          [m, n],
        ),
        tolerance: 1e-12,
      }
    }),
  ],
  pad: [
    lawOf(padInModes, 'slicing undoes padding', ([x], { f, geometry: { padding } }) =>
      equations.inverse(
        f,
        slice(
          x.shape.map((length, axis) => {
            const [start] = padding[axis] ?? [0]
            return { start, stop: start + length }
          }),
        ),
        x,
      ),
    ),
    ...(['reflect', 'replicate', 'circular'] as const).map((mode) =>
      lawOf(padInModes, `conservation in mode ${mode}`, ([x], { geometry, seed }) => {
        const padding = geometry.padding.map(
          ([low, high], axis) =>
            [Math.min(low, (x.shape[axis] ?? 0) - 1), Math.min(high, (x.shape[axis] ?? 0) - 1)] as const,
        )
        return equations.conservation(pad({ padding, mode }), x, (y) => direction(y.shape, seed, 1))
      }),
    ),
  ],
  reshape: [
    lawOf(operations.reshape, 'undone by reshaping back', ([x], { f }) =>
      equations.inverse(f, (y) => reshape(x.shape)(y), x),
    ),
  ],
  squeeze: [
    lawOf(composites.squeeze, 'keeps the numbers', ([x], { f }) => ({
      left: f(x),
      right: tensor(
        numbersOf(x),
        x.shape.filter((d) => d !== 1),
      ),
    })),
  ],
  expandDims: [
    lawOf(composites.expandDims, 'undone by squeeze', ([x], { f, geometry: { axis } }) =>
      equations.inverse(f, (y) => squeeze(axis)(y), x),
    ),
  ],
  slice: [
    lawOf(operations.slice, 'takes the entries that NumPy takes', ([x], { f, geometry: { ranges } }) => {
      const kept = x.shape.map((length, axis) => starts(length, ranges[axis] ?? {}))
      const strides = x.shape.map((_, axis) => x.shape.slice(axis + 1).reduce((a, b) => a * b, 1))
      const offsets = kept.reduce<readonly number[]>(
        (all, indices, axis) => all.flatMap((at) => indices.map((index) => at + index * (strides[axis] ?? 0))),
        [0],
      )
      const values = numbersOf(x)
      return {
        left: f(x),
        right: tensor(
          offsets.map((at) => values[at] ?? 0),
          kept.map((indices) => indices.length),
        ),
      }
    }),
  ],
  padZeros: [
    lawOf(operations.pad, 'slicing undoes padding', ([x], { f, geometry: { low, interior } }) =>
      equations.inverse(
        f,
        slice(
          x.shape.map((length, axis) => {
            const [start, step] = [low[axis] ?? 0, (interior[axis] ?? 0) + 1]
            return { start, stop: start + Math.max(0, length * step - (interior[axis] ?? 0)), step }
          }),
        ),
        x,
      ),
    ),
  ],
  transpose: [
    lawOf(operations.transpose, 'the inverse permutation undoes it', ([x], { f, geometry: { order } }) =>
      equations.inverse(f, transpose(order.map((_, axis) => order.indexOf(axis))), x),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
