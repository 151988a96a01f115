/** @file From tensors to numbers, and what `console.log` shows. */
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  add,
  arange,
  force,
  grad,
  item,
  key,
  makeRuntime,
  mul,
  referenceBackend,
  split,
  sum,
  tensor,
  toArray,
  toNested,
  zeros,
} from 'cotangent'
import type { Tensor } from 'cotangent'

describe('toArray', () => {
  it('gives an array of its own, so that writing to it changes no tensor', () => {
    const x = tensor([1, 2, 3], [3])
    const numbers = toArray(x)
    numbers[0] = 100
    expect(Array.from(toArray(x))).toEqual([1, 2, 3])
  })

  it('does not share the array that a tensor was made of', () => {
    const source = Float64Array.of(1, 2)
    const x = tensor(source, [2])
    source[0] = 100
    expect(Array.from(toArray(x))).toEqual([1, 2])
  })

  it('gives no numbers for a tensor without entries', () => {
    expect(toArray(add(zeros([0, 3]), 1)).length).toBe(0)
  })

  it('computes a shared part once', () => {
    const runtime = makeRuntime(referenceBackend)
    const shared = mul(tensor([1, 2], [2]), 3)
    toArray(shared, runtime)
    toArray(add(shared, shared), runtime)
    toArray(shared, runtime)
    expect(runtime.statistics().run).toBe(2)
  })
})

describe('toNested', () => {
  it('nests as deep as the shape is long', () => {
    expect(toNested(tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]))).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ])
    expect(toNested(tensor(5, []))).toBe(5)
    expect(toNested(zeros([2, 0]))).toEqual([[], []])
  })
})

describe('item', () => {
  it('takes the number of a tensor of one entry, whatever its rank', () => {
    expect(item(tensor([7], [1, 1]))).toBe(7)
  })

  it('refuses a tensor of several entries', () => {
    expect(() => item(arange(3))).toThrow(
      'Cannot take the item of [3]: expected a tensor of one entry, found 3 entries',
    )
  })
})

describe('force', () => {
  it('computes a tree in one program, keys among its leaves', () => {
    const runtime = makeRuntime(referenceBackend)
    const [child] = split(key(1))
    const tree = { a: add(1, 2), b: [mul(tensor([1, 2], [2]), 2)] as const, key: child }
    expect(force(tree, runtime)).toBe(tree)
    expect(runtime.statistics()).toEqual({ compiled: 1, run: 1 })
    expect(item(tree.a, runtime)).toBe(3)
    expect(runtime.statistics().run).toBe(1)
  })
})

describe('console.log of a tensor', () => {
  it('shows shape and values', () => {
    expect(inspect(tensor([1, 2.5, 3, 4], [2, 2]))).toBe('Tensor [2, 2] [[1, 2.5], [3, 4]]')
    expect(inspect(tensor(1 / 3, []))).toBe('Tensor [] 0.33333')
  })

  it('computes what was not computed yet', () => {
    expect(inspect(add(tensor([1, 2], [2]), 1))).toBe('Tensor [2] [2, 3]')
    expect(inspect(grad((x: Tensor): Tensor => sum()(mul(x, x)))(tensor([1, 2], [2])))).toBe('Tensor [2] [2, 4]')
  })

  it('shows the first six entries of each axis', () => {
    expect(inspect(arange(100))).toBe('Tensor [100] [0, 1, 2, 3, 4, 5, … 94 more]')
  })
})

describe('tensor', () => {
  it('refuses a count of numbers that is not the shape’s', () => {
    expect(() => tensor([1, 2, 3], [2, 2])).toThrow('Cannot make a tensor of [2, 2]: expected 4 numbers, found 3')
  })

  it('refuses a dimension that is no whole number', () => {
    expect(() => tensor([], [-1])).toThrow(
      'Cannot make a tensor of [-1]: expected every dimension to be a whole number, 0 or more, found [-1]',
    )
  })
})
