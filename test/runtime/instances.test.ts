/** @file Eq and Show of tensors. */
import { describe, expect, it } from 'vitest'
import { add, getEq, getShow, tensor } from 'cotangent'

describe('getEq', () => {
  const { equals } = getEq()

  it('compares numbers, whatever expression they came from', () => {
    expect(equals(add(tensor([1, 2], [2]), 1), tensor([2, 3], [2]))).toBe(true)
    expect(equals(tensor([1, 2], [2]), tensor([1, 3], [2]))).toBe(false)
  })

  it('compares shapes', () => {
    expect(equals(tensor([1, 2], [2]), tensor([1, 2], [2, 1]))).toBe(false)
  })

  it('takes NaN for equal to NaN and 0 to -0', () => {
    expect(equals(tensor([Number.NaN, 0], [2]), tensor([Number.NaN, -0], [2]))).toBe(true)
  })
})

describe('getShow', () => {
  it('shows what console.log shows', () => {
    expect(getShow().show(add(tensor([1, 2], [2]), 1))).toBe('Tensor [2] [2, 3]')
  })
})
