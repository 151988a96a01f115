/**
 * @file The gradient of a kernel of tiles whose cotangent or input is sparse, as after max pooling: tiles cannot be trusted
 * with it, and its few entries are summed one by one.
 */
import { convFilter, makeRuntime, referenceRuntime, tensor, toArray, wasmBackend } from 'cotangent'
import { afterAll, describe, expect, it } from 'vitest'

const runtime = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(runtime.close)

const [images, channels, side] = [2, 32, 13]
const shape = [images, channels, side, side] as const
const size = images * channels * side * side

const dense = (k: number): number => Math.sin(k * 12.9898) * 3
/** One entry in `every` is not 0; some channels have none. */
const sparse = (every: number) => (k: number) =>
  (k * 7919) % every === 0 && Math.floor(k / side ** 2) % 5 !== 0 ? dense(k) : 0

const cases: Readonly<Record<string, readonly [x: (k: number) => number, y: (k: number) => number]>> = {
  'a sparse cotangent': [dense, sparse(97)],
  'a sparse input': [sparse(97), dense],
  'both sparse': [sparse(41), sparse(53)],
  'a cotangent of one entry': [dense, (k) => (k === 40 ? 1e4 : 0)],
  'a cotangent of zeros': [dense, () => 0],
  'an entry at each corner': [(k) => (k % 168 === 0 || k % 169 === 12 ? dense(k) : 0), dense],
  'an infinity beside zeros': [(k) => (k === 200 ? Infinity : dense(k)), sparse(97)],
}

describe('convFilter by tiles', () => {
  it.each(
    Object.entries(cases).flatMap(([name, [x, y]]) => [0, 1, 2].map((padding) => [name, padding, x, y] as const)),
  )('of %s, with padding %i, is that of the reference', (_, padding, x, y) => {
    const out = side + 2 * padding - 2
    const count = images * channels * out * out
    const f = convFilter([channels, channels, 3, 3], { padding })
    const operands = [
      tensor(
        Float32Array.from({ length: size }, (_each, k) => x(k)),
        shape,
      ),
      tensor(
        Float32Array.from({ length: count }, (_each, k) => y(k)),
        [images, channels, out, out],
      ),
    ] as const
    const [found, expected] = [toArray(f(...operands), runtime), toArray(f(...operands), referenceRuntime)]
    const most = Math.max(...expected.filter(Number.isFinite).map(Math.abs), 1)
    const off = Array.from(expected, (value, k) =>
      Object.is(value, found[k]) ? 0 : Math.abs(value - (found[k] ?? NaN)) / most,
    )
    expect(off.filter((each) => !(each < 2e-6))).toEqual([])
  })
})
