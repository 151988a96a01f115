/**
 * @file How many cells the windows of a layer look at, from what its description claims: pooling, resizing and response
 * normalization lay their windows out when they are applied, so a window of 10^9 cells has to be refused before.
 *
 * The counts are bounds from above, of the spatial sides [N, C, ...sides] of an input.
 */
import type { Shape } from '../core/Shape.ts'

type Claims = Readonly<Record<string, unknown>>

/** A number for a side, from an option that is one number or one for each side. */
const along = (option: unknown, side: number, otherwise: number): number => {
  const value: unknown = Array.isArray(option) ? option[side] : option
  return typeof value === 'number' ? value : otherwise
}

const sidesOf = (input: Shape): Shape => input.slice(2)

const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)

/** Pooling: along each side, the windows times the cells of one. */
export const windowsOf = ({ kernel, stride = kernel, padding = 0 }: Claims, input: Shape): number =>
  total(
    sidesOf(input).map((from, side) => {
      const windows = Math.ceil((from + 2 * along(padding, side, 0)) / along(stride, side, 1))
      return windows * along(kernel, side, 1)
    }),
  )

/** A window that parts a side of `from` cells in `to` sees at most so many. */
const partOf = (from: number, to: number): number => Math.ceil(from / to) + 1

/** Adaptive means: rows and columns apart. */
export const partsOfSides = ({ size }: Claims, input: Shape): number =>
  total(sidesOf(input).map((from, side) => along(size, side, 1) * partOf(from, along(size, side, 1))))

/** Adaptive maxima: every window of the plane, which takes four times as long for a cell. */
export const partsOfPlane = ({ size }: Claims, input: Shape): number =>
  4 * sidesOf(input).reduce((cells, from, side) => cells * along(size, side, 1) * partOf(from, along(size, side, 1)), 1)

/** Response normalization: a window around each channel. */
export const neighboursOf = ({ size }: Claims, input: Shape): number => along(size, 0, 1) * (input[1] ?? 1)

/** Resizing: rows and columns of the result, with the cells that each sees. */
export const tapsOf = ({ size, scale, mode, antialias }: Claims, input: Shape): number =>
  total(
    sidesOf(input).map((from, side) => {
      const to = size === undefined ? Math.abs(from * along(scale, side, 1)) : along(size, side, 1)
      // An averaged window reaches two parts to either side, each up to twice as wide where corners are aligned.
      const averaged = antialias === true ? 8 * partOf(from, Math.max(1, to)) : 0
      return to * (averaged + (mode === 'bicubic' ? 8 : mode === 'area' ? partOf(from, Math.max(1, to)) : 4))
    }),
  )
