/** @file The laws of an initializer. */
import fc from 'fast-check'
import { key } from '../../src/core/Key.ts'
import type { Initializer } from '../../src/nn/index.ts'
import { shape } from '../framework/arbitraries/shape.ts'
import type { Law } from '../framework/Law.ts'
import { seeds } from '../framework/Operation.ts'
import { law } from '../framework/property.ts'

const samples = fc.record({ weight: shape({ minRank: 2, empty: false }), seed: seeds })

/** The same key gives the same numbers, in the requested shape. */
export const initializerLaws = (name: string, initializer: Initializer): readonly Law[] => [
  law(`${name}: the same key gives the same numbers`, samples, ({ weight, seed }) => {
    const draw = () => initializer(weight)(key(seed))
    return { left: draw(), right: draw(), finite: true }
  }),
  law(`${name}: the shape that was asked for`, samples, ({ weight, seed }) => ({
    left: initializer(weight)(key(seed)).shape.join(),
    right: weight.join(),
  })),
]
