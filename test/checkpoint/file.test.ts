import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { readFile, writeFile } from '../../src/checkpoint/file.ts'

const scratch = mkdtempSync(join(tmpdir(), 'cotangent-file-'))

afterAll(() => {
  rmSync(scratch, { recursive: true })
})

describe('writeFile', () => {
  it('makes the folder, replaces what was there and leaves nothing else behind', async () => {
    const path = join(scratch, 'new/folder/file')
    expect(await writeFile(path)('first')()).toEqual(E.right(undefined))
    expect(await writeFile(path)(Uint8Array.of(104, 105))()).toEqual(E.right(undefined))
    expect(readFileSync(path, 'utf8')).toBe('hi')
    expect(readdirSync(join(scratch, 'new/folder'))).toEqual(['file'])
  })

  it('says why it cannot write, and takes the half-written file away', async () => {
    const path = join(scratch, 'taken')
    mkdirSync(path)
    expect(await writeFile(path)('text')()).toMatchObject({ left: { _tag: 'FileFault', action: 'write', path } })
    expect(readdirSync(scratch).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

describe('readFile', () => {
  it('says why it cannot read', async () => {
    const path = join(scratch, 'nothing')
    expect(await readFile(path)()).toEqual(E.left({ _tag: 'FileFault', action: 'read', path, code: 'ENOENT' }))
  })
})
