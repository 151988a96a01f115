/** @file Stochastic gradient descent at minima, and as a chain; its recorded steps are in the conformance suite. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { Tree, grad, mul, sum, tensor } from 'cotangent'
import { applyUpdates, chain, identity, momentum, scale, sgd, stepDecay } from 'cotangent/optim'
import { toNested } from '../float64.ts'

describe('sgd', () => {
  it('reaches the minimum of a parabola, with a rate that decays', () => {
    const center = tensor([3, -2], [2])
    const loss = (w: Tensor): Tensor => {
      const away = Tree.map((t) => mul(t, t))(Tree.zipWith((a, b) => sumOf(a, b))(w, center))
      return sum()(away)
    }
    const sumOf = (a: Tensor, b: Tensor): Tensor => applyUpdates(a, mul(b, -1))
    const optimizer = sgd({ learningRate: stepDecay({ initial: 0.1, factor: 0.5, every: 50 }), momentum: 0.9 })
    let w: Tensor = tensor([10, 10], [2])
    let state = optimizer.init(w)
    for (let step = 0; step < 200; step++) {
      const [updates, next] = optimizer.update(grad(loss)(w), state, w)
      w = applyUpdates(w, updates)
      state = next
    }
    const [a, b] = toNested(w) as readonly number[]
    expect(a).toBeCloseTo(3, 3)
    expect(b).toBeCloseTo(-2, 3)
  })
})

describe('chain', () => {
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

  it('has identity as its unit, on both sides', () => {
    for (const chained of [chain(identity, scale(3)), chain(scale(3), identity)]) {
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
