import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { Tree, add, sign, tensor, zeros } from 'cotangent'
import { perTensor } from 'cotangent/optim'
import { toNested } from '../float64.ts'

/** Steps along the sign of the sum of all gradients, and counts its steps. */
const signOfSum = perTensor<'step', 'total'>({
  scalars: { step: 0 },
  slots: { total: ({ shape }) => zeros(shape) },
  rule: ({ step }) => [
    { step: add(step, 1) as Tensor<readonly []> },
    (gradient, { total }) => [sign(add(total, gradient)), { total: add(total, gradient) }],
  ],
})

describe('perTensor', () => {
  it('applies its rule to each tensor of a tree, and keeps a slot for each and the scalars once', () => {
    const params = { w: tensor([1, 1], [2]), b: tensor(1, []) }
    const gradients = { w: tensor([3, -2], [2]), b: tensor(-1, []) }
    const [, once] = signOfSum.update(gradients, signOfSum.init(params), params)
    const [updates, twice] = signOfSum.update({ ...gradients, w: tensor([-9, 9], [2]) }, once, params)
    expect([toNested(updates.w), toNested(updates.b)]).toEqual([[-1, 1], -1])
    expect(Tree.paths(twice).map(([path, t]) => [path, toNested(t)])).toEqual([
      ['step', 2],
      ['total.w', [-6, 7]],
      ['total.b', -2],
    ])
  })
})
