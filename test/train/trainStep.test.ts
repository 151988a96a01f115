import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { loadTree, saveTree } from '../../src/checkpoint/index.ts'
import { key } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { tensor } from '../../src/core/Tensor.ts'
import { mul } from '../../src/ops/mul.ts'
import { sub } from '../../src/ops/sub.ts'
import { sgd } from '../../src/optim/index.ts'
import { startTraining, trainStep } from '../../src/train/trainStep.ts'
import { item } from '../float64.ts'

type Scalar = Tensor<readonly []>

const toGoal = ({ x }: { readonly x: Scalar }, state: { readonly last: Scalar }, goal: number) => {
  const off = sub(x, goal)
  return { loss: mul(off, off), state: { ...state, last: x }, metrics: { off } }
}

const rule = sgd({ learningRate: 0.1, momentum: 0.5 })
const step = trainStep(toGoal, rule)
const start = startTraining(rule, { x: tensor(0, []) }, { last: tensor(-1, []) })

describe('trainStep', () => {
  it('measures before it moves, and hands on parameters, layer state and optimizer state', () => {
    const first = step(start, 3, key(0))
    const second = step(first.training, 3, key(0))
    expect([item(first.loss), item(first.metrics.off)]).toEqual([9, -3])
    // Gradient -6, then velocity 0.5 * -6 + 2 * (0.6 - 3).
    expect(item(first.training.params.x)).toBeCloseTo(0.6, 12)
    expect(item(second.training.params.x)).toBeCloseTo(0.6 + 0.1 * 7.8, 12)
    expect(item(second.training.state.last)).toBeCloseTo(0.6, 12)
  })

  it('changes nothing that it was given', () => {
    step(start, 3, key(0))
    expect([item(start.params.x), item(start.state.last)]).toEqual([0, -1])
  })

  it('goes on from a checkpoint as if it had never stopped', () => {
    const { training } = step(start, 3, key(0))
    const resumed = loadTree(start)(saveTree(training))
    if (E.isLeft(resumed)) throw new Error(resumed.left._tag)
    expect(item(step(resumed.right, 3, key(0)).loss)).toBe(item(step(training, 3, key(0)).loss))
  })
})
