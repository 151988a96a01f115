import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { checkBytes } from '../../src/core/checkBytes.ts'

describe('checkBytes', () => {
  it('takes bytes of every realm', () => {
    for (const bytes of [new Uint8Array(2), Buffer.from('ab'), runInNewContext('new Uint8Array(2)') as Uint8Array]) {
      expect(checkBytes('read', bytes)).toBe(bytes)
    }
  })

  it.each([[null], ['ab'], [[1]], [new Int8Array(1)], [new DataView(new ArrayBuffer(1))], [new ArrayBuffer(1)]])(
    'refuses %s',
    (bytes) => {
      expect(() => checkBytes('read', bytes as never)).toThrow('Cannot read: expected bytes as a Uint8Array, found')
    },
  )
})
