/** @file Operations that select ranges, reverse axes, or add a border. */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import { tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { pad, slice } from '../../src/ops/index.ts'
import type { PadMode } from '../../src/ops/pad.ts'
import type { SliceRange } from '../../src/ops/slice.ts'
import { padZeros } from '../../src/ops/slice.ts'
import { shape, shapeWithAxes, shapeWithAxis } from '../framework/arbitraries/shape.ts'
import * as equations from '../framework/equations/algebra.ts'
import { numbersOf } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import { one } from './fixed.ts'

const exact = true

const perAxis = <A>(drawn: Shape, entry: fc.Arbitrary<A>): fc.Arbitrary<readonly A[]> =>
  fc.array(entry, { minLength: drawn.length, maxLength: drawn.length })

const few = fc.nat({ max: 2 })

/** Shapes with widths of zeros for each axis. */
const padding = shape({ maxRank: 3 }).chain((drawn) =>
  fc.record({
    shape: fc.constant(drawn),
    low: perAxis(drawn, few),
    high: perAxis(drawn, few),
    interior: perAxis(drawn, few),
  }),
)

const bound = fc.integer({ min: -6, max: 6 })

/** Shapes with ranges; bounds may lie beyond the ends. */
const ranges = shape().chain((drawn) =>
  fc.record({
    shape: fc.constant(drawn),
    ranges: fc.array(
      fc.record({ start: bound, stop: bound, step: fc.integer({ min: 1, max: 3 }) }, { requiredKeys: [] }),
      {
        maxLength: drawn.length,
      },
    ),
  }),
)

/** Primitives. */
export const slicing = {
  slice: operation('slice', {
    exact,
    geometry: ranges,
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ ranges }) =>
      (x) =>
        ops.slice(ranges)(x),
  }),
  pad: operation('pad', {
    exact,
    geometry: padding,
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ low, high, interior }) =>
      (x) =>
        padZeros(x, low, high, interior),
  }),
  flip: operation('flip', {
    exact,
    geometry: shapeWithAxes(),
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ axis }) =>
      (x) =>
        ops.flip(axis === undefined ? {} : { axis })(x),
  }),
} as const

const modes: readonly PadMode[] = ['constant', 'reflect', 'replicate', 'circular']

/** Shapes with borders that every mode can fill. */
const borders = fc
  .record({
    lengths: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
    low: fc.array(few, { minLength: 3, maxLength: 3 }),
    high: fc.array(few, { minLength: 3, maxLength: 3 }),
    mode: fc.constantFrom(...modes),
    value: fc.integer({ min: -1, max: 1 }),
  })
  .map(({ lengths, low, high, mode, value }) => ({
    shape: lengths,
    padding: lengths.map((length, axis): readonly [number, number] => {
      const most = mode === 'reflect' ? length - 1 : length
      return [Math.min(low[axis] ?? 0, most), Math.min(high[axis] ?? 0, most)]
    }),
    mode,
    value,
  }))

const padInModes = operation('pad in modes', {
  geometry: borders,
  exact,
  inputs: ({ shape }) => [{ shape, domain: 'real' }],
  f: ({ padding, mode, value }) => ops.pad({ padding, mode, value }),
})

/** Operations made of them. */
export const slicingComposites = {
  'pad in modes': operation('pad in modes', {
    geometry: borders,
    exact,
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f: ({ padding, mode, value }) => ops.pad({ padding, mode, value }),
  }),
  at: operation('at', {
    exact,
    geometry: shapeWithAxis({ empty: false }).chain(({ shape: drawn, axis }) => {
      const length = drawn.at(axis) ?? 1
      return fc.record({
        shape: fc.constant(drawn),
        axis: fc.constant(axis),
        index: fc.integer({ min: -length, max: length - 1 }),
      })
    }),
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ axis, index }) =>
      (x) =>
        ops.at(index, { axis })(x),
  }),
  'slice, backwards': one('slice, backwards', [4, 5], (x) => ops.slice([{ step: -2 }, { start: 3, step: -1 }])(x), {
    exact,
  }),
} as const

/** Where a range of an axis starts and how it steps, by NumPy's rule. */
const starts = (length: number, { start = 0, stop = length, step = 1 }: SliceRange): readonly number[] => {
  const bound = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, 0), length)
  return Array.from({ length }, (_, index) => index).filter(
    (index) => index >= bound(start) && index < bound(stop) && (index - bound(start)) % step === 0,
  )
}

/** Identities of operations by ranges, by name. */
export const slicingIdentities = {
  slice: [
    lawOf(slicing.slice, 'takes the entries that NumPy takes', ([x], { f, geometry: { ranges } }) => {
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
  padZeros: [
    lawOf(slicing.pad, 'slicing undoes padding', ([x], { f, geometry: { low, interior } }) =>
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
  flip: [lawOf(slicing.flip, 'flipping twice is identity', ([x], { f }) => equations.inverse(f, f, x))],
} as const satisfies Readonly<Record<string, readonly Law[]>>
