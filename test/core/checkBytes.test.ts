import { runInNewContext } from 'node:vm'
import { decodeNpy, decodeNpz, decodePth, decodeSafetensors, decodeStateDict, loadTree } from 'cotangent/checkpoint'
import { decodeImage } from 'cotangent/data'
import { decodeOnnx } from 'cotangent/onnx'
import { describe, expect, it } from 'vitest'
import { checkBytes } from '../../src/core/checkBytes.ts'

describe('checkBytes', () => {
  it('takes bytes of every realm', () => {
    for (const bytes of [new Uint8Array(2), Buffer.from('ab'), runInNewContext('new Uint8Array(2)') as Uint8Array]) {
      expect(checkBytes('read', bytes)).toBe(bytes)
    }
  })

  it('says how to make bytes of a buffer', () => {
    const buffer = new ArrayBuffer(1)
    for (const decode of [
      decodeSafetensors,
      loadTree({}),
      decodeNpy(),
      decodeNpz(),
      decodePth(),
      decodeStateDict(),
      decodeOnnx,
      decodeImage,
    ]) {
      expect(() => decode(buffer as never)).toThrow('found an ArrayBuffer; write new Uint8Array(buffer)')
      expect(() => decode(undefined as never)).toThrow('expected bytes as a Uint8Array, found undefined')
    }
  })

  it.each([[null], ['ab'], [[1]], [new Int8Array(1)], [new DataView(new ArrayBuffer(1))], [new ArrayBuffer(1)]])(
    'refuses %s',
    (bytes) => {
      expect(() => checkBytes('read', bytes as never)).toThrow('Cannot read: expected bytes as a Uint8Array, found')
    },
  )
})
