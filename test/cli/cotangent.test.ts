import { key } from 'cotangent'
import { lenet } from 'cotangent/models'
import { nativeRuntime } from 'cotangent/native'
import { exportNetwork } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { cotangent } from '../../src/cli/cotangent.ts'

interface Ran {
  readonly code: number
  readonly out: readonly string[]
  readonly err: readonly string[]
}

const run = async (...words: readonly string[]): Promise<Ran> => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await cotangent(words, { out: (line) => out.push(line), err: (line) => err.push(line) })()
  return { code, out, err }
}

describe('cotangent laws', () => {
  it('prints a line a law with its runs and worst error, and how many hold', async () => {
    const { code, out, err } = await run('laws', '--only', 'rsqrt: ', '--runs', '5', '--seed', '3')
    expect([code, err]).toEqual([0, []])
    expect(out).toHaveLength(8)
    expect(out[0]).toMatch(/^ok {3}rsqrt: finite differences +5 runs {2}relative error \d\.\de-\d+ +\d+\.\d\d s$/)
    expect(out.at(-1)).toBe('7 laws hold, on 35 samples of seed 3')
  })

  it('takes exactly the law of a name, where one has it, and text in any case otherwise', async () => {
    const exact = await run('laws', '--only', 'add: adjointness', '--runs', '2', '--seed', '3')
    expect(exact.out).toHaveLength(2)
    const text = await run('laws', '--only', 'ADJOINTNESS', '--runs', '1', '--seed', '3', '--json')
    expect(text.out.length).toBeGreaterThan(50)
  })

  it('prints one object a line with --json', async () => {
    const { out } = await run('laws', '--only', 'exp: adjointness', '--runs', '5', '--seed', '3', '--json')
    expect(out.map((line): unknown => JSON.parse(line))).toEqual([
      {
        _tag: 'passed',
        law: 'exp: adjointness',
        runs: 5,
        seed: 3,
        worstError: expect.any(Number) as number,
        kinks: 0,
        seconds: expect.any(Number) as number,
      },
    ])
  })

  it('holds the wasm backend to the reference', async () => {
    const { code, out } = await run('laws', '--backend', 'wasm', '--only', 'conv on wasm', '--runs', '5', '--seed', '3')
    expect([code, out.length]).toEqual([0, 10])
  })

  it('takes a seed of the moment where none is given, and tells it', async () => {
    const { out } = await run('laws', '--only', 'exp: adjointness', '--runs', '2', '--seed', '3')
    expect(out.at(-1)).toMatch(/^1 law holds, on 2 samples of seed \d+$/)
  })

  it('fails where a law does not hold, and where its time is too short', async () => {
    const { code, out } = await run(
      'laws',
      '--only',
      'random programs: compiled is uncompiled',
      '--runs',
      '100000',
      '--time-limit',
      '0.05',
    )
    expect(code).toBe(1)
    expect(out[0]).toMatch(/^FAIL random programs/)
    expect(out[1]).toMatch(/the time limit left too few samples/)
    expect(out[1]).toMatch(/replay: npx cotangent laws --only "random programs: compiled is uncompiled" --seed \d+$/)
    expect(out.at(-1)).toMatch(/^1 of 1 law does not hold, at seed \d+$/)
  })

  it('holds the kernels of gpu.js to the reference', async () => {
    const { code, out } = await run('laws', '--backend', 'gpu', '--only', 'conv on gpu', '--runs', '3', '--seed', '3')
    expect([code, out.at(-1)]).toEqual([0, '9 laws hold, on 27 samples of seed 3'])
    expect(out[0]).toMatch(/^ok +conv on gpu webasm: value/)
  })

  it("holds the system's BLAS to the reference, or says that there is none", async () => {
    // Of a seed: three samples of any may all be empty matrices, of which there is nothing to compare.
    const law = ['--only', 'matmul on native', '--runs', '3', '--seed', '3']
    const { code, out, err } = await run('laws', '--backend', 'native', ...law)
    const isThere = nativeRuntime()._tag === 'Right'
    expect([code, err]).toEqual(isThere ? [0, []] : [2, [expect.stringContaining('Cannot compute with a native')]])
    expect(out[0] ?? '').toMatch(isThere ? /^ok +matmul on native: value/ : /^$/)
  })

  it('tries a single sample again from a path', async () => {
    const { code, out } = await run('laws', '--only', 'exp: adjointness', '--seed', '3', '--path', '2')
    expect([code, out.at(-1)]).toEqual([0, '1 law holds, on 1 sample of seed 3'])
  })

  it.each<readonly [string, readonly string[], string]>([
    ['a name that no law has', ['--only', 'no such law'], 'No law has "no such law" in its name'],
    ['an unknown backend', ['--backend', 'cpu'], 'Cannot use --backend cpu: expected reference, wasm, native or gpu'],
    ['no runs', ['--runs', '0'], 'Cannot use --runs 0: expected a whole number, 1 or more'],
    ['an empty count', ['--runs', ''], "Cannot use --runs '': expected a whole number, 1 or more"],
    ['half a seed', ['--seed', '0.5'], 'Cannot use --seed 0.5: expected a whole number from 0 to 2147483647'],
    ['no time', ['--time-limit', '0'], 'Cannot use --time-limit 0: expected a number of seconds greater than 0'],
    [
      'a wrong path',
      ['--path', 'a:b'],
      'Cannot use --path a:b: expected a path as a failure prints it, such as 12:0:3',
    ],
    [
      'a path of several laws',
      ['--only', 'rsqrt: ', '--path', '1'],
      'Cannot replay a path of 7 laws: --only names one by its whole name',
    ],
    ['an unknown flag', ['--many'], "unknown option '--many'"],
    ['a stray word', ['exp'], "too many arguments for 'laws'. Expected 0 arguments but got 1."],
  ])('refuses %s with one line', async (_, words, line) => {
    expect(await run('laws', ...words)).toEqual({ code: 2, out: [], err: [line] })
  })
})

describe('cotangent programs', () => {
  it('runs random programs on both backends', async () => {
    const { code, out } = await run('programs', '--runs', '20', '--seed', '1')
    expect([code, out.length]).toEqual([0, 8])
    expect(out.at(-1)).toBe('7 laws hold, on 140 samples of seed 1')
  })
})

describe('cotangent summary', () => {
  it('shows a network by its parameters', async () => {
    const { code, out, err } = await run('summary', 'vgg16')
    expect([code, err]).toEqual([0, []])
    expect(out.join('\n')).toMatch(/total +\[1, 1000\] +138,357,544 +15,470,264,320$/)
  })

  it('shows the model of an ONNX file, for the sides that it leaves open', async () => {
    const [params, state] = lenet.init(key(0))
    const file = exportNetwork(lenet, params, state, [1, 1, 28, 28])
    const folder = mkdtempSync(join(tmpdir(), 'cotangent-summary-'))
    const path = join(folder, 'lenet.onnx')
    writeFileSync(path, E.isRight(file) ? file.right : '')
    writeFileSync(join(folder, 'bad.onnx'), Uint8Array.of(255, 255, 255))
    const [own, ofFile] = [await run('summary', 'lenet'), await run('summary', path)]
    const bad = await run('summary', join(folder, 'bad.onnx'))
    const none = await run('summary', join(folder, 'none.onnx'))
    rmSync(folder, { recursive: true })
    expect(ofFile).toEqual(own)
    expect([bad.code, bad.err.join()]).toEqual([2, expect.stringMatching(/^Cannot read the bytes as an ONNX model/)])
    expect([none.code, none.err.join()]).toEqual([2, expect.stringContaining('no such file or folder')])
  })

  it('takes the sides of another input', async () => {
    const { out } = await run('summary', 'vgg11', '--input', '3,64,64')
    expect(out.join('\n')).toContain('input [1, 3, 64, 64]')
  })

  it.each([
    [['vgg17'], 'Cannot summarize vgg17: expected one of lenet, '],
    [['lenet', '--input', '1,0,2'], 'Cannot use --input 1,0,2: expected whole numbers with commas, such as 3,224,224'],
    [['lenet', '--input', '3,28,28'], 'expected [any, 1, 28, 28], found [1, 3, 28, 28]'],
    [['lenet', '--wide'], "unknown option '--wide'"],
    [[], "missing required argument 'network'"],
  ])('refuses %j', async (words, line) => {
    const { code, out, err } = await run('summary', ...words)
    expect([code, out, err.length]).toEqual([2, [], 1])
    expect(err[0]).toContain(line)
  })

  it('shows its help', async () => {
    const { code, out } = await run('summary', '--help')
    expect([code, out.join('\n')]).toEqual([0, expect.stringContaining('--input <sides>')])
  })
})

describe('cotangent', () => {
  it('shows its help where it is asked, or nothing is', async () => {
    expect((await run('--help')).out.join('\n')).toContain('laws [options]')
    expect((await run()).code).toBe(0)
    const { code, out } = await run('laws', '--help')
    expect([code, out.join('\n')]).toEqual([0, expect.stringContaining('--only <text>')])
  })

  it('refuses another command', async () => {
    expect(await run('train')).toEqual({ code: 2, out: [], err: ["unknown command 'train'"] })
  })

  it('is a program', async () => {
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
    const ran = promisify(execFile)(process.execPath, ['--import', 'tsx', main, 'laws', '--only', 'no such law'])
    await expect(ran).rejects.toMatchObject({ code: 2, stderr: 'No law has "no such law" in its name\n' })
  })
})

describe('cotangent profile', () => {
  it('shows where the time of a network goes, and where that of a training step does', async () => {
    const { code, out, err } = await run('profile', 'lenet', '--batch', '2', '--backend', 'reference')
    expect([code, err]).toEqual([0, []])
    expect(out.join('\n')).toMatch(/^on reference: \d+\.\d{3} ms in \d+ instructions/)
    expect(out.join('\n')).toContain('conv [2, 16, 10, 10]')
    const step = await run('profile', 'lenet', '--gradient', '--backend', 'wasm', '--threads', '1')
    expect(step.out.join('\n')).toContain('convFilter [16, 6, 5, 5]')
  })

  it.each([
    ['a network that there is not', ['nonet'], 'Cannot profile nonet: expected one of lenet'],
    [
      'an empty batch',
      ['lenet', '--batch', '0'],
      'Cannot use --batch and --threads: expected whole numbers, 1 or more',
    ],
    ['sides that do not fit', ['lenet', '--input', '3,28,28'], 'Cannot apply the model to [1, 3, 28, 28]'],
    [
      'a backend that there is not',
      ['lenet', '--backend', 'abacus'],
      "option '--backend <name>' argument 'abacus' is invalid",
    ],
  ])('refuses %s', async (_, words, line) => {
    const { code, out, err } = await run('profile', ...words)
    expect([code, out]).toEqual([2, []])
    expect(err.join('\n')).toContain(line)
  })
})
