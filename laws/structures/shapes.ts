/**
 * @file Shapes:
 *
 *     sizeOf is multiplicative                   broadcasting is commutative, associative, and has [] as unit
 */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import { broadcastShapes } from '../../src/core/shapeRules.ts'
import { broadcasting, shape } from '../framework/arbitraries/shape.ts'
import type { Equation } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import { law } from '../framework/property.ts'

/** sizeOf is multiplicative over concatenation. */
export const sizeIsMultiplicative = (a: Shape, b: Shape): Equation => ({
  left: sizeOf([...a, ...b]),
  right: sizeOf(a) * sizeOf(b),
})

const broadcast = (a: Shape, b: Shape): Shape => broadcastShapes('broadcast', a, b)

/** Broadcasting is commutative. */
export const broadcastCommutativity = (a: Shape, b: Shape): Equation => ({
  left: broadcast(a, b),
  right: broadcast(b, a),
})

/** Broadcasting is associative. */
export const broadcastAssociativity = (a: Shape, b: Shape, c: Shape): Equation => ({
  left: broadcast(broadcast(a, b), c),
  right: broadcast(a, broadcast(b, c)),
})

/** Broadcasting has [] as unit. */
export const broadcastUnit = (a: Shape): Equation => ({ left: [broadcast(a, []), broadcast([], a)], right: [a, a] })

const three = broadcasting(3).map(({ shapes: [a = [], b = [], c = []] }) => [a, b, c] as const)

/** Shapes: size and broadcasting. */
export const shapeLaws: readonly Law[] = [
  law('shapes: size is multiplicative', fc.tuple(shape(), shape()), ([a, b]) => sizeIsMultiplicative(a, b)),
  law('shapes: broadcasting commutes', three, ([a, b]) => broadcastCommutativity(a, b)),
  law('shapes: broadcasting is associative', three, ([a, b, c]) => broadcastAssociativity(a, b, c)),
  law('shapes: broadcasting has a unit', three, ([a]) => broadcastUnit(a)),
]
