import { describe, expect, it } from 'vitest'
import { compute } from './compute.ts'

describe('constant', () => {
  it('repeats its value', () => {
    expect(compute('constant', { value: -0.5, shape: [2, 2] }, [], [2, 2])).toEqual([-0.5, -0.5, -0.5, -0.5])
  })

  it('of a scalar is one number, of an empty shape none', () => {
    expect(compute('constant', { value: 3, shape: [] }, [], [])).toEqual([3])
    expect(compute('constant', { value: 3, shape: [2, 0] }, [], [2, 0])).toEqual([])
  })
})

describe('arange', () => {
  it('counts from 0', () => {
    expect(compute('arange', { count: 4 }, [], [4])).toEqual([0, 1, 2, 3])
    expect(compute('arange', { count: 0 }, [], [0])).toEqual([])
  })
})
