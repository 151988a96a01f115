import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConfusionMatrix } from '../../src/train/ConfusionMatrix.ts'
import {
  accuracy,
  confusionMatrix,
  confusionMonoid,
  correct,
  examples,
  precision,
  recall,
  showConfusionMatrix,
} from '../../src/train/ConfusionMatrix.ts'

const anyPairs = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 })), { maxLength: 60 })
const matrixOf = (pairs: readonly (readonly [number, number])[]): ConfusionMatrix =>
  confusionMatrix(5)(
    pairs.map(([actual]) => actual),
    pairs.map(([, predicted]) => predicted),
  )

describe('confusionMatrix', () => {
  it('counts every example once', () => {
    fc.assert(fc.property(anyPairs, (pairs) => examples(matrixOf(pairs)) === pairs.length))
  })

  it('has what was right on its diagonal', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        expect(correct(matrixOf(pairs))).toBe(pairs.filter(([actual, predicted]) => actual === predicted).length)
      }),
    )
  })

  it('leaves out predictions that are no class', () => {
    expect(examples(confusionMatrix(2)([0, 1, 1], [0, 2, -1]))).toBe(1)
  })

  it('refuses lists of different lengths, and numbers of classes that are none', () => {
    expect(() => confusionMatrix(2)([0, 1], [0])).toThrow(/expected a prediction for each of 2 labels, found 1/)
    for (const classes of [0, -1, 1.5, NaN, 2 ** 33])
      expect(() => confusionMatrix(classes)).toThrow(/expected a whole number of classes, from 1 to 100000/)
  })
})

describe('confusionMonoid', () => {
  const { concat, empty } = confusionMonoid(5)

  it('adds as concatenating the examples does, with the empty matrix as unit', () => {
    fc.assert(
      fc.property(anyPairs, anyPairs, (a, b) => {
        expect(concat(matrixOf(a), matrixOf(b))).toEqual(matrixOf([...a, ...b]))
        expect(concat(empty, matrixOf(a))).toEqual(matrixOf(a))
      }),
    )
  })
})

describe('matrices of other numbers of classes', () => {
  it('are refused, since counts would be lost', () => {
    const [two, three] = [confusionMatrix(2)([0], [0]), confusionMatrix(3)([2], [2])]
    expect(() => confusionMonoid(2).concat(two, three)).toThrow(/expected matrices of 2 classes, found one of 3/)
    expect(() => confusionMonoid(3).concat(two, three)).toThrow(/expected matrices of 3 classes, found one of 2/)
  })
})

describe('rates', () => {
  const matrix = confusionMatrix(3)([0, 0, 0, 1, 1], [0, 0, 1, 1, 0])

  it('accuracy is the fraction that was right', () => {
    expect(accuracy(matrix)).toBe(0.6)
    expect(accuracy(confusionMonoid(3).empty)).toBeNaN()
  })

  it('recall and precision look along a row and along a column', () => {
    expect([recall(0)(matrix), precision(1)(matrix), recall(2)(matrix)]).toEqual([2 / 3, 1 / 2, Number.NaN])
  })
})

describe('showConfusionMatrix', () => {
  it('lines up counts under their classes', () => {
    expect(showConfusionMatrix(confusionMatrix(3)([0, 0, 1, 1], [0, 1, 1, 1]), ['cat', 'dog', 'owl'])).toBe(
      [
        'actual  cat  dog  owl    found', //
        '   cat    1    1    .   50.0 %',
        '   dog    .    2    .  100.0 %',
        '   owl    .    .    .        -',
      ].join('\n'),
    )
  })
})
