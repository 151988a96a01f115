import { describe, expect, it } from 'vitest'
import { shapeLaws } from '../../laws/structures/shapes.ts'
import {
  broadcastAxes,
  countOf,
  dimension,
  reduceShape,
  sameShape,
  showShape,
  sizeOf,
  stridesOf,
} from '../../src/core/Shape.ts'
import { broadcastShapes, checkShape, resolveAxes, resolveAxis } from '../../src/core/shapeRules.ts'
import { holds } from '../holds.ts'

holds(shapeLaws)

describe('sizeOf', () => {
  it('is 1 for a scalar and 0 where an axis is empty', () => {
    expect([sizeOf([]), sizeOf([2, 3, 4]), sizeOf([5, 0])]).toEqual([1, 24, 0])
  })
})

describe('sameShape', () => {
  it('compares rank and dimensions', () => {
    expect([sameShape([2, 3], [2, 3]), sameShape([2, 3], [3, 2]), sameShape([2], [2, 1]), sameShape([], [])]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })
})

describe('showShape', () => {
  it('shows dimensions in brackets', () => {
    expect([showShape([32, 1, 28]), showShape([])]).toEqual(['[32, 1, 28]', '[]'])
  })
})

describe('stridesOf', () => {
  it('counts row by row', () => {
    expect([stridesOf([2, 3, 4]), stridesOf([7]), stridesOf([])]).toEqual([[12, 4, 1], [1], []])
  })
})

describe('dimension', () => {
  it('counts axes from the front or from the back', () => {
    expect([0, 1, -1, -3].map((axis) => dimension([2, 3, 4], axis))).toEqual([2, 3, 4, 2])
  })
})

describe('reduceShape', () => {
  it('removes axes, or keeps them with length 1', () => {
    expect([reduceShape([2, 3, 4], [0, 2], false), reduceShape([2, 3, 4], [0, 2], true)]).toEqual([[3], [1, 3, 1]])
  })
})

describe('broadcastAxes', () => {
  it('names axes that stretch or are new', () => {
    expect(broadcastAxes([3, 1], [2, 3, 4])).toEqual([0, 2])
    expect(broadcastAxes([1], [1])).toEqual([])
  })
})

describe('countOf', () => {
  it('agrees in number', () => {
    expect([countOf(1, 'feature'), countOf(0, 'feature'), countOf(3, 'feature')]).toEqual([
      '1 feature',
      '0 features',
      '3 features',
    ])
  })
})

describe('checkShape', () => {
  it.each([[[-1]], [[1.5]], [[Number.NaN]], [[2, Infinity]]])('refuses %j', (shape) => {
    expect(() => checkShape('make', shape)).toThrow(
      `expected every dimension to be a whole number, 0 or more, found [${shape.join(', ')}]`,
    )
  })
})

describe('resolveAxis', () => {
  it('counts from the back where it is negative', () => {
    expect([resolveAxis('sum', [2, 3], 1), resolveAxis('sum', [2, 3], -2)]).toEqual([1, 0])
  })

  it.each([2, -3, 0.5, Number.NaN])('refuses axis %s of two', (axis) => {
    expect(() => resolveAxis('sum', [2, 3], axis)).toThrow(
      `Cannot sum [2, 3]: expected an axis from -2 to 1, found ${String(axis)}`,
    )
  })
})

describe('resolveAxes', () => {
  it('gives ascending axes, all of them where none is named', () => {
    expect(resolveAxes('sum', [2, 3, 4], undefined)).toEqual([0, 1, 2])
    expect(resolveAxes('sum', [2, 3, 4], [-1, 0])).toEqual([0, 2])
    expect(resolveAxes('sum', [2, 3, 4], 1)).toEqual([1])
    expect(resolveAxes('sum', [2, 3, 4], [])).toEqual([])
  })

  it('refuses an axis named twice', () => {
    expect(() => resolveAxes('sum', [2, 3], [1, -1])).toThrow(
      'Cannot sum [2, 3]: expected each axis once, found [1, 1]',
    )
  })
})

describe('broadcastShapes', () => {
  it('aligns at the back and stretches ones', () => {
    expect(broadcastShapes('add', [8, 1, 6, 1], [7, 1, 5])).toEqual([8, 7, 6, 5])
    expect(broadcastShapes('add', [0], [1])).toEqual([0])
  })

  it('refuses other differences', () => {
    expect(() => broadcastShapes('add', [2, 3], [2])).toThrow(
      'Cannot add [2, 3] and [2]: expected as many entries along axis -1, or 1, found 3 and 2',
    )
  })
})
