/** @file Stochastic gradient descent at minima, with a rate that falls; its recorded steps are in the conformance suite. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { Tree, grad, mul, sum, tensor } from 'cotangent'
import { applyUpdates, sgd, stepDecay } from 'cotangent/optim'
import { toNested } from '../float64.ts'
import { expectUpdates } from './updatesOf.ts'

describe('sgd', () => {
  it('steps against the gradient, by velocity with momentum, and looks ahead with Nesterov', () => {
    expectUpdates(sgd({ learningRate: 0.5 }), [2, -1], [-1, 0.5])
    expectUpdates(sgd({ learningRate: 0.5, momentum: 0.5 }), [2, -1], [-1, 0])
    expectUpdates(sgd({ learningRate: 0.5, momentum: 0.5, nesterov: true }), [2, -1], [-1.5, 0.5])
  })

  it("refuses Nesterov's momentum without momentum", () => {
    expect(() => sgd({ learningRate: 1, nesterov: true })).toThrow(
      "expected 'momentum' above 0 for Nesterov's, found 0",
    )
  })

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
