/** @file Trigonometric functions beside those of the language. */
import { acos, asin, atan, atan2, grad, hypot, sinc, tan, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

const inside = [-0.9, -1e-9, 0, 0.5, 1]
const anywhere = [-40, -1, 0, 1e-9, 2.5]

const second = (f: (x: Tensor<readonly []>) => Tensor<readonly []>, at: number): number =>
  item(grad(grad(f))(tensor(at, [])))

describe('acos', () => {
  holds(laws.operation(composites.acos))

  it('is that of the language', () => {
    expectNear(acos(tensor(inside, [5])), inside.map(Math.acos))
  })

  it('has infinite second derivatives at the ends', () => {
    expect([1, -1].map((x) => second(acos, x))).toEqual([-Infinity, Infinity])
  })
})

describe('asin', () => {
  holds(laws.operation(composites.asin))

  it('is that of the language', () => {
    expectNear(asin(tensor(inside, [5])), inside.map(Math.asin))
  })

  it('has infinite second derivatives at the ends', () => {
    expect([1, -1].map((x) => second(asin, x))).toEqual([Infinity, -Infinity])
  })
})

describe('atan', () => {
  holds(laws.operation(composites.atan))

  it('is that of the language', () => {
    expectNear(atan(tensor(anywhere, [5])), anywhere.map(Math.atan))
  })
})

describe('tan', () => {
  holds(laws.operation(composites.tan))

  it('is that of the language', () => {
    expectNear(tan(tensor(anywhere, [5])), anywhere.map(Math.tan))
  })
})

describe('atan2', () => {
  holds(laws.operation(composites.atan2))

  it('is the angle in each quadrant', () => {
    for (const [y, x] of [
      [1, 1],
      [1, -1],
      [-1, -1],
      [-1, 1],
      [0, -1],
    ] as const) {
      expect(item(atan2(y, x))).toBeCloseTo(Math.atan2(y, x), 14)
    }
  })
})

describe('hypot', () => {
  holds(laws.operation(composites.hypot))

  it('neither overflows nor underflows', () => {
    for (const scale of [1, 1e200, 1e-200]) expect(item(hypot(3 * scale, 4 * scale)) / scale).toBeCloseTo(5, 12)
  })
})

describe('sinc', () => {
  holds(laws.operation(composites.sinc))

  it('has the values of NumPy, 1 at 0', () => {
    expectNear(sinc(tensor([0, 0.5, 1.5], [3])), [1, 2 / Math.PI, -2 / (3 * Math.PI)])
  })
})
