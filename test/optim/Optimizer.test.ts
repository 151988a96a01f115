/** @file Optimizers compose: a chain is a monoid. */
import { describe, expect, it } from 'vitest'
import { sign, tensor } from 'cotangent'
import { applyUpdates, chain, unchanged, momentum, scale, perTensorUpdate } from 'cotangent/optim'
import { toNested } from '../float64.ts'
import { updatesOf } from './updatesOf.ts'

describe('applyUpdates', () => {
  it('adds them, tensor by tensor', () => {
    const params = { w: tensor([1, 2], [2]), b: tensor(3, []) }
    const moved = applyUpdates(params, { w: tensor([10, -1], [2]), b: tensor(0.5, []) })
    expect([toNested(moved.w), toNested(moved.b)]).toEqual([[11, 1], 3.5])
  })
})

describe('unchanged', () => {
  it('hands gradients on', () => {
    expect(updatesOf(unchanged, [2, -3])).toEqual([2, -3])
  })
})

describe('perTensorUpdate', () => {
  it('is a function of each gradient', () => {
    expect(
      updatesOf(
        perTensorUpdate((gradient) => sign(gradient)),
        [0.5, -2],
      ),
    ).toEqual([1, -1])
  })
})

describe('chain', () => {
  it('refuses what is no pair of transformations', () => {
    const call = chain as (...given: readonly unknown[]) => unknown
    const one = scale(1)
    for (const [given, found] of [
      [[one], 'found 1'],
      [[one, one, one], 'found 3'],
      [[one, undefined], 'found [an object, undefined]'],
    ] as const)
      expect(() => call(...given)).toThrow(`expected two transformations, ${found}; write chain(chain(first, second)`)
  })

  const g = tensor([1, -2, 3], [3])
  const twice = (optimizer: {
    readonly update: ReturnType<typeof scale>['update']
    readonly init: ReturnType<typeof scale>['init']
  }) => toNested(optimizer.update(g, optimizer.init(g), g)[0])

  it('applies the first transformation first', () => {
    const chained = chain(momentum(0.5), scale(2))
    const [first, state] = chained.update(g, chained.init(g), g)
    const [second] = chained.update(g, state, g)
    expect(toNested(first)).toEqual([2, -4, 6])
    expect(toNested(second)).toEqual([3, -6, 9])
  })

  it('has unchanged as its unit, on both sides', () => {
    for (const chained of [chain(unchanged, scale(3)), chain(scale(3), unchanged)]) {
      expect(toNested(chained.update(g, chained.init(g), g)[0])).toEqual(twice(scale(3)))
    }
  })

  it('is associative', () => {
    const [a, b, c] = [scale(2), momentum(0.9), scale(-0.1)] as const
    const left = chain(chain(a, b), c)
    const right = chain(a, chain(b, c))
    const [leftFirst, leftState] = left.update(g, left.init(g), g)
    const [rightFirst, rightState] = right.update(g, right.init(g), g)
    expect(toNested(leftFirst)).toEqual(toNested(rightFirst))
    expect(toNested(left.update(g, leftState, g)[0])).toEqual(toNested(right.update(g, rightState, g)[0]))
  })
})
