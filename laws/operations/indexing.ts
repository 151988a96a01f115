/** @file Operations by index. Indices are held fixed by derivatives. */
import fc from 'fast-check'
import { resolveAxis } from '../../src/core/shapeRules.ts'
import { lastOccurrencePrimitive } from '../../src/ops/maxPool.ts'
import { applyPrimitive } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { integers } from '../framework/arbitraries/Domain.ts'
import { shape, shapeWithAxis } from '../framework/arbitraries/shape.ts'
import type { GradientOptions } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

const exact = true

/** A tensor, an axis, and how many entries of it are picked. */
const picks = shapeWithAxis({ empty: false }).chain(({ shape: drawn, axis }) =>
  fc.nat({ max: 4 }).map((count) => {
    const along = resolveAxis('draw', drawn, axis)
    return {
      shape: drawn,
      axis,
      picked: drawn.map((d, index) => (index === along ? count : d)),
      size: drawn[along] ?? 1,
    }
  }),
)

/** Primitives. */
export const indexing = {
  gather: operation('gather', {
    exact,
    held: [1],
    geometry: picks,
    inputs: ({ shape, picked, size }) => [
      { shape, domain: 'real' },
      { shape: picked, domain: integers(0, size - 1) },
    ],
    f:
      ({ axis }) =>
      (x, indices) =>
        ops.gather({ axis })(x, indices),
  }),
  scatterAdd: operation('scatterAdd', {
    exact,
    held: [0],
    geometry: picks,
    inputs: ({ picked, size }) => [
      { shape: picked, domain: integers(0, size - 1) },
      { shape: picked, domain: 'real' },
    ],
    f:
      ({ axis, size }) =>
      (indices, updates) =>
        ops.scatterAdd({ axis, size })(indices, updates),
  }),
  lastOccurrence: operation('lastOccurrence', {
    order: 0,
    geometry: shapeWithAxis({ empty: false }),
    inputs: ({ shape }) => [{ shape, domain: integers(0, 2) }],
    f:
      ({ shape, axis }) =>
      (indices) =>
        applyPrimitive(lastOccurrencePrimitive, { axis: resolveAxis('draw', shape, axis) }, [indices]),
  }),
} as const

/** A tensor, an axis, updates along it that cover the others or their first entries, and indices from the back or front. */
const scatterings = shapeWithAxis({ empty: false }).chain(({ shape: drawn, axis }) =>
  fc.record({ count: fc.nat({ max: 6 }), cut: fc.nat({ max: 1 }) }).map(({ count, cut }) => {
    const along = resolveAxis('draw', drawn, axis)
    return {
      shape: drawn,
      axis,
      size: drawn[along] ?? 1,
      picked: drawn.map((d, index) => (index === along ? count : Math.max(1, d - cut))),
    }
  }),
)

const scattered = (mode: ops.ScatterMode, options: GradientOptions & { readonly distinct?: boolean } = {}) => {
  const { distinct = false, ...rest } = options
  const name = mode === 'replace' ? 'scatter' : `scatter, ${mode}`
  return operation(name, {
    ...rest,
    held: [1],
    geometry: scatterings,
    inputs: ({ shape, picked, size }) => [
      { shape, domain: distinct ? 'distinct' : 'real' },
      { shape: picked, domain: integers(-size, size - 1) },
      { shape: picked, domain: distinct ? 'distinctBetween' : 'real' },
    ],
    f:
      ({ axis }) =>
      (x, indices, updates) =>
        ops.scatter({ axis, mode })(x, indices, updates),
  })
}

/** Operations made of them. */
export const indexingComposites = {
  scatter: scattered('replace', { exact }),
  'scatter, add': scattered('add', { exact }),
  'scatter, mul': scattered('mul'),
  'scatter, min': scattered('min', { distinct: true }),
  'scatter, max': scattered('max', { distinct: true }),
  scatterNd: operation('scatterNd', {
    exact,
    held: [1],
    geometry: fc.record({
      depth: fc.integer({ min: 1, max: 3 }),
      many: shape({ maxRank: 2 }),
    }),
    inputs: ({ depth, many }) => [
      { shape: [2, 3, 2], domain: 'real' },
      { shape: [...many, depth], domain: integers(-2, 1) },
      { shape: [...many, ...[2, 3, 2].slice(depth)], domain: 'real' },
    ],
    f: () => (x, indices, updates) => ops.scatterNd()(x, indices, updates),
  }),
  take: operation('take', {
    exact,
    held: [1],
    geometry: shapeWithAxis({ empty: false, maxRank: 3 }).chain(({ shape: drawn, axis }) =>
      fc.record({ shape: fc.constant(drawn), axis: fc.constant(axis), picked: shape({ maxRank: 2 }) }),
    ),
    inputs: ({ shape, axis, picked }) => [
      { shape, domain: 'real' },
      { shape: picked, domain: integers(0, (shape.at(axis) ?? 1) - 1) },
    ],
    f:
      ({ axis }) =>
      (x, indices) =>
        ops.take({ axis })(x, indices),
  }),
  oneHot: operation('oneHot', {
    order: 0,
    geometry: fc.record({ shape: shape({ maxRank: 3, empty: false }), classes: fc.integer({ min: 1, max: 4 }) }),
    inputs: ({ shape }) => [{ shape, domain: integers(-1, 4) }],
    f:
      ({ classes }) =>
      (labels) =>
        ops.oneHot(classes)(labels),
  }),
} as const
