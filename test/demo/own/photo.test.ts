import { describe, expect, it } from 'vitest'
import { cellsOf } from '../../../demo/own/photo.ts'

/** Grey pixels, as an image's bytes. */
const grey = (...levels: readonly number[]): Uint8ClampedArray =>
  Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255]))

describe('cellsOf', () => {
  it('takes what is rarer for the ink: dark on bright, or bright on dark', () => {
    expect(cellsOf(grey(255, 255, 255, 0))).toEqual([0, 0, 0, 9])
    expect(cellsOf(grey(10, 10, 10, 200))).toEqual([0, 0, 0, 9])
  })

  it('stretches what a photo has to ten shades', () => {
    expect(cellsOf(grey(100, 100, 100, 145, 190))).toEqual([0, 0, 0, 5, 9])
  })

  it('finds nothing in an image of one colour', () => {
    expect(cellsOf(grey(77, 77))).toEqual([0, 0])
  })
})
