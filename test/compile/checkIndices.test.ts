/** @file Programs that count further than float32 are refused when they are made, in the user's words. */
import {
  arange,
  argmax,
  argmin,
  gather,
  key,
  makeRuntime,
  maxPoolIndices,
  permutation,
  scatterAdd,
  tensor,
  toArray,
  wasmBackend,
  zeros,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import { afterAll, describe, expect, it } from 'vitest'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

const limit = 2 ** 24
const evaluate = (t: unknown) => (): unknown => toArray(t as Tensor, wasm)

describe('a backend in float32', () => {
  it.each<readonly [string, unknown, string]>([
    ['argmax', argmax({ axis: 1 })(zeros([1, limit + 1])), 'Cannot argmax [1, 16777217] along axis 1: '],
    ['argmin', argmin({ axis: 0 })(zeros([limit + 1])), 'Cannot argmin [16777217] along axis 0: '],
    ['arange', arange(limit + 1), 'Cannot arange 16777217: '],
    [
      'maxPoolIndices',
      maxPoolIndices({ kernel: 2 })(zeros([1, 1, 4100, 4100])),
      'Cannot find the winners of max pooling in planes [4100, 4100]: ',
    ],
  ])('refuses to count too far: %s', (_, t, phrase) => {
    expect(evaluate(t)).toThrow(phrase)
    expect(evaluate(t)).toThrow('expected at most 16777216 entries, whose indices are exact in float32, found 16')
  })

  it('refuses a permutation of too many before anything computes it', () => {
    expect(() => permutation(limit + 1)(key(1))).toThrow(
      'Cannot permute [16777217]: expected at most 16777216 entries, whose indices are exact in float32, found 16777217',
    )
  })

  it('refuses an index that may have been another, and takes those below', () => {
    const x = zeros([limit + 2])
    const at = (place: number) => tensor(Float64Array.of(place), [1])
    expect(Array.from(toArray(gather({ axis: 0 })(x, at(limit - 1)), wasm))).toEqual([0])
    const reason =
      'expected indices up to 16777215, which are exact in float32, found index 16777216 of the 16777218 along the axis'
    expect(evaluate(gather({ axis: 0 })(x, at(limit + 1)))).toThrow(reason)
    expect(evaluate(scatterAdd({ axis: 0, size: limit + 2 })(at(limit + 1), at(1)))).toThrow(reason)
    const four = tensor(Float64Array.of(0, 1, 2, limit + 1), [4])
    expect(evaluate(scatterAdd({ axis: 0, size: limit + 2 })(four, four))).toThrow(reason)
  })

  it('still counts to the limit', () => {
    expect(toArray(arange(limit), wasm).at(-1)).toBe(limit - 1)
  })
})
