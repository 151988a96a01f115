/** @file The layer beside attention head by head; its numbers are PyTorch's in `test/models/torchvision.test.ts`. */
import { add, attention, concat, key, matmul, normal, reshape, slice, transpose } from 'cotangent'
import type { Tensor } from 'cotangent'
import { evalMode, multiHeadAttention } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'

const [width, heads, length] = [6, 3, 4]
const x = normal([1, length, width])(key(1))

describe('multiHeadAttention', () => {
  it.each([false, true])('is attention, head by head (causal: %s)', (causal) => {
    const layer = multiHeadAttention({ width, heads, causal })
    const [params, state] = layer.init(key(0))
    const part = (of: Tensor, from: number): Tensor => slice([{ start: from, stop: from + width / heads }])(of)
    const rows = reshape([length, width])(x) as Tensor
    const projected = (from: number): Tensor =>
      add(matmul(rows, transpose(part(params.in_proj_weight, from))), part(params.in_proj_bias, from))
    const ofHeads = Array.from({ length: heads }, (_, head) => {
      const [q, k, v] = [0, width, 2 * width].map((from) => projected(from + (head * width) / heads))
      return attention({ causal })(q!, k!, v!)
    })
    const joined = concat({ axis: 1 })(ofHeads as never) as Tensor
    const expected = add(matmul(joined, transpose(params.out_proj.weight)), params.out_proj.bias)
    const found = layer.apply(evalMode)(params, state, x)[0]
    toArray(found).forEach((number, at) => {
      expect(number).toBeCloseTo(toArray(expected)[at]!, 12)
    })
  })

  it('refuses heads that do not divide the width, and other widths', () => {
    expect(() => multiHeadAttention({ width: 6, heads: 4 })).toThrow(
      'expected a number of heads that divides the width, found 4 for 6',
    )
    const layer = multiHeadAttention({ width, heads })
    const [params, state] = layer.init(key(0))
    expect(() => layer.apply(evalMode)(params, state, normal([1, 2, 5])(key(0)))).toThrow(
      'expected [N, L, 6], found [1, 2, 5]',
    )
  })
})
