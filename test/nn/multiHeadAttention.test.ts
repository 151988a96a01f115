/** @file The layer beside attention head by head; its numbers are PyTorch's in `test/models/torchvision.test.ts`. */
import { add, attention, concat, key, matmul, normal, ones, reshape, slice, tensor, transpose } from 'cotangent'
import type { Tensor } from 'cotangent'
import { attend, evalMode, multiHeadAttention } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'

const [width, heads, length] = [6, 3, 4]
const x = normal([1, length, width])(key(1))

/** Numbers in order, through a function. */
const counting = (shape: readonly number[], f: (k: number) => number): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => f(k)),
    shape,
  )

describe('attend', () => {
  const params = {
    in_proj_weight: counting([12, 4], Math.sin),
    in_proj_bias: counting([12], Math.cos),
    out_proj: { weight: counting([4, 4], (k) => Math.cos(k) / 2), bias: tensor([0.1, 0.2, 0.3, 0.4]) },
  }
  const [queries, memory] = [counting([2, 2, 4], Math.sin), counting([2, 3, 4], Math.cos)]

  it('attends to another sequence, up to the end of each example, as PyTorch does', () => {
    const found = toArray(attend(2)(params, queries, { memory, lengths: tensor([3, 1]) }))
    const expected = [
      -0.6835610444, 0.7358094011, 0.3831042503, -0.2444505273, -0.3877564978, -0.2102375561, 1.324054821,
      -0.5284962462, -0.3424989665, -0.3772965917, 1.4971914355, -0.5877764978, -0.3424989665, -0.3772965917,
      1.4971914355, -0.5877764978,
    ]
    expected.forEach((number, at) => {
      expect(found[at]).toBeCloseTo(number, 9)
    })
  })

  it('is the layer without options, and sees no entry behind the end or a mask', () => {
    const layer = multiHeadAttention({ width: 4, heads: 2, causal: true })
    const own = toArray(attend(2)(params, memory, { causal: true }))
    expect(own).toEqual(toArray(layer.apply(evalMode)(params, {}, memory)[0]))
    const short = toArray(attend(2)(params, queries, { memory: slice([{}, { stop: 2 }])(memory) }))
    const close = (found: ArrayLike<number>): void => {
      short.forEach((number, at) => {
        expect(found[at]).toBeCloseTo(number, 12)
      })
    }
    close(toArray(attend(2)(params, queries, { memory, lengths: tensor([2, 2]) })))
    close(toArray(attend(2)(params, queries, { memory, mask: tensor([1, 1, 0]) })))
    close(toArray(attend(2)(params, queries, { memory, mask: tensor([1, 1, 0]), lengths: tensor([3, 2]) })))
    close(toArray(attend(2)(params, queries, { memory, mask: tensor([1, 1, NaN]), lengths: tensor([2, 2]) })))
  })

  it('refuses lengths, heads and memories that do not fit', () => {
    expect(() => attend(3)(params, queries)).toThrow('expected a number of heads that divides the width, found 3 for 4')
    expect(() => attend(2)(params, queries, { memory: ones([1, 3, 4]) })).toThrow('expected a memory [2, S, 4]')
    expect(() => attend(2)(params, queries, { mask: ones([2, 1, 1, 1, 2]) })).toThrow(
      "expected 'mask' to be broadcast to [2, 2, 2, 2], found [2, 1, 1, 1, 2]",
    )
    expect(() => attend(2)(params, queries, { mask: ones([3]) })).toThrow(
      "expected 'mask' to be broadcast to [2, 2, 2, 2]",
    )
    expect(() => attend(2)(params, queries, { lengths: tensor([2, 9]) })).toThrow(
      "expected 'lengths' to be whole numbers from 0 to 2, found 9",
    )
  })
})

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
