/** @file Files of PyTorch that are written: read back, in PyTorch's element types. PyTorch itself reads them with `weights_only`. */
import * as E from 'fp-ts/lib/Either.js'
import { key, normal, tensor } from 'cotangent'
import type { NamedTensors, SafetensorsEntry } from 'cotangent/checkpoint'
import {
  decodeStateDict,
  encodePth,
  fromTorchNames,
  loadNetwork,
  namedTensors,
  toTorchNames,
} from 'cotangent/checkpoint'
import { batchNorm } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toArray } from '../../float64.ts'

const entries: readonly (readonly [string, SafetensorsEntry])[] = [
  ['a.weight', { dtype: 'F64', data: Float64Array.of(1, -0, Infinity, Number.NaN, 5, 6), shape: [2, 3] }],
  ['b', { dtype: 'F32', data: Float32Array.of(2), shape: [] }],
  ['é.中', { dtype: 'I64', data: BigInt64Array.of(-(2n ** 63n)), shape: [1] }],
  ['empty', { dtype: 'I32', data: new Int32Array(0), shape: [3, 0] }],
  ['short', { dtype: 'I16', data: Int16Array.of(-2, 2), shape: [1, 2] }],
  ['char', { dtype: 'I8', data: Int8Array.of(-1), shape: [1] }],
  ['byte', { dtype: 'U8', data: Uint8Array.of(255), shape: [1] }],
  ['flag', { dtype: 'BOOL', data: Uint8Array.of(1, 0), shape: [2] }],
]

describe('encodePth', () => {
  it('writes what decodeStateDict reads', () => {
    const named: NamedTensors = new Map(entries)
    expect(decodeStateDict()(encodePth(named))).toEqual(E.right(named))
    expect(decodeStateDict()(encodePth(new Map()))).toEqual(E.right(new Map()))
  })

  it('refuses numbers in the array of another element type', () => {
    const entry = { dtype: 'F32', data: Float64Array.of(1.5), shape: [1] }
    expect(() => encodePth(new Map([['a', entry as never]]))).toThrow('expected F32 in a Float32Array')
  })

  it('refuses numbers that do not fill the shape', () => {
    const entry: SafetensorsEntry = { dtype: 'F32', data: new Float32Array(3), shape: [2, 2] }
    expect(() => encodePth(new Map([['a', entry]]))).toThrow('expected 4 numbers, found 3')
  })

  it('widens unsigned integers, and refuses those that PyTorch cannot hold', () => {
    const read = decodeStateDict()(
      encodePth(
        new Map<string, SafetensorsEntry>([
          ['a', { dtype: 'U16', data: Uint16Array.of(65535), shape: [1] }],
          ['b', { dtype: 'U32', data: Uint32Array.of(2 ** 32 - 1), shape: [1] }],
          ['c', { dtype: 'U64', data: BigUint64Array.of(2n ** 63n - 1n), shape: [1] }],
        ]),
      ),
    )
    expect(E.isRight(read) && [...read.right.values()].map(({ dtype, data }) => [dtype, ...data])).toEqual([
      ['I32', 65535],
      ['I64', 2n ** 32n - 1n],
      ['I64', 2n ** 63n - 1n],
    ])
    const large: SafetensorsEntry = { dtype: 'U64', data: BigUint64Array.of(2n ** 63n), shape: [1] }
    expect(() => encodePth(new Map([['c', large]]))).toThrow('expected entries of c below 2^63')
  })
})

describe('toTorchNames', () => {
  it('is undone by fromTorchNames', () => {
    const named = namedTensors({
      bn: { runningMean: normal([2])(key(0)), runningVar: normal([2])(key(1)), weight: tensor([1], [1]) },
    })
    expect([...toTorchNames(named).keys()]).toEqual(['bn.running_mean', 'bn.running_var', 'bn.weight'])
    expect(fromTorchNames(toTorchNames(named))).toEqual(named)
  })

  it('carries a network through a file of PyTorch', () => {
    const [params, state] = batchNorm(3).init(key(0))
    const bytes = encodePth(toTorchNames(new Map([...namedTensors(params), ...namedTensors(state)])))
    const read = decodeStateDict()(bytes)
    const loaded = E.isRight(read) ? loadNetwork([params, state])(fromTorchNames(read.right)) : read
    expect(E.isRight(loaded) && [...toArray(loaded.right[1].runningVar)]).toEqual([1, 1, 1])
  })
})
