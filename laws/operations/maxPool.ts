/**
 * @file Max
 *
 *     meaning                        y = the largest of the cells under each window
 *     every window touches data      no window is all padding
 *     negative input                 max pooling of x - c is max pooling of x, minus c: padding never wins
 *     overlap adds                   a cell that wins several windows takes the cotangents of all
 *     routing to the arg-max         each cotangent goes to the first cell of its window that is largest
 *     conservation                   the pullback keeps the sum of the cotangent, ties included
 *     indices name the winners       x gathered at the indices is y
 *     the last value stands          of values that go back to one cell
 */
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { add } from '../../src/ops/add.ts'
import * as ops from '../../src/ops/index.ts'
import { gatherFromPlane, maxPool, maxPoolIndices, maxUnpool } from '../../src/ops/maxPool.ts'
import type { Equation } from '../framework/Equation.ts'
import { conservation, rounding } from '../framework/equations/algebra.ts'
import type { Place } from '../framework/equations/indices.ts'
import { fromPlaces, indexOf, placesOf, reader, scatter } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import type { PoolGeometry } from './pooling.ts'
import { insideOf, outputOf, poolGeometry, poolOptions, poolOutput, pooled, windowAt } from './pooling.ts'

const exact = true

/** Primitives. */
export const maxPooling = {
  maxPool: pooled('maxPool', ops.maxPool, { distinct: true }),
  maxPoolIndices: pooled('maxPoolIndices', ops.maxPoolIndices, { order: 0 }),
} as const

/** Operations made of them. */
export const maxPoolingComposites = {
  maxUnpool: operation('maxUnpool', {
    exact,
    held: [1],
    geometry: poolGeometry(),
    inputs: (geometry) => [
      { shape: poolOutput(geometry), domain: 'real' },
      { shape: geometry.input, domain: 'distinct' },
    ],
    f: (geometry) => (y, source) =>
      ops.maxUnpool(geometry.input.slice(2))(y, ops.maxPoolIndices(poolOptions(geometry))(source)),
  }),
} as const

const winnerOf = (x: Tensor, geometry: PoolGeometry): ((output: Place) => Place) => {
  const read = reader(x)
  return (output) => {
    const [first = [], ...others] = insideOf(x.shape, windowAt(geometry, output))
    return others.reduce((best, cell) => (read(cell) > read(best) ? cell : best), first)
  }
}

/** y is the largest cell under each window. */
export const maxPoolMeaning = (geometry: PoolGeometry, x: Tensor): Equation => {
  const [read, winner] = [reader(x), winnerOf(x, geometry)]
  return {
    left: maxPool(poolOptions(geometry))(x),
    right: fromPlaces(outputOf(geometry), (output) => read(winner(output))),
  }
}

/** Each cotangent goes to the first largest cell of its window, and cotangents that meet add. */
export const maxPoolRouting = (geometry: PoolGeometry, x: Tensor, u: Tensor): Equation => {
  const [read, winner] = [reader(u), winnerOf(x, geometry)]
  return {
    left: vjp(maxPool(poolOptions(geometry)))(x)[1](u),
    right: scatter(
      x.shape,
      placesOf(outputOf(geometry)).map((output) => [winner(output), read(output)]),
    ),
    tolerance: rounding,
  }
}

/** A cell that is larger than all others takes the cotangent of every window that covers it. */
export const overlapAdds = (geometry: PoolGeometry, x: Tensor, peak: Place, u: Tensor): Equation => {
  const spike = add(x, scatter(x.shape, [[peak, 1e3]]))
  const read = reader(u)
  const target = indexOf(x.shape, peak)
  const covering = placesOf(u.shape).filter((output) =>
    windowAt(geometry, output).some((cell) => indexOf(x.shape, cell) === target),
  )
  const taken = vjp(maxPool(poolOptions(geometry)))(spike)[1](u)
  return {
    left: reader(taken)(peak),
    right: covering.reduce((total, output) => total + read(output), 0),
    tolerance: rounding,
  }
}

/** Where every cell is negative the largest is negative too. */
export const negativeInput = (geometry: PoolGeometry, x: Tensor): Equation => {
  const pool = maxPool(poolOptions(geometry))
  return { left: pool(add(x, -1024)), right: add(pool(x), -1024), tolerance: rounding }
}

/** The indices name the cells that won. */
export const indicesOfWinners = (geometry: PoolGeometry, x: Tensor): Equation => ({
  left: gatherFromPlane(x, maxPoolIndices(poolOptions(geometry))(x)),
  right: maxPool(poolOptions(geometry))(x),
})

/** Values go back to the cells that they came from; of windows with one winner the last value stands. */
export const unpooling = (geometry: PoolGeometry, x: Tensor, y: Tensor): Equation => {
  const [read, winner] = [reader(y), winnerOf(x, geometry)]
  const last = new Map(placesOf(y.shape).map((output) => [indexOf(x.shape, winner(output)), read(output)]))
  return {
    left: maxUnpool(x.shape.slice(2))(y, maxPoolIndices(poolOptions(geometry))(x)),
    right: fromPlaces(x.shape, (cell) => last.get(indexOf(x.shape, cell)) ?? 0),
  }
}

/** Every window of the output has a cell of the input. */
export const everyWindowTouchesData = (geometry: PoolGeometry, output: Shape): Equation => {
  const windows = placesOf(output)
  const touching = windows.filter((window) => insideOf(geometry.input, windowAt(geometry, window)).length > 0)
  return { left: touching.length, right: windows.length }
}

/** Max pooling of few different numbers, so that windows have several largest cells. */
const tied = operation('maxPool with ties', {
  geometry: poolGeometry(),
  inputs: ({ input }: PoolGeometry) => [{ shape: input, domain: 'flags' as const }],
  f: (geometry) => maxPool(poolOptions(geometry)),
})

const peakOf = ({ input }: PoolGeometry, seed: number): readonly number[] => input.map((d, axis) => (seed >> axis) % d)

/** Identities of max pooling, by name. */
export const maxPoolingIdentities = {
  maxPool: [
    lawOf(maxPooling.maxPool, 'meaning', ([x], { geometry }) => maxPoolMeaning(geometry, x)),
    lawOf(maxPooling.maxPool, 'every window touches data', ([x], { geometry, f }) =>
      everyWindowTouchesData(geometry, f(x).shape),
    ),
    lawOf(maxPooling.maxPool, 'negative input', ([x], { geometry }) => negativeInput(geometry, x)),
    lawOf(maxPooling.maxPool, 'overlap adds', ([x], { geometry, f, seed }) =>
      overlapAdds(geometry, x, peakOf(geometry, seed), direction(f(x).shape, seed, 1)),
    ),
    lawOf(tied, 'routing to the arg-max', ([x], { geometry, f, seed }) =>
      maxPoolRouting(geometry, x, direction(f(x).shape, seed, 1)),
    ),
    lawOf(tied, 'conservation', ([x], { f, seed }) => conservation(f, x, (y) => direction(y.shape, seed, 1))),
  ],
  maxPoolIndices: [
    lawOf(maxPooling.maxPoolIndices, 'indices name the winners', ([x], { geometry }) => indicesOfWinners(geometry, x)),
  ],
  maxUnpool: [
    lawOf(maxPoolingComposites.maxUnpool, 'the last value stands', ([y, x], { geometry }) => unpooling(geometry, x, y)),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
