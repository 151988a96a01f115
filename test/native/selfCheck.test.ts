/** @file A library whose products are wrong is found out before it is used, and told what is wrong. */
import { describe, expect, it } from 'vitest'
import type { HostProduct } from '../../src/backend/wasm/HostProducts.ts'
import { firstWrong } from '../../src/native/selfCheck.ts'
import type { Alter } from './plain.ts'
import { plain } from './plain.ts'

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
