/** @file Functions of random keys. A key has no derivative. */
import fc from 'fast-check'
import type { Key } from '../../src/core/Key.ts'
import { foldIn, keyOf, split } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { integers } from '../framework/arbitraries/Domain.ts'
import { shape } from '../framework/arbitraries/shape.ts'
import type { Operation } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

const fromKey = <G>(name: string, geometry: fc.Arbitrary<G>, f: (geometry: G) => (key: Key) => Tensor): Operation<G> =>
  operation(name, {
    order: 0,
    geometry,
    inputs: () => [{ shape: [4], domain: 'words' }],
    f: (drawn) => (words) => f(drawn)(keyOf(words as Tensor<readonly [4]>)),
  })

/** Primitives. */
export const random = {
  keySplit: fromKey(
    'keySplit',
    fc.nat({ max: 4 }),
    (index) => (key) => split(key, index + 1)[index]?.words ?? ops.zeros([4]),
  ),
  keyFoldIn: operation('keyFoldIn', {
    order: 0,
    held: [1],
    geometry: fc.constant(null),
    inputs: () => [
      { shape: [4], domain: 'words' },
      { shape: [], domain: integers(0, 2 ** 24 - 1) },
    ],
    f: () => (words, data) => foldIn(keyOf(words as Tensor<readonly [4]>), data as Tensor<readonly []>).words,
  }),
  uniform: fromKey('uniform', shape({ empty: false }), (drawn) => ops.uniform(drawn)),
  permutation: fromKey('permutation', fc.integer({ min: 1, max: 12 }), (count) => ops.permutation(count)),
} as const

/** Operations made of them. */
export const randomComposites = {
  normal: fromKey('normal', shape({ empty: false }), (drawn) => ops.normal(drawn, { mean: 1, standardDeviation: 2 })),
  categorical: fromKey(
    'categorical',
    fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4 })),
    (drawn) => (key) => {
      const [scores, draw] = split(key)
      return ops.categorical(ops.normal(drawn)(scores))(draw)
    },
  ),
  bernoulli: fromKey('bernoulli', shape({ empty: false }), (drawn) => ops.bernoulli(drawn, 0.3)),
} as const
