/**
 * @file Resizing beside values of ONNX's backend tests and of Pillow 12.3 (in float32), recorded in `interpolate.json`; and
 * nearest cells beside fractions of big integers. PyTorch's values are in the conformance suite.
 */
import fc from 'fast-check'
import { interpolate, key, normal, ones, referenceRuntime, tensor, toArray } from 'cotangent'
import type { Coordinates, InterpolateOptions, Rounding } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fractionOf } from '../../src/ops/taps.ts'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

interface Recorded {
  readonly name: string
  readonly options: InterpolateOptions
  readonly from: readonly [number, number]
  readonly cells: readonly number[]
  readonly to: readonly [number, number]
  readonly answer: readonly number[]
}

const { onnx, pillow } = JSON.parse(readFileSync(new URL('./interpolate.json', import.meta.url), 'utf8')) as {
  readonly onnx: readonly Recorded[]
  readonly pillow: readonly Recorded[]
}

const coordinates: readonly Coordinates[] = ['halfPixel', 'asymmetric', 'alignCorners', 'halfPixelSymmetric']
const roundings: readonly Rounding[] = ['floor', 'ceil', 'preferFloor', 'preferCeil']
const row = (cells: readonly number[]) => tensor(cells, [1, 1, 1, cells.length])
const along = (cells: readonly number[], to: number, options: InterpolateOptions): readonly number[] =>
  Array.from(toArray(interpolate({ size: [1, to], ...options })(row(cells)), referenceRuntime))

/** floor(over / under) of big integers. */
const floorOf = (over: bigint, under: bigint): bigint => (over - (((over % under) + under) % under)) / under

/** Places as they are defined, in big integers, and the cell by each rounding. */
const nearest = (i: number, from: number, to: number, how: Coordinates, rounding: Rounding): number => {
  const [n, f, t] = [BigInt(i), BigInt(from), BigInt(to)]
  const [over, under] = {
    halfPixel: [(2n * n + 1n) * f - t, 2n * t],
    asymmetric: [n * f, t],
    alignCorners: t > 1n ? [n * (f - 1n), t - 1n] : [0n, 1n],
    // A size of whole cells has one middle.
    halfPixelSymmetric: [(2n * n + 1n) * f - t, 2n * t],
  }[how] as [bigint, bigint]
  const cell = {
    floor: floorOf(over, under),
    ceil: -floorOf(-over, under),
    preferFloor: -floorOf(-(2n * over - under), 2n * under),
    preferCeil: floorOf(2n * over + under, 2n * under),
  }[rounding]
  return Math.min(from - 1, Math.max(0, Number(cell)))
}

describe('interpolate', () => {
  holds(
    ...(
      [
        'interpolate, nearest',
        'interpolate, nearest of half pixels',
        'interpolate, bilinear',
        'interpolate, bilinear and averaged',
        'interpolate, bicubic',
        'interpolate, bicubic and averaged',
        'interpolate, bicubic without the outside',
      ] as const
    ).map((name) => laws.operation(composites[name])),
  )

  it.each([
    ...onnx.map((one) => [`ONNX: ${one.name}`, one] as const),
    ...pillow.map((one) => [`Pillow: ${one.name}`, one] as const),
  ])('gives the values of %s', (_, { options, from, cells, to, answer }) => {
    const y = interpolate(options)(tensor(cells, [1, 1, ...from]))
    expect(y.shape.slice(2)).toEqual(to)
    toArray(y, referenceRuntime).forEach((value, k) => {
      expect(Math.abs(value - answer[k]!)).toBeLessThan(1e-5 * (1 + Math.abs(answer[k]!)))
    })
  })

  it('finds the nearest cell by whole numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(...coordinates),
        fc.constantFrom(...roundings),
        (from, to, how, rounding) => {
          const found = along([...Array(from).keys()], to, { mode: 'nearest', coordinates: how, rounding })
          expect(found).toEqual(Array.from({ length: to }, (_cell, i) => nearest(i, from, to, how, rounding)))
        },
      ),
    )
  })

  it('takes a scale for the fraction that it is', () => {
    expect([0.6, 1.5, 0.1, 7, 1 / 3, 2.94].map(fractionOf)).toEqual([
      [3, 5],
      [3, 2],
      [1, 10],
      [7, 1],
      [1, 3],
      [147, 50],
    ])
    expect(fractionOf(Math.PI)).toEqual([Math.PI, 1])
    const scaled = interpolate({ scale: [1, 0.6], coordinates: 'halfPixel', rounding: 'floor' })(row([0, 1, 2, 3, 4]))
    // The place of the second cell is 1.5 / 0.6 - 0.5 = 2; in floating point it may be less.
    expect(toNested(scaled)).toEqual([[[[0, 2, 3]]]])
  })

  it('keeps what is constant, however cells lie and are weighed', () => {
    for (const how of coordinates) {
      for (const mode of ['bilinear', 'bicubic'] as const) {
        for (const options of [
          {},
          { antialias: true },
          { outside: 'none' },
          { antialias: true, outside: 'edge' },
        ] as const) {
          for (const to of [1, 2, 5, 12]) {
            for (const value of along([7, 7, 7, 7, 7], to, { mode, coordinates: how, ...options })) {
              expect(Math.abs(value - 7)).toBeLessThan(1e-12)
            }
          }
        }
      }
    }
  })

  it.each(['nearest', 'nearestExact', 'bilinear', 'bicubic', 'area'] as const)(
    'keeps an image whose size stays: %s',
    (mode) => {
      const x = normal([1, 2, 5, 4])(key(1))
      expectNear(interpolate({ size: [5, 4], mode })(x), Array.from(toArray(x, referenceRuntime)))
      for (const size of [1, 3, 7, 10])
        expectNear(interpolate({ size, mode })(ones([1, 1, 5, 4])), Array<number>(size * size).fill(1))
    },
  )

  it('refuses no size, two sizes, and sizes that are none', () => {
    expect(() => interpolate({})(ones([1, 1, 2, 2]))).toThrow('either the size or the scale')
    expect(() => interpolate({ size: 2, scale: 2 })(ones([1, 1, 2, 2]))).toThrow('either the size or the scale')
    expect(() => interpolate({ size: 0 })(ones([1, 1, 2, 2]))).toThrow(
      "expected 'size' to be a whole number, 1 or more, found 0",
    )
    expect(() => interpolate({ scale: 0.1 })(ones([1, 1, 2, 2]))).toThrow('expected whole sides above 0, found 0 and 0')
    expect(() => interpolate({ size: 2 })(ones([1, 2, 2]))).toThrow(
      'expected images [N, C, H, W] with pixels, found [1, 2, 2]',
    )
  })

  it('averages nothing where the result is larger', () => {
    const cells = [3, -1, 4, 1, -5]
    const options = { mode: 'bicubic', cubic: -0.6, outside: 'none' } as const
    expect(along(cells, 9, { ...options, antialias: true })).toEqual(along(cells, 9, options))
  })

  it('does not see a cell that lies where the weight comes to 0', () => {
    // 5 to 3: the first place is 1/3, and a triangle as wide as 5/3 ends on cell 2.
    const [first = NaN, , last = NaN] = along([1, 2, Infinity, 4, 5], 3, { mode: 'bilinear', antialias: true })
    expect(first).toBeCloseTo((1 * 0.8 + 2 * 0.6) / 1.4, 12)
    expect(last).toBeCloseTo((4 * 0.6 + 5 * 0.8) / 1.4, 12)
    expect(along([1, 2, Infinity], 3, { mode: 'bicubic', cubic: -0.6 })).toEqual([1, 2, Infinity])
    // The first cell of six sees one cell, the others two: it has no second one to multiply with 0.
    expect(along([-Infinity, 1, 1], 6, { mode: 'bilinear' })).toEqual([-Infinity, -Infinity, -Infinity, 1, 1, 1])
  })

  it('refuses options of other modes, two kinds of coordinates, and names that it does not know', () => {
    expect(() => interpolate({ size: 2, mode: 'bilinear', rounding: 'ceil' })).toThrow(
      "Cannot set the options of interpolate: expected 'rounding' with mode 'nearest', found mode 'bilinear'",
    )
    expect(() => interpolate({ size: 2, mode: 'area', antialias: true })).toThrow(
      "expected 'antialias' with mode 'bilinear', 'bicubic', found mode 'area'",
    )
    expect(() => interpolate({ size: 2, mode: 'bilinear', cubic: -0.5 })).toThrow(
      "expected 'cubic' with mode 'bicubic', found mode 'bilinear'",
    )
    expect(() => interpolate({ size: 2, mode: 'bilinear', alignCorners: true, coordinates: 'halfPixel' })).toThrow(
      "expected one kind of coordinates, found 'alignCorners' set to true and 'halfPixel'",
    )
    expect(() => interpolate({ size: 2, antialiased: true } as never)).toThrow(
      "expected options among size, scale, mode, alignCorners, coordinates, rounding, antialias, cubic, outside, found 'antialiased'",
    )
    expect(() => interpolate({ size: 2, mode: 'area', antialias: false, alignCorners: false })).not.toThrow()
  })
})
