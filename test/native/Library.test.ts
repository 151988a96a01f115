/** @file Libraries that cannot be used come back as an error that names the path and the reason; nothing crashes. */
import type { NativeError } from 'cotangent/native'
import { nativeRuntime, showNativeError } from 'cotangent/native'
import * as E from 'fp-ts/lib/Either.js'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findKoffi } from '../../src/foreign/koffi.ts'
import { findLibrary } from '../../src/native/Library.ts'
import { describeNative } from './native.ts'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-native-'))
afterAll(() => rmSync(folder, { recursive: true }))

const refusal = (library: string): NativeError | null => {
  const made = nativeRuntime({ library })
  if (E.isLeft(made)) return made.left
  made.right.close()
  return null
}

const isLinux = process.platform === 'linux'

/** A copy of a program whose header names another processor than this one's. */
const foreign = (): string => {
  const path = join(folder, 'foreign.so')
  copyFileSync(process.execPath, path)
  const bytes = readFileSync(path)
  bytes[18] = bytes[18] === 183 ? 62 : 183
  writeFileSync(path, bytes)
  return path
}

describe('nativeRuntime', () => {
  it('refuses a path where there is nothing, with what the system says', () => {
    const path = join(folder, 'none.so')
    expect(refusal(path)).toMatchObject({ _tag: 'NotLoaded', path })
  })

  it('refuses a file that is no library, and one that is cut off', () => {
    const text = join(folder, 'text.so')
    writeFileSync(text, 'no library\n'.repeat(100))
    expect(refusal(text)).toMatchObject({ _tag: 'NotLoaded', path: text })
    const cut = join(folder, 'cut.so')
    writeFileSync(cut, readFileSync(process.execPath).subarray(0, 5000))
    expect(refusal(cut)).toMatchObject({ _tag: 'NotLoaded', path: cut })
  })

  it('refuses a folder, an empty path, and one with a NUL', () => {
    expect(refusal(folder)).toEqual({ _tag: 'NotLoaded', path: folder, reason: 'it is no file' })
    expect(refusal('')).toEqual({ _tag: 'NotLoaded', path: '', reason: 'the path is empty' })
    expect(refusal('a\0b')).toEqual({ _tag: 'NotLoaded', path: 'a\0b', reason: 'a path has no NUL character' })
  })

  // Named pipes and ELF headers: on Linux.
  it.runIf(isLinux)('does not wait for a pipe', () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(refusal(pipe)).toEqual({ _tag: 'NotLoaded', path: pipe, reason: 'it is no file' })
  })

  it.runIf(isLinux)('refuses a library for another architecture', () => {
    const path = foreign()
    expect(refusal(path)).toEqual({ _tag: 'NotLoaded', path, reason: 'it is built for another architecture' })
  })

  it.runIf(isLinux)('refuses a library without cblas_sgemm', () => {
    expect(refusal('libm.so.6')).toEqual({ _tag: 'NoProduct', path: 'libm.so.6', reason: 'it has no cblas_sgemm' })
  })

  it('refuses a koffi that is not there', () => {
    const made = nativeRuntime({ koffi: join(folder, 'koffi') })
    expect(made).toMatchObject({ _tag: 'Left', left: { _tag: 'NotInstalled' } })
  })

  it('refuses options of other names', () => {
    expect(() => nativeRuntime({ thread: 2 } as never)).toThrow(/set the options of nativeRuntime: .*'thread'/)
    for (const fewest of [NaN, -3.5])
      expect(() => nativeRuntime({ fewest })).toThrow(/expected 'fewest' to be a number, 0 or more/)
  })
})

describe('findLibrary', () => {
  it('tells every name that it tried, and why each is not used', () => {
    const koffi = findKoffi()
    if (E.isLeft(koffi)) throw new Error('koffi is a development dependency')
    const load = (): never => {
      throw new Error('not today')
    }
    const error = findLibrary({ ...koffi.right, koffi: { ...koffi.right.koffi, load } }, 'linux')
    expect(error).toMatchObject({ _tag: 'Left', left: { _tag: 'NoLibrary' } })
    const text = E.isLeft(error) ? showNativeError(error.left) : ''
    expect(text).toMatch(/libopenblas\.so\.0: not today; .*libblas\.so\.3: not today/)
  })
})

describeNative('nativeRuntime on the library of the system', (runtime) => {
  it('tells which it is', () => {
    expect(runtime.name).toBe('native')
    expect(runtime.library).not.toBe('')
  })

  it('takes a library by name', () => {
    const made = nativeRuntime({ library: runtime.library, threads: 1 })
    expect(made).toMatchObject({ _tag: 'Right', right: { library: runtime.library } })
  })
})
