/** @file What a backend tells while it is debugged. */
import {
  compile,
  debugBackend,
  div,
  exp,
  log,
  makeRuntime,
  mul,
  referenceBackend,
  sub,
  sum,
  tensor,
  toArray,
  wasmBackend,
} from 'cotangent'
import type { DebugWord, Runtime, Tensor } from 'cotangent'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { applicationOf } from '../../src/core/Tensor.ts'

const wasm = wasmBackend({ threads: 1 })
afterAll(wasm.close)

const opened: Runtime[] = []
afterEach(() => {
  opened.splice(0).forEach((runtime) => runtime.close())
})

const watched = (show: readonly DebugWord[], backend = referenceBackend) => {
  const told: string[] = []
  const runtime = makeRuntime(debugBackend(backend, { show, write: (text) => told.push(text) }))
  opened.push(runtime)
  return { told, runtime }
}

const f = (x: Tensor): Tensor => sum({ axis: 1 })(mul(exp(x), sub(x, 1)))
const x = tensor([0, 1, 2, 3], [2, 2])

describe('debugBackend', () => {
  it.each([
    ['reference', referenceBackend],
    ['wasm', wasm],
  ])('gives the numbers of the program, on %s', (_, backend) => {
    const { runtime } = watched(['program', 'time', 'nan'], backend)
    const plain = makeRuntime(backend)
    expect(toArray(f(x), runtime)).toEqual(toArray(f(tensor([0, 1, 2, 3], [2, 2])), plain))
    expect(toArray(compile(f, { runtime })(x), runtime)).toEqual(toArray(compile(f, { runtime: plain })(x), plain))
  })

  it('writes each program once', () => {
    const { told, runtime } = watched(['program'])
    const run = (at: number) => toArray(exp(tensor([at], [1])), runtime)
    run(1)
    run(2)
    expect(told).toEqual([
      'on reference, 8 bytes per number\n%0 : [1]\n%1 = exp(%0) [1], 8 bytes, 8 held\nreturn %1\npeak 8 bytes',
    ])
  })

  it('writes the time of every instruction of each run, the slowest first', () => {
    const { told, runtime } = watched(['time'], { ...referenceBackend, fuses: false })
    toArray(f(tensor([0, 1, 2, 3], [2, 2])), runtime)
    expect(told).toHaveLength(1)
    const [head = '', ...rows] = (told[0] ?? '').split('\n')
    expect(head).toMatch(/ms 100\.0 % {2}5 instructions, one at a time$/)
    const times = rows.map((row) => Number(/^ *([0-9.]+) ms/.exec(row)?.[1]))
    expect(times).toHaveLength(5)
    expect(times).toEqual([...times].sort((a, b) => b - a))
  })

  it('names the instruction that makes a NaN, and the line that built it', () => {
    const { told, runtime } = watched(['nan'])
    const zeros = tensor([1, 0], [2])
    const ratio = div(zeros, zeros)
    toArray(exp(log(ratio)), runtime)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^NaN first in %1 = div \[2\], entry 1, of 0, 0, made at .*debug\.test\.ts:\d+:\d+$/)
  })

  it('blames nobody for a NaN that was given, nor for an infinity', () => {
    const { told, runtime } = watched(['nan'])
    toArray(exp(tensor([Number.NaN], [1])), runtime)
    toArray(log(tensor([0], [1])), runtime)
    expect(told).toEqual([])
  })

  it('notes no lines any more once it is closed', () => {
    watched(['nan']).runtime.close()
    expect(applicationOf(exp(tensor([1], [1])))?.origin).toBeNull()
  })

  it('names it inside a compiled function, with the line of the function', () => {
    const { told, runtime } = watched(['nan'])
    compile((v: Tensor) => exp(log(v)), { runtime })(tensor([-1], [1]))
    expect(told[0]).toMatch(/^NaN first in %1 = log \[1\], entry 0, of -1, made at .*debug\.test\.ts:\d+:\d+$/)
  })
})

describe('COTANGENT_DEBUG', () => {
  const program = fileURLToPath(new URL('debugged.program.ts', import.meta.url))
  const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url))
  const run = (words: string): string =>
    spawnSync(process.execPath, [tsx, program], {
      env: { ...process.env, COTANGENT_DEBUG: words },
      encoding: 'utf8',
    }).stderr

  it('debugs the default runtime, and says what it does not know', () => {
    expect(run('nan,typo')).toMatch(
      /COTANGENT_DEBUG knows program, time, nan, not typo[^]*NaN first in .* made at .*debugged\.program\.ts:\d+/,
    )
  })
})
