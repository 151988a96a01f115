/** @file Products of matrices and tensors. */
import fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
import { tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { matmul, transpose } from '../../src/ops/index.ts'
import { broadcasting } from '../framework/arbitraries/shape.ts'
import * as equations from '../framework/equations/algebra.ts'
import { numbersOf } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import { on } from './fixed.ts'

const exact = true

/** Matrices and vectors that fit, in batches that broadcast. */
const matrices = fc.record({
  batch: broadcasting(2, { maxRank: 2, empty: false }),
  rows: fc.integer({ min: 1, max: 3 }),
  inner: fc.nat({ max: 3 }),
  columns: fc.integer({ min: 1, max: 3 }),
  vectors: fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })),
})

/** Primitives. */
export const products = {
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

/** Matrices of which a backend processes four rows or columns at a time. */
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

/** Operations made of them, and products of certain sizes. */
export const productComposites = {
  'matmul of whole vectors': wholeVectors,
  attention: on(
    'attention',
    [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 2],
    ],
    (query, key, value) => ops.attention({ causal: true })(query, key, value),
  ),
  'attention, bounded': on(
    'attention, bounded',
    [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 2],
      [3, 5],
    ],
    (query, key, value, bias) => ops.attention({ softcap: 1.5, bias })(query, key, value),
  ),
  rotaryEmbedding: on('rotaryEmbedding', [[2, 3, 4]], (x) => ops.rotaryEmbedding()(x)),
  einsum: on(
    'einsum',
    [
      [2, 3, 4],
      [2, 4],
      [3, 2],
    ],
    (...tensors) => ops.einsum('bij,bj,ik->bk')(...tensors),
  ),
} as const

/** Three matrices that fit. */
const chain = operation('matmul', {
  geometry: fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 4 }))),
  inputs: ([m = 1, k = 1, n = 1, l = 1]) => [
    { shape: [m, k], domain: 'real' as const },
    { shape: [k, n], domain: 'real' as const },
    { shape: [n, l], domain: 'real' as const },
  ],
  f: () => matmul,
})

/** Queries and keys without a batch, of one width. */
const pairs = operation('rotaryEmbedding', {
  geometry: fc.record({ length: fc.integer({ min: 2, max: 5 }), half: fc.integer({ min: 1, max: 3 }) }),
  inputs: ({ length, half }) => [
    { shape: [length, 2 * half], domain: 'real' as const },
    { shape: [1, 2 * half], domain: 'real' as const },
    { shape: [1, 2 * half], domain: 'real' as const },
  ],
  f: () => (x) => ops.rotaryEmbedding()(x),
})

const placedAll = (x: Tensor): Tensor => ops.rotaryEmbedding()(x)

/** A vector at a position, [1, E]. */
const placed = (x: Tensor, position: number): Tensor => ops.rotaryEmbedding({ positions: tensor([position], [1]) })(x)

/** Identities of products, by name. */
export const productIdentities = {
  rotaryEmbedding: [
    lawOf(pairs, 'keeps lengths', ([x]) => ({
      left: ops.sum({ axis: 1 })(ops.mul(placedAll(x), placedAll(x))),
      right: ops.sum({ axis: 1 })(ops.mul(x, x)),
      tolerance: 1e-12,
    })),
    lawOf(pairs, 'likeness depends on distance alone', ([, query, key], { seed }) => ({
      left: matmul(placed(query, 3 + (seed % 7)), transpose(placed(key, seed % 7))),
      right: matmul(placed(query, 3), transpose(placed(key, 0))),
      tolerance: 1e-9,
    })),
  ],
  matmul: [
    lawOf(products.matmul, 'bilinearity', ([a, b], { seed }) =>
      equations.bilinearity(matmul, [a, direction(a.shape, seed, 1)], [b, direction(b.shape, seed, 2)]),
    ),
    lawOf(chain, 'associativity', ([a, b, c]) => equations.associativity(matmul, a, b, c)),
    lawOf(chain, "the product's transpose is the product of transposes, exchanged", ([a, b]) => ({
      left: transpose(matmul(a, b)),
      right: matmul(transpose(b), transpose(a)),
      tolerance: 1e-12,
    })),
    lawOf(chain, 'meaning', ([a, b]) => {
      const [m, k, n] = [a.shape[0] ?? 0, a.shape[1] ?? 0, b.shape[1] ?? 0]
      const [x, y] = [numbersOf(a), numbersOf(b)]
      const entry = (i: number, j: number): number =>
        Array.from({ length: k }, (_, p) => (x[i * k + p] ?? 0) * (y[p * n + j] ?? 0)).reduce(
          (total, term) => total + term,
          0,
        )
      return {
        left: matmul(a, b),
        right: tensor(
          Array.from({ length: m * n }, (_, at) => entry(Math.floor(at / n), at % n)),
          [m, n],
        ),
        tolerance: 1e-12,
      }
    }),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
