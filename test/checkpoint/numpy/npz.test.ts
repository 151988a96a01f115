/** @file Archives of arrays: those that NumPy writes in every type, and round trips. */
import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { key, normal } from 'cotangent'
import { decodeNpz, encodeNpz, namedTensors, showCheckpointError } from 'cotangent/checkpoint'
import { describe, expect, it } from 'vitest'
import { zipped } from '../../../src/checkpoint/zipped.ts'

const vector = (name: string): URL => new URL(`../../vectors/numpy/${name}`, import.meta.url)

describe('decodeNpz', () => {
  it('reads what NumPy wrote: every type, both orders of bytes and of axes', () => {
    const said = JSON.parse(readFileSync(vector('arrays.json'), 'utf8')) as Readonly<
      Record<string, { readonly shape: readonly number[]; readonly numbers: readonly string[] }>
    >
    const read = decodeNpz()(readFileSync(vector('arrays.npz')))
    if (E.isLeft(read)) throw new Error(showCheckpointError(read.left))
    expect([...read.right.keys()].sort()).toEqual(Object.keys(said).sort())
    const numberOf: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity }
    for (const [name, { shape, data }] of read.right) {
      expect(shape).toEqual(said[name]!.shape)
      expect(Array.from<number | bigint, number>(data as never, Number)).toEqual(
        said[name]!.numbers.map((text) => numberOf[text] ?? Number(text)),
      )
    }
  })

  it('refuses an archive with other members, and one that is damaged', () => {
    const told = (bytes: Uint8Array): string => {
      const read = decodeNpz()(bytes)
      return E.isLeft(read) ? showCheckpointError(read.left) : 'read'
    }
    expect(told(zipped([['notes.txt', Uint8Array.of(1)]]))).toBe('Cannot read the file of NumPy: notes.txt is no array')
    expect(told(zipped([['a.npy', Uint8Array.of(1)]]))).toBe(
      'Cannot read the file of NumPy: a.npy: it does not begin as one',
    )
    expect(told(Uint8Array.of(1, 2, 3))).toBe('Cannot read the file of NumPy: the archive has no end')
    const whole = encodeNpz(namedTensors({ a: normal([3])(key(0)) }))
    for (let k = 0; k < whole.length; k += 7) expect(told(whole.subarray(0, k))).not.toBe('read')
  })
})

describe('encodeNpz', () => {
  it('writes what decodeNpz reads, and equal bytes for equal tensors', () => {
    const named = namedTensors({
      fc: { weight: normal([2, 3])(key(0)), bias: normal([2])(key(1)) },
      __proto__x: normal([])(key(2)),
    })
    expect(decodeNpz()(encodeNpz(named))).toEqual(E.right(named))
    expect(encodeNpz(named)).toEqual(encodeNpz(named))
  })
})
