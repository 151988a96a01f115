import { toArray } from 'cotangent'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Parts } from '../../../demo/training/model.ts'
import { inside, pixelsOf, runs } from '../../../demo/training/model.ts'
import { layerNames, optimizerNames } from '../../../demo/training/names.ts'
import { readParts } from '../digits.ts'

let parts: Parts

beforeAll(async () => {
  parts = await readParts()
})

/** The first steps of a run. */
const stepsOf = (name: (typeof optimizerNames)[number], seed: number, count: number) => {
  const run = runs[name](parts.seen, seed)
  return Array.from({ length: count }, () => run.next().value!)
}

describe('partsOf', () => {
  it('keeps 400 digits unseen', () => {
    expect([parts.seen.count, parts.unseen.count]).toEqual([1600, 400])
  })
})

describe('runs', () => {
  it.each(optimizerNames)('learn by %s from the same beginning', (name) => {
    const steps = stepsOf(name, 3, 25)
    expect(steps[0]!.loss).toBe(stepsOf('sgd', 3, 1)[0]!.loss)
    expect(steps.at(-1)!.loss).toBeLessThan(steps[0]!.loss)
    expect(steps[0]!.norms).toHaveLength(layerNames.length)
    expect(steps.every(({ norms }) => norms.every((norm) => norm > 0))).toBe(true)
  })

  it('leave every step as it was', () => {
    const run = runs.momentum(parts.seen, 1)
    const first = run.next().value!
    const before = Array.from(toArray(first.params.fc1.weight))
    Array.from({ length: 5 }, () => run.next())
    expect(Array.from(toArray(first.params.fc1.weight))).toEqual(before)
    expect(inside(first.params, parts, 0)).toEqual(inside(stepsOf('momentum', 1, 1)[0]!.params, parts, 0))
  })

  it('begin with the parameters that they are given', () => {
    const { params } = stepsOf('momentum', 1, 6)[5]!
    const begun = runs.sgd(parts.seen, 2, params).next().value!
    expect(begun.params).toBe(params)
  })

  it('are another for another key', () => {
    expect(stepsOf('adam', 1, 1)[0]!.loss).not.toBe(stepsOf('adam', 2, 1)[0]!.loss)
  })
})

describe('inside', () => {
  it('recognizes more of the unseen digits after some steps than before', () => {
    const steps = stepsOf('momentum', 1, 60)
    const [before, after] = [inside(steps[0]!.params, parts, 7), inside(steps.at(-1)!.params, parts, 7)]
    expect(after.recognized).toBeGreaterThan(before.recognized + 150)
    expect(after.scores.reduce((total, score) => total + score, 0)).toBeCloseTo(1, 4)
    expect([after.filters.length, after.first.length, after.second.length]).toEqual([150, 6 * 784, 1600])
    expect(after.filters).not.toEqual(before.filters)
  })

  it('has maps that are never negative', () => {
    const { first, second } = inside(stepsOf('adam', 1, 1)[0]!.params, parts, 12)
    expect(Math.min(...first, ...second)).toBe(0)
  })
})

describe('pixelsOf', () => {
  it('gives a digit of 28 x 28', () => {
    expect(pixelsOf(parts, 401)).toEqual(pixelsOf(parts, 1))
    expect(pixelsOf(parts, 1)).toHaveLength(784)
  })
})
