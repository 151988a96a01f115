/** @file Leaves made inside an expression: constants, counts, and a number everywhere. */
import fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
import { tensor } from '../../src/core/Tensor.ts'
import { constant } from '../../src/ops/constant.ts'
import * as ops from '../../src/ops/index.ts'
import { shape } from '../framework/arbitraries/shape.ts'
import type { Law } from '../framework/Law.ts'
import { operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'

const exact = true

/** Primitives. */
export const leaves = {
  constant: operation('constant', {
    order: 0,
    geometry: fc.record({ value: fc.integer({ min: -9, max: 9 }), shape: shape() }),
    inputs: () => [],
    f:
      ({ value, shape }) =>
      () =>
        constant(value, shape),
  }),
  arange: operation('arange', {
    order: 0,
    geometry: fc.nat({ max: 12 }),
    inputs: () => [],
    f: (count) => () => ops.arange(count),
  }),
} as const

/** Operations made of them. */
export const leafComposites = {
  full: operation('full', {
    exact,
    geometry: shape(),
    inputs: () => [{ shape: [], domain: 'real' }],
    f: (drawn) => (x) => ops.full(drawn, x as Tensor<readonly []>),
  }),
  eye: operation('eye', {
    order: 0,
    geometry: fc.record({
      rows: fc.nat({ max: 5 }),
      columns: fc.nat({ max: 5 }),
      offset: fc.integer({ min: -6, max: 6 }),
    }),
    inputs: () => [],
    f:
      ({ rows, ...options }) =>
      () =>
        ops.eye(rows, options),
  }),
} as const

/** Identities of leaves, by name. */
export const leafIdentities = {
  constant: [
    lawOf(leaves.constant, 'the value everywhere', (_, { f, geometry: { value, shape } }) => ({
      left: f(),
      right: tensor(new Float64Array(shape.reduce((size, d) => size * d, 1)).fill(value), shape),
    })),
  ],
  arange: [
    lawOf(leaves.arange, 'counts', (_, { f, geometry: count }) => ({
      left: f(),
      right: tensor(
        Array.from({ length: count }, (_entry, index) => index),
        [count],
      ),
    })),
  ],
  eye: [
    lawOf(leafComposites.eye, 'ones along a diagonal', (_, { f, geometry: { rows, columns, offset } }) => ({
      left: f(),
      right: tensor(
        Array.from({ length: rows * columns }, (_entry, k) =>
          Number((k % columns) - Math.floor(k / columns) === offset),
        ),
        [rows, columns],
      ),
    })),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
