/** @file The laws of codecs can fail; and hold for those of the library. */
import { loadTree, saveTree } from 'cotangent/checkpoint'
import { laws, trees } from 'cotangent/laws'
import type { CodecSpec } from 'cotangent/laws'
import { tensor } from 'cotangent'
import fc from 'fast-check'
import { either as E } from 'fp-ts'
import * as t from 'io-ts'
import { describe, expect, it } from 'vitest'
import { holds } from '../../holds.ts'

const failing = <A, O>(spec: CodecSpec<A, O>): readonly string[] =>
  laws
    .codec('c', spec)
    .filter((law) => law.run({ runs: 50, seed: 1 })._tag !== 'passed')
    .map((law) => law.name.replace('c: ', ''))

const bytes = fc.uint8Array({ minLength: 1, maxLength: 20 })

/** Bytes behind their count. */
const counted = {
  encode: (content: Uint8Array) => Uint8Array.of(content.length, ...content),
  decode: (encoded: Uint8Array) =>
    encoded.length > 0 && encoded[0] === encoded.length - 1 ? E.right(encoded.slice(1)) : E.left('another length'),
}

describe('laws.codec', () => {
  it('holds for io-ts codecs and for bytes', () => {
    expect(failing({ codec: t.number, values: fc.double({ noNaN: true }), garbage: fc.string() })).toEqual([])
    expect(failing({ codec: counted, values: bytes, compared: (content) => [...content] })).toEqual([])
  })

  it('catches a value that comes back as another', () => {
    const rounding = { encode: (n: number) => Math.fround(n), decode: (n: number) => E.right(n) }
    expect(failing({ codec: rounding, values: fc.double({ noNaN: true, noDefaultInfinity: true }) })).toEqual([
      'round trip',
    ])
  })

  it('catches a value that does not come back', () => {
    expect(
      failing({ codec: { encode: String, decode: (u: unknown) => t.number.decode(u) }, values: fc.integer() }),
    ).toEqual(['round trip'])
  })

  it('catches garbage that is taken', () => {
    expect(failing({ codec: t.unknown, values: fc.integer(), garbage: fc.string() })).toEqual(['garbage is refused'])
  })

  it('catches a decoder that throws', () => {
    const throwing = { encode: JSON.stringify, decode: (text: string) => E.right(JSON.parse(text)) }
    expect(failing({ codec: throwing, values: fc.integer(), garbage: fc.constant('{') })).toEqual([
      'garbage is refused',
    ])
  })

  it('catches bytes cut short that are taken', () => {
    const trusting = { ...counted, decode: (encoded: Uint8Array) => E.right(encoded.slice(1)) }
    expect(failing({ codec: trusting, values: bytes, compared: (content) => [...content] })).toEqual([
      'damage does no harm',
    ])
    expect(failing({ codec: trusting, values: bytes, compared: (content) => [...content], refusesCut: false })).toEqual(
      [],
    )
  })

  it('catches a decoder that throws on damage', () => {
    const fragile = {
      ...counted,
      decode: (encoded: Uint8Array) => {
        const decoded = counted.decode(encoded)
        if (E.isLeft(decoded)) throw new RangeError('no')
        return decoded
      },
    }
    expect(failing({ codec: fragile, values: bytes, compared: (content) => [...content] })).toEqual([
      'damage does no harm',
    ])
  })
})

describe('saveTree and loadTree', () => {
  const form = { weight: tensor([0, 0], [2]), rest: [tensor([0], [1])] as const }
  const values = fc
    .array(fc.double({ noNaN: true }), { minLength: 3, maxLength: 3 })
    .map(([a = 0, b = 0, c = 0]): typeof form => ({ weight: tensor([a, b], [2]), rest: [tensor([c], [1])] }))
  const encode = (tree: typeof form) => saveTree(tree, { precision: 'F64' })

  holds(
    laws.codec('a tree as safetensors', {
      codec: { encode, decode: loadTree(form) },
      values,
      garbage: fc.oneof(fc.uint8Array({ maxLength: 40 })),
    }),
    laws.tree('trees of two tensors', values),
    laws.tree('trees', trees() as fc.Arbitrary<never>),
  )
})
