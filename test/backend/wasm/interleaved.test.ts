/** @file Two binaries become one whole, and come out of it again. */
import { describe, expect, it } from 'vitest'
import { blocksOf, separate } from '../../../src/backend/wasm/interleaved.ts'

const binary = (length: number, seed: number): Uint8Array => Uint8Array.from({ length }, (_, k) => (k * 7 + seed) % 251)

describe.each([
  [0, 0],
  [1, 0],
  [0, 5000],
  [4096, 4096],
  [4097, 12_289],
  [71_438, 70_658],
])('binaries of %i and %i bytes', (first, second) => {
  const pair = { plain: binary(first, 1), relaxed: binary(second, 2) }
  const lengths = { plain: first, relaxed: second }
  const whole = Buffer.concat(blocksOf(lengths).map(({ of, from, to }) => pair[of].subarray(from, to)))

  it('are contained whole', () => {
    expect(whole.length).toBe(first + second)
  })

  it('come out of the whole', () => {
    expect(separate(whole, lengths)).toEqual(pair)
  })
})
