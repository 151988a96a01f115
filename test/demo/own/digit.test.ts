import { readFile } from 'node:fs/promises'
import { key } from 'cotangent'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeWeights } from '../../../demo/inside/weights.ts'
import { digitOf, digitSide, threshold } from '../../../demo/own/digit.ts'
import type { Raster } from '../../../demo/own/photo.ts'
import { recognize } from '../../../demo/own/recognize.ts'
import type { Parts } from '../../../demo/training/model.ts'
import { pixelsOf } from '../../../demo/training/model.ts'
import { readParts } from '../digits.ts'

/** A photo of so many rows and columns, whose brightness from 0 to 255 is a function of the place. */
const photoOf = (rows: number, columns: number, bright: (row: number, column: number) => number): Raster => ({
  rows,
  columns,
  bytes: Uint8ClampedArray.from({ length: 4 * rows * columns }, (_, k) =>
    k % 4 === 3 ? 255 : bright(Math.floor(k / 4 / columns), Math.floor(k / 4) % columns),
  ),
})

let parts: Parts
let params: LenetParams

beforeAll(async () => {
  parts = await readParts()
  const read = decodeWeights(lenet.init(key(0))[0])(await readFile('demo/inside/lenet.safetensors'))
  if (E.isLeft(read)) throw new RangeError(read.left)
  params = read.right
})

const bestOf = (pixels: readonly number[]): number => {
  const { scores } = recognize(params, pixels)
  return scores.indexOf(Math.max(...scores))
}

/** A digit of the page on a larger photo, away from its middle. */
const photographed = (digit: number, bright: (ink: number, row: number, column: number) => number): Raster => {
  const pixels = pixelsOf(parts, digit)
  return photoOf(150, 200, (row, column) => {
    const [i, j] = [Math.floor((row - 20) / 3), Math.floor((column - 90) / 3)]
    const isOn = i >= 0 && i < digitSide && j >= 0 && j < digitSide
    return bright(isOn ? (pixels[i * digitSide + j] ?? 0) : 0, row, column)
  })
}

const lights: Readonly<Record<string, (ink: number, row: number, column: number) => number>> = {
  'dark on bright': (ink) => 230 - 0.8 * ink,
  'bright on dark': (ink) => 30 + 0.8 * ink,
  'faint, on paper that is brighter on one side': (ink, _, column) => 150 + column / 8 - 0.35 * ink,
}

describe('digitOf', () => {
  it.each(Object.entries(lights))('finds what is written %s, so that LeNet reads it', (_, light) => {
    const shown = Array.from({ length: 40 }, (_, digit) => digit)
    const read = shown.filter(
      (digit) => bestOf(digitOf(photographed(digit, light)) ?? []) === bestOf(pixelsOf(parts, digit)),
    )
    expect(read.length).toBeGreaterThanOrEqual(38)
  })

  it('fits the longer side to 20 pixels and puts the centre of mass in the middle', () => {
    const wide = digitOf(photoOf(60, 100, (row, column) => (row >= 5 && row < 15 && column < 40 ? 0 : 255))) ?? []
    const inked = wide.flatMap((ink, k) => (ink > 0 ? [[Math.floor(k / digitSide), k % digitSide] as const] : []))
    expect(inked).toHaveLength(20 * 5)
    expect(inked.map(([, column]) => column)).toEqual(expect.arrayContaining([4, 23]))
    expect(Math.max(...wide)).toBe(255)
    expect(Math.min(...inked.map(([row]) => row))).toBe(12)
  })

  it('keeps a lopsided digit on the paper', () => {
    // Nearly all ink at the left end of a long line.
    const photo = photoOf(40, 80, (row, column) => ((column < 10 && row < 40) || row === 20 ? 0 : 255))
    const total = (digitOf(photo) ?? []).reduce((sum, ink) => sum + ink, 0)
    const mirrored = photoOf(40, 80, (row, column) => ((column >= 70 && row < 40) || row === 20 ? 0 : 255))
    expect(total).toBeGreaterThan(0)
    expect((digitOf(mirrored) ?? []).reduce((sum, ink) => sum + ink, 0)).toBe(total)
  })

  it.each([
    [1, 1],
    [28, 28],
    [3, 500],
  ])('finds nothing in a photo of one colour, %d x %d', (rows, columns) => {
    expect(digitOf(photoOf(rows, columns, () => 140))).toBeNull()
  })

  it('reads a single dark pixel as a dot', () => {
    const dot = digitOf(photoOf(9, 9, (row, column) => (row === 4 && column === 7 ? 0 : 255))) ?? []
    expect(dot.filter((ink) => ink === 255)).toHaveLength(400)
  })
})

describe('threshold', () => {
  it('lies between two shades', () => {
    const level = threshold([...Array<number>(90).fill(0.2), ...Array<number>(10).fill(0.9)])
    expect(level).toBeGreaterThan(0.2)
    expect(level).toBeLessThan(0.9)
  })
})
