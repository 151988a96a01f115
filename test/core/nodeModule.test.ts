import { readSafetensors, readFile, showCheckpointError, writeFile, writeSafetensors } from 'cotangent/checkpoint'
import { readBytes, readImageFolder, readMnist, showDecodeError } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nodeModule } from '../../src/core/nodeModule.ts'

const checkpoints = {
  readFile: readFile('file'),
  readSafetensors: readSafetensors('file'),
  writeFile: writeFile('file')('text'),
  writeSafetensors: writeSafetensors('file')({ tensors: new Map(), metadata: new Map() }),
}
const data = {
  readBytes: readBytes('file'),
  readImageFolder: readImageFolder()('file'),
  readMnist: readMnist('file'),
}
const advice = 'this platform has no files; fetch the bytes, and decode or keep those'

describe('a platform without the modules of Node', () => {
  beforeEach(() => {
    vi.stubGlobal('process', undefined)
    return () => vi.unstubAllGlobals()
  })

  it('gives none', () => {
    expect(nodeModule('node:fs/promises')).toBeUndefined()
  })

  it.each(Object.entries(checkpoints))('has %s say that there are no files', async (_, task) => {
    const result = await task()
    expect(result).toMatchObject({ left: { _tag: 'FileFault', path: 'file', code: 'NO_FILES' } })
    expect(E.isLeft(result) && showCheckpointError(result.left)).toMatch(`file: ${advice}`)
  })

  it.each(Object.entries(data))('has %s say that there are no files', async (_, task) => {
    const result = await task()
    expect(result).toMatchObject({ left: { _tag: 'Unreadable', code: 'NO_FILES' } })
    expect(E.isLeft(result) && showDecodeError(result.left)).toMatch(new RegExp(`^Cannot read file\\S*: ${advice}$`))
  })
})
