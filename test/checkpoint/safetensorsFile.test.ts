/** @file Files a tensor at a time: the same as all at once, and the same refusals. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { decodeSafetensors, encodeSafetensors, readSafetensors, writeSafetensors } from 'cotangent/checkpoint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goldenFile } from '../data/goldenFiles.ts'

const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'safetensors-'))
})
afterAll(() => rm(state.folder, { recursive: true }))
const at = (name: string): string => join(state.folder, name)

const file = {
  metadata: new Map([['epoch', '3']]),
  tensors: new Map([
    ['a', { dtype: 'U8', data: Uint8Array.of(1, 2, 3), shape: [3] }],
    ['b.weight', { dtype: 'F32', data: Float32Array.of(1, 0.5, -2, 8), shape: [2, 2] }],
    ['empty', { dtype: 'F64', data: new Float64Array(0), shape: [0, 4] }],
  ] as const),
}

describe('files of safetensors', () => {
  it('hold the bytes of encodeSafetensors, and are read back', async () => {
    expect(await writeSafetensors(at('one'))(file)()).toEqual(E.right(undefined))
    const bytes = Uint8Array.from(await readFile(at('one')))
    expect(bytes).toEqual(encodeSafetensors(file))
    expect(await readSafetensors(at('one'))()).toEqual(decodeSafetensors(bytes))
    expect(await readdir(state.folder)).toEqual(['one'])
  })

  it('of PyTorch are read as at once', async () => {
    const bytes = goldenFile('dtypes.expected.safetensors')
    await writeFile(at('two'), bytes)
    expect(await readSafetensors(at('two'))()).toEqual(decodeSafetensors(bytes))
  })

  it('that are cut are refused as at once, wherever they are cut', async () => {
    const bytes = encodeSafetensors(file)
    for (let length = 0; length < bytes.length; length += 7) {
      await writeFile(at('cut'), bytes.subarray(0, length))
      const read = await readSafetensors(at('cut'))()
      expect(E.isLeft(read)).toBe(true)
      expect(read).toEqual(decodeSafetensors(bytes.subarray(0, length)))
    }
  })

  it('that cannot be read or written say why', async () => {
    expect(await readSafetensors(at('none'))()).toMatchObject({ left: { _tag: 'FileFault', code: 'ENOENT' } })
    await writeFile(at('plain'), '')
    expect(await writeSafetensors(at('plain/inside'))(file)()).toMatchObject({ left: { action: 'write' } })
  })
})
