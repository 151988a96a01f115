/** @file Operations that move entries and compute nothing, and the matrix product. */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import { broadcastShapes, resolveAxis } from '../../src/core/shapeRules.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import type { PadMode } from '../../src/ops/pad.ts'
import { padZeros } from '../../src/ops/slice.ts'
import { broadcasting, shape, shapeWithAxes, shapeWithAxis, shapeWithOrder } from '../framework/arbitraries/shape.ts'
import { operation } from '../framework/Operation.ts'

const exact = true

/** The same count of numbers in other shapes. */
const reshapes: readonly ((from: Shape) => Shape)[] = [
  () => [-1],
  (from) => [...from].reverse(),
  (from) => [1, ...from, 1],
  (from) => [from.slice(0, 1).reduce((a, b) => a * b, 1), sizeOf(from.slice(1))],
]

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

/** Shapes that agree but along one axis. */
const parts = shapeWithAxis().chain(({ shape: drawn, axis }) =>
  fc.record({
    shape: fc.constant(drawn),
    axis: fc.constant(axis),
    lengths: fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 }),
  }),
)

const withLength = (drawn: Shape, axis: number, length: number): Shape => {
  const along = resolveAxis('draw', drawn, axis)
  return drawn.map((d, index) => (index === along ? length : d))
}

const matrices = fc.record({
  batch: broadcasting(2, { maxRank: 2, empty: false }),
  rows: fc.integer({ min: 1, max: 3 }),
  inner: fc.nat({ max: 3 }),
  columns: fc.integer({ min: 1, max: 3 }),
  vectors: fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })),
})

/** Primitives. */
export const shaping = {
  reshape: operation('reshape', {
    exact,
    geometry: fc.record({ shape: shape(), form: fc.nat({ max: reshapes.length - 1 }) }),
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ shape, form }) =>
      (x) =>
        ops.reshape(reshapes[form]?.(shape) ?? shape)(x),
  }),
  transpose: operation('transpose', {
    exact,
    geometry: shapeWithOrder(),
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ order }) =>
      (x) =>
        ops.transpose(order)(x),
  }),
  broadcastTo: operation('broadcastTo', {
    exact,
    geometry: broadcasting(2),
    inputs: ({ shapes: [from = []] }) => [{ shape: from, domain: 'real' }],
    f:
      ({ shapes: [from = [], other = []] }) =>
      (x) =>
        ops.broadcastTo(broadcastShapes('draw', from, other))(x),
  }),
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
  concat: operation('concat', {
    exact,
    geometry: parts,
    inputs: ({ shape, axis, lengths }) =>
      lengths.map((length) => ({ shape: withLength(shape, axis, length), domain: 'real' })),
    f:
      ({ axis }) =>
      (...xs) =>
        ops.concat({ axis })(xs),
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
  matmul: operation('matmul', {
    exact,
    geometry: matrices,
    inputs: ({ batch, rows, inner, columns, vectors }) => {
      const [a = [], b = []] = batch.shapes
      return [
        { shape: vectors[0] === 4 ? [inner] : [...a, rows, inner], domain: 'real' },
        { shape: vectors[1] === 4 ? [inner] : [...b, inner, columns], domain: 'real' },
      ]
    },
    f: () => ops.matmul,
  }),
} as const

/** Matrices that a backend takes four rows or columns at a time of. */
const wholeVectors = operation('matmul of whole vectors', {
  exact,
  geometry: fc.record({
    batch: fc.integer({ min: 1, max: 2 }),
    rows: fc.constantFrom(4, 8),
    inner: fc.integer({ min: 1, max: 5 }),
    columns: fc.constantFrom(4, 8),
  }),
  inputs: ({ batch, rows, inner, columns }) => [
    { shape: [batch, rows, inner], domain: 'real' },
    { shape: [batch, inner, columns], domain: 'real' },
  ],
  f: () => ops.matmul,
})

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

/** Operations made of them. */
export const shapingComposites = {
  sumTo: operation('sumTo', {
    exact,
    geometry: broadcasting(2),
    inputs: ({ shapes: [to = [], other = []] }) => [{ shape: broadcastShapes('draw', to, other), domain: 'real' }],
    f:
      ({ shapes: [to = []] }) =>
      (x) =>
        ops.sumTo(to)(x),
  }),
  'matmul of whole vectors': wholeVectors,
  'pad in modes': operation('pad in modes', {
    geometry: borders,
    exact,
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f: ({ padding, mode, value }) => ops.pad({ padding, mode, value }),
  }),
  stack: operation('stack', {
    exact,
    geometry: shape({ maxRank: 3 }).chain((drawn) =>
      fc.record({
        shape: fc.constant(drawn),
        axis: fc.integer({ min: -drawn.length - 1, max: drawn.length }),
        count: fc.integer({ min: 1, max: 3 }),
      }),
    ),
    inputs: ({ shape, count }) => Array.from({ length: count }, () => ({ shape, domain: 'real' })),
    f:
      ({ axis }) =>
      (...xs) =>
        ops.stack({ axis })(xs),
  }),
  expandDims: operation('expandDims', {
    exact,
    geometry: shape({ maxRank: 3 }).chain((drawn) =>
      fc.record({ shape: fc.constant(drawn), axis: fc.integer({ min: -drawn.length - 1, max: drawn.length }) }),
    ),
    inputs: ({ shape }) => [{ shape, domain: 'real' }],
    f:
      ({ axis }) =>
      (x) =>
        ops.expandDims(axis)(x),
  }),
  squeeze: operation('squeeze', {
    exact,
    geometry: shape(),
    inputs: (drawn) => [{ shape: drawn, domain: 'real' }],
    f: () => (x) => ops.squeeze()(x),
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
  full: operation('full', {
    exact,
    geometry: shape(),
    inputs: () => [{ shape: [], domain: 'real' }],
    f: (drawn) => (x) => ops.full(drawn, x as Tensor<readonly []>),
  }),
} as const
