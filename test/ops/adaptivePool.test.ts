import { adaptiveAvgPool2d, adaptiveMaxPool2d, adaptiveMaxPoolIndices2d, key, normal, ones, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

const x: Tensor = normal([2, 3, 4, 5])(key(1))
const all = Array.from(toArray(x))
const planes = [0, 1, 2, 3, 4, 5].map((plane) => all.slice(plane * 20, plane * 20 + 20))
const row = tensor([1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 7])

describe('adaptiveAvgPool2d', () => {
  holds(laws.operation(composites.adaptiveAvgPool2d))

  it('averages the cells that PyTorch averages', () => {
    expectNear(adaptiveAvgPool2d([1, 3])(row), [2, 4, 6])
  })

  it('to one window is global pooling', () => {
    expectNear(
      adaptiveAvgPool2d(1)(x),
      planes.map((plane) => plane.reduce((total, value) => total + value, 0) / 20),
    )
  })
})

describe('adaptiveMaxPool2d', () => {
  holds(laws.operation(composites.adaptiveMaxPool2d))

  it('to one window is global pooling', () => {
    expectNear(
      adaptiveMaxPool2d(1)(x),
      planes.map((plane) => Math.max(...plane)),
    )
  })

  it('refuses sizes that are none', () => {
    expect(() => adaptiveMaxPool2d([0, 2])(ones([1, 1, 2, 2]))).toThrow(
      "expected 'size' to be a whole number, 1 or more, found 0",
    )
  })
})

describe('adaptiveMaxPoolIndices2d', () => {
  it('names the cells of the maxima, the first of equals', () => {
    expectNear(adaptiveMaxPoolIndices2d([1, 3])(row), [2, 4, 6])
    expectNear(adaptiveMaxPoolIndices2d(1)(tensor([3, 5, 5, 1], [1, 1, 2, 2])), [1])
  })
})
