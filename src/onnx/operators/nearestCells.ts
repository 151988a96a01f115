/**
 * @file The cells that ONNX's Resize takes in mode `nearest`. Its scales are of 32 bits, and so is each step from a cell of the
 * result to its place on the image, as in onnxruntime: with a scale of 0.6, cell 3 lies at 5 exactly, where the quotient of
 * 64 bits lies below it. Where a place is rounded, the two are different cells.
 *
 *     place of cell i, s = scale:
 *       halfPixel           (i + 1/2) / s - 1/2
 *       asymmetric          i / s
 *       alignCorners        i (from - 1) / (to - 1)
 *       halfPixelSymmetric  from / 2 (1 - to / (s from)) + (i + 1/2) / s - 1/2
 */
import type { Coordinates, Rounding, Side, Taps } from '../../ops/taps.ts'

/** A side with its scale: how many cells of the result correspond to one cell of the image. */
export interface ScaledSide extends Side {
  readonly scale: number
}

const f32 = Math.fround

const halfPixel = (i: number, scale: number): number => f32(f32(i + 0.5) / scale)

const placeOf: Readonly<Record<Coordinates, (i: number, side: ScaledSide) => number>> = {
  halfPixel: (i, { scale }) => f32(halfPixel(i, scale) - 0.5),
  asymmetric: (i, { scale }) => f32(i / scale),
  alignCorners: (i, { from, to }) => (to > 1 ? f32(f32(i * (from - 1)) / (to - 1)) : 0),
  halfPixelSymmetric: (i, { from, to, scale }) => {
    const adjustment = f32(to / f32(from * scale))
    const offset = f32((from / 2) * f32(1 - adjustment))
    return f32(f32(offset + halfPixel(i, scale)) - 0.5)
  },
}

const rounded: Readonly<Record<Rounding, (place: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  preferFloor: (place) => Math.ceil(place - 0.5),
  preferCeil: (place) => Math.floor(place + 0.5),
}

/** The cell of the image that each cell along a side takes; those outside are the ones at the edge. */
export const nearestCells = (side: ScaledSide, coordinates: Coordinates, rounding: Rounding): Taps =>
  Array.from({ length: side.to }, (_, i) => {
    const cell = rounded[rounding](placeOf[coordinates](i, side))
    return [[Math.min(side.from - 1, Math.max(0, cell)), 1]]
  })
