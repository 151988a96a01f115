/** @file The sum over the ranks: an identity in a group of one, in value and derivatives. */
import { compile, grad, referenceRuntime, sum, tensor, toNested } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { sumOverRanks } from '../../src/ops/rankSum.ts'

describe('sumOverRanks', () => {
  it('keeps numbers and cotangents in a group of one, on every backend', () => {
    const x = tensor([1, -0, 3], [3])
    for (const runtime of [referenceRuntime, undefined]) {
      const options = runtime === undefined ? {} : { runtime }
      expect(toNested(compile((t: Tensor) => sumOverRanks(t, 1), options)(x), runtime)).toEqual([1, -0, 3])
      const slope = grad((t: Tensor<readonly [3]>) => sum()(sumOverRanks(t, 1)))
      expect(toNested(compile(slope, options)(x), runtime)).toEqual([1, 1, 1])
    }
  })
})
