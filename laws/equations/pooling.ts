/**
 * @file Equations of pooling:
 *
 *     meaning             y = the largest, the sum, the average of the cells under each window
 *     routing             each cotangent goes to the first cell of its window that is largest; overlapping windows add
 *     conservation        the pullback keeps the sum of the cotangent, ties included
 *     shift               max pooling of x - c is max pooling of x, minus c: padding never wins
 *     even spreading      of an average each cell of the window has the same share
 *     constant            the average of a constant image, padding not counted, is the constant
 */
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { add } from '../../src/ops/add.ts'
import { avgPool, sumPool } from '../../src/ops/avgPool.ts'
import { constant } from '../../src/ops/constant.ts'
import { gatherFromPlane, maxPool, maxPoolIndices, maxUnpool } from '../../src/ops/maxPool.ts'
import type { PoolOptions } from '../../src/ops/pooling.ts'
import type { PoolGeometry } from '../arbitraries/window.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Place } from '../framework/equations/indices.ts'
import { fromPlaces, indexOf, placesOf, reader, scatter } from '../framework/equations/indices.ts'

const optionsOf = ({ kernel, stride, padding, dilation, ceilMode }: PoolGeometry): PoolOptions => ({
  kernel,
  stride,
  padding,
  dilation,
  ceilMode,
})

/** The cells under the window of an output, those of the padding and beyond among them, in row-major order. */
const windowAt = ({ kernel, stride, padding, dilation }: PoolGeometry, [n = 0, c = 0, ...outputs]: Place) =>
  placesOf(kernel).map((tap): Place => [
    n,
    c,
    ...outputs.map((i, k) => i * (stride[k] ?? 1) + (tap[k] ?? 0) * (dilation[k] ?? 1) - (padding[k]?.[0] ?? 0)),
  ])

const insideOf = (shape: Shape, cells: readonly Place[]): readonly Place[] =>
  cells.filter((cell) => indexOf(shape, cell) >= 0)

/** The shape of the output: as many windows as there are starts, in ceil mode also one that overhangs. */
const outputOf = ({ input, kernel, stride, padding, dilation, ceilMode }: PoolGeometry): Shape => [
  ...input.slice(0, 2),
  ...kernel.map((taps, k) => {
    const [low, high] = padding[k] ?? [0, 0]
    const [length, by] = [input[k + 2] ?? 1, stride[k] ?? 1]
    const ends = (start: number): number => start + (dilation[k] ?? 1) * (taps - 1)
    const starts = Array.from({ length: length + low + high }, (_, i) => i * by - low)
    const whole = starts.filter((start) => ends(start) < length + high).length
    const next = whole * by - low
    const leftOver = ends((whole - 1) * by - low) < length + high - 1
    return ceilMode && leftOver && next < length ? whole + 1 : whole
  }),
]

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
    left: maxPool(optionsOf(geometry))(x),
    right: fromPlaces(outputOf(geometry), (output) => read(winner(output))),
  }
}

/** Each cotangent goes to the first largest cell of its window, and cotangents that meet add. */
export const maxPoolRouting = (geometry: PoolGeometry, x: Tensor, u: Tensor): Equation => {
  const [read, winner] = [reader(u), winnerOf(x, geometry)]
  return {
    left: vjp(maxPool(optionsOf(geometry)))(x)[1](u),
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
  const taken = vjp(maxPool(optionsOf(geometry)))(spike)[1](u)
  return {
    left: reader(taken)(peak),
    right: covering.reduce((total, output) => total + read(output), 0),
    tolerance: rounding,
  }
}

/** Where every cell is negative the largest is negative too. */
export const negativeInput = (geometry: PoolGeometry, x: Tensor): Equation => {
  const pool = maxPool(optionsOf(geometry))
  return { left: pool(add(x, -1024)), right: add(pool(x), -1024), tolerance: rounding }
}

/** The indices name the cells that won. */
export const indicesOfWinners = (geometry: PoolGeometry, x: Tensor): Equation => ({
  left: gatherFromPlane(x, maxPoolIndices(optionsOf(geometry))(x)),
  right: maxPool(optionsOf(geometry))(x),
})

/** Values go back to the cells that they came from; of windows with one winner the last value stands. */
export const unpooling = (geometry: PoolGeometry, x: Tensor, y: Tensor): Equation => {
  const [read, winner] = [reader(y), winnerOf(x, geometry)]
  const last = new Map(placesOf(y.shape).map((output) => [indexOf(x.shape, winner(output)), read(output)]))
  return {
    left: maxUnpool(x.shape.slice(2))(y, maxPoolIndices(optionsOf(geometry))(x)),
    right: fromPlaces(x.shape, (cell) => last.get(indexOf(x.shape, cell)) ?? 0),
  }
}

/** y is the sum of the cells under each window. */
export const sumPoolMeaning = (geometry: PoolGeometry, x: Tensor): Equation => {
  const read = reader(x)
  return {
    left: sumPool(optionsOf(geometry))(x),
    right: fromPlaces(outputOf(geometry), (output) =>
      windowAt(geometry, output).reduce((total, cell) => total + read(cell), 0),
    ),
    tolerance: rounding,
  }
}

/** What an average divides by: the window's cells inside the input, or inside the padded input. */
const divisorOf = (geometry: PoolGeometry, output: Place, countIncludePad: boolean): number => {
  const lengths = geometry.input.slice(2)
  return windowAt(geometry, output).filter(([, , ...cell]) =>
    cell.every((at, k) => {
      const [low, high] = countIncludePad ? (geometry.padding[k] ?? [0, 0]) : [0, 0]
      return at >= -low && at < (lengths[k] ?? 0) + high
    }),
  ).length
}

/** y is the sum under each window divided by the number of its cells. */
export const avgPoolMeaning = (geometry: PoolGeometry, x: Tensor, countIncludePad: boolean): Equation => {
  const read = reader(x)
  return {
    left: avgPool({ ...optionsOf(geometry), countIncludePad })(x),
    right: fromPlaces(
      outputOf(geometry),
      (output) =>
        windowAt(geometry, output).reduce((total, cell) => total + read(cell), 0) /
        divisorOf(geometry, output, countIncludePad),
    ),
    tolerance: rounding,
  }
}

/** Each cotangent is spread evenly over the cells of its window. */
export const evenSpreading = (geometry: PoolGeometry, x: Tensor, u: Tensor, countIncludePad: boolean): Equation => {
  const read = reader(u)
  return {
    left: vjp(avgPool({ ...optionsOf(geometry), countIncludePad }))(x)[1](u),
    right: scatter(
      x.shape,
      placesOf(outputOf(geometry)).flatMap((output) => {
        const share = read(output) / divisorOf(geometry, output, countIncludePad)
        return windowAt(geometry, output).map((cell) => [cell, share] as const)
      }),
    ),
    tolerance: rounding,
  }
}

/** The average of a constant image is the constant, where padding does not count. */
export const constantImage = (geometry: PoolGeometry, value: number): Equation => {
  const pooled = avgPool({ ...optionsOf(geometry), countIncludePad: false })(constant(value, geometry.input))
  return { left: pooled, right: constant(value, pooled.shape), tolerance: rounding }
}

/** Every window of the output has a cell of the input. */
export const everyWindowTouchesData = (geometry: PoolGeometry, output: Shape): Equation => {
  const windows = placesOf(output)
  const touching = windows.filter((window) => insideOf(geometry.input, windowAt(geometry, window)).length > 0)
  return { left: touching.length, right: windows.length }
}
