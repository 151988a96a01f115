/** @file A library whose products are wrong is found out before it is used, and told what is wrong. */
import { describe, expect, it } from 'vitest'
import type { HostProduct, HostProducts } from '../../src/backend/wasm/HostProducts.ts'
import { firstWrong } from '../../src/native/selfCheck.ts'

type Alter = (args: Parameters<HostProduct>) => Parameters<HostProduct>

/** Plain loops, whose arguments may be altered on the way: a library with a fault. */
const plain = (alter: Alter = (args) => args, skipsZeros = false): HostProducts => ({
  source: '',
  data: null,
  on: (memory) => {
    const floats = new Float32Array(memory.buffer)
    return (...args) => {
      const [aT, bT, height, width, depth, a, aRow, b, bRow, beta, c, cRow] = alter(args)
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < width; j++) {
          const at = c / 4 + i * cRow + j
          let sum = beta === 0 ? 0 : beta * floats[at]!
          for (let k = 0; k < depth; k++) {
            const left = floats[a / 4 + (aT ? k * aRow + i : i * aRow + k)]!
            const right = floats[b / 4 + (bT ? j * bRow + k : k * bRow + j)]!
            if (!skipsZeros || right !== 0) sum += left * right
          }
          floats[at] = sum
        }
      }
    }
  },
})

const swapped =
  (k: number, value: number): Alter =>
  (args) =>
    args.map((arg, at) => (at === k ? value : arg)) as Parameters<HostProduct>

describe('firstWrong', () => {
  it('finds nothing in a plain product', () => {
    expect(firstWrong(plain())).toBeNull()
  })

  it.each([
    ['reads A as it lies where it is transposed', swapped(0, 0)],
    ['reads B as it lies where it is transposed', swapped(1, 0)],
    ['leaves out a term', swapped(4, 10)],
    ['never adds to C', swapped(9, 0)],
    ['always adds to C', swapped(9, 1)],
    ['writes more columns than there are', swapped(3, 8)],
    ['takes rows of A to follow at once', swapped(6, 11)],
  ])('finds a library that %s', (_, alter) => {
    expect(firstWrong(plain(alter))).toMatch(/^the product of .* where .* is right$/)
  })

  it('finds a library that skips zeros, and so an infinity beside one', () => {
    expect(firstWrong(plain(undefined, true))).toMatch(/with an infinity has .* where NaN is right$/)
  })
})
