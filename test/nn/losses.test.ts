/** @file Losses against PyTorch, at extreme scores, and what they refuse. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { grad, mul, tensor, vjp } from 'cotangent'
import { crossEntropy, euclideanLoss, meanSquaredError } from 'cotangent/nn'
import { golden } from '../golden.ts'
import { item, toArray, toNested } from '../float64.ts'

const { cases, tensor: recorded, expectMet } = golden('loss')

const read = (name: string): Tensor => {
  const { data, shape } = recorded(name)
  return tensor(data, shape)
}

const follows = (name: string, loss: (scores: Tensor, target: Tensor) => Tensor): void => {
  const of = cases.find((candidate) => candidate.name === name)
  if (of === undefined) throw new Error(`no recorded case ${name}`)
  const [scores = '', target = ''] = of.inputs
  const [value, pullback] = vjp((x: Tensor) => loss(x, read(target)))(read(scores))
  expectMet(of, of.outputs[0] ?? '', toArray(value))
  const [cotangent] = of.cotangents
  const gradient = pullback(cotangent === null || cotangent === undefined ? tensor(1, []) : read(cotangent))
  expectMet(of, of.grads[scores] ?? '', toArray(gradient))
}

describe('crossEntropy', () => {
  it('has the value and the gradient of PyTorch', () => {
    follows('ce_plain_mean', crossEntropy)
  })

  it('is finite at scores of ±1e4, and its gradient too', () => {
    const scores: Tensor = tensor([1e4, -1e4, 0, -1e4, 1e4, 0], [2, 3])
    const loss = (x: Tensor): Tensor => crossEntropy(x, tensor([0, 0], [2]))
    expect(item(loss(scores))).toBe(1e4)
    expect(toNested(grad(loss)(scores))).toEqual([
      [0, 0, 0],
      [-0.5, 0.5, 0],
    ])
  })

  it('leaves out classes whose score is -Infinity', () => {
    const scores: Tensor = tensor([0, -Infinity, 0], [1, 3])
    const loss = (x: Tensor): Tensor => crossEntropy(x, tensor([0], [1]))
    expect(item(loss(scores))).toBeCloseTo(Math.log(2), 15)
    expect(toNested(grad(loss)(scores))).toEqual([[-0.5, 0, 0.5]])
  })

  it('does not change when a number is added to all scores', () => {
    const at = (shift: number): number =>
      item(crossEntropy(tensor([1 + shift, 2 + shift, 4 + shift], [1, 3]), tensor([1], [1])))
    expect(at(1e4)).toBeCloseTo(at(0), 10)
  })

  it('refuses shapes that do not fit', () => {
    expect(() => crossEntropy(tensor([1, 2], [2]) as Tensor, tensor([0], [1]))).toThrow(
      'scores are [N, C] with labels [N]',
    )
    expect(() => crossEntropy(tensor([1, 2], [1, 2]) as Tensor, tensor([0, 1], [2]))).toThrow(
      'Cannot take the cross-entropy of [1, 2] with 2 labels: scores are [N, C] with labels [N]',
    )
  })

  it('refuses a label outside the classes when the numbers are computed', () => {
    expect(() => item(crossEntropy(tensor([1, 2], [1, 2]), tensor([2], [1])))).toThrow('2')
    expect(() => item(crossEntropy(tensor([1, 2], [1, 2]), tensor([-1], [1])))).toThrow('-1')
  })
})

describe('meanSquaredError', () => {
  it('has the value and the gradient of PyTorch', () => {
    follows('mse_loss_mean', meanSquaredError)
  })

  it('refuses shapes that differ, even where they would broadcast', () => {
    expect(() => meanSquaredError(tensor([1, 2], [2, 1]) as Tensor, tensor([1, 2], [2]))).toThrow(
      'output and target have one shape',
    )
  })
})

describe('euclideanLoss', () => {
  it('has the derivative (y - t) / N', () => {
    const y: Tensor = tensor([1, 2, 3, 4], [2, 2])
    const t: Tensor = tensor([0, 0, 1, 1], [2, 2])
    expect(item(euclideanLoss(y, t))).toBe((1 + 4 + 4 + 9) / 4)
    expect(toNested(grad((output: Tensor): Tensor => euclideanLoss(output, t))(y))).toEqual([
      [0.5, 1],
      [1, 1.5],
    ])
  })

  it('is zero with a zero gradient where output and target are equal', () => {
    const y: Tensor = tensor([1, 2], [1, 2])
    expect(item(euclideanLoss(y, y))).toBe(0)
    expect(toNested(grad((output: Tensor): Tensor => mul(euclideanLoss(output, y), 1))(y))).toEqual([[0, 0]])
  })

  it('refuses an empty batch', () => {
    expect(() => euclideanLoss(tensor([], [0, 2]), tensor([], [0, 2]))).toThrow('at least one')
  })
})
