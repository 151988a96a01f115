/** @file The examples run, on little, and say what is wrong in one line. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { encode } from 'fast-png'
import { key } from 'cotangent'
import { saveTree } from 'cotangent/checkpoint'
import { lenet } from 'cotangent/models'
import { nativeRuntime } from 'cotangent/native'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundled } from '../bundled.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs an example with words; what it says and its exit code. */
const run = async (name: string, ...words: readonly string[]) => {
  const args = [await bundled(new URL(`../../examples/${name}.ts`, import.meta.url)), ...words]
  const done = promisify(execFile)(process.execPath, args, { cwd: root })
  return done.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (thrown: unknown) => {
      const { code, stdout, stderr } = thrown as {
        readonly code: number
        readonly stdout: string
        readonly stderr: string
      }
      return { code, out: stdout, err: stderr }
    },
  )
}

const state = { folder: '' }
const inFolder = (name: string): string => join(state.folder, name)
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'examples-'))
})
afterAll(() => rm(state.folder, { recursive: true }))

describe('lenet', () => {
  it('trains, and saves weights and pictures', async () => {
    const { code, out } = await run('lenet', '--epochs', '1', '--batch', '200', '--out', inFolder('lenet'))
    expect([code, out]).toEqual([0, expect.stringContaining('of 2000 digits right')])
    expect(await readFile(inFolder('lenet/digits.svg'), 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>$/)
  })

  it("trains on the system's BLAS, or says that there is none", async () => {
    const words = ['--epochs', '1', '--batch', '200', '--backend', 'native', '--out', inFolder('native')]
    const { code, out, err } = await run('lenet', ...words)
    const isThere = nativeRuntime()._tag === 'Right'
    expect(code).toBe(isThere ? 0 : 2)
    expect(isThere ? out : err).toMatch(isThere ? /of 2000 digits right/ : /^Cannot compute with a native library/)
  })

  it.each([
    [['--backend', 'gpu'], 'expected wasm or native'],
    [['--epochs', '0'], 'expected a whole number, 1 or more'],
    [['--lr', 'fast'], 'expected a number greater than 0'],
    [['--data', '/nowhere'], 'Cannot read'],
    [['--wrong'], "unknown option '--wrong'"],
  ])('refuses %j in one line', async (words, line) => {
    const { code, out, err } = await run('lenet', ...words)
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1])
    expect(err).toContain(line)
  })

  it('shows its help', async () => {
    const { code, out } = await run('lenet', '--help')
    expect([code, out]).toEqual([0, expect.stringContaining('--augment')])
  })
})

describe('classify', () => {
  it('names the likeliest classes of an image', async () => {
    const [params] = lenet.init(key(1))
    await writeFile(inFolder('lenet.safetensors'), saveTree(params))
    const data = Uint8Array.from({ length: 20 * 20 }, (_, k) => (k * 7) % 256)
    await writeFile(inFolder('digit.png'), encode({ width: 20, height: 20, channels: 1, depth: 8, data }))
    await writeFile(inFolder('names.txt'), 'zero\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n')
    const words = ['--network', 'lenet', '--weights', inFolder('lenet.safetensors'), '--labels', inFolder('names.txt')]
    const { code, out } = await run('classify', inFolder('digit.png'), ...words)
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(5)
    expect(out).toMatch(/^ *\d+\.\d\d % {2}(zero|one|two|three|four|five|six|seven|eight|nine)\n/)
  })

  it('tells weights that do not fit, and what is no image', async () => {
    const { code, err } = await run('classify', inFolder('digit.png'), '--weights', inFolder('lenet.safetensors'))
    expect(code).toBe(2)
    expect(err).toContain('features.0.weight')
    const words = ['--network', 'lenet', '--weights', inFolder('lenet.safetensors')]
    const none = await run('classify', inFolder('names.txt'), ...words)
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('neither PNG nor JPEG')])
  })
})

describe('upsample', () => {
  it('learns to enlarge, and draws it', async () => {
    const { code, out } = await run('upsample', '--steps', '20', '--out', inFolder('upsample'))
    expect([code, out]).toEqual([0, expect.stringMatching(/nearest 0\.\d+, bilinear 0\.\d+, learned 0\.\d+/)])
    expect((await readFile(inFolder('upsample/upsample.png'))).subarray(1, 4).toString()).toBe('PNG')
  })
})

describe('alexnet-cifar10, vgg-cifar10 and lenet-fashion', () => {
  it.each(['alexnet-cifar10', 'vgg-cifar10'])('%s trains on sketches, and says so', async (name) => {
    const { code, out } = await run(name, '--images', '100', '--epochs', '1')
    expect(code).toBe(0)
    expect(out).toContain('generated sketches')
    expect(out).toMatch(/Epoch 1: \d+\.\d\d % of 20 after/)
  })

  it('lenet-fashion trains on any four files in IDX form', async () => {
    const { code, out } = await run('lenet-fashion', '--data', 'data/mnist', '--images', '500', '--epochs', '1')
    expect([code, out]).toEqual([0, expect.stringMatching(/Epoch 1: \d+\.\d\d % of 2000 after/)])
    const missing = await run('lenet-fashion', '--data', '/nowhere')
    expect([missing.code, missing.err.trim().split('\n').length]).toEqual([2, 1])
  })
})
