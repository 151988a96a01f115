/**
 * @file LeNet on several processes: one shows and saves, an interrupt ends all with a checkpoint, and a training goes on
 * from it: bit for bit on as many processes, and up to rounding on another number.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeSafetensors } from 'cotangent/checkpoint'
import { readMnist } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundled } from '../bundled.ts'
import type { Launcher } from '../distributed/launch.ts'
import { launchers, leftOut, runWords, wordsFor } from '../distributed/launch.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = await bundled(new URL('../../examples/lenet.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'cotangent-lenet-'))
const digits = join(folder, 'digits')
afterAll(() => rmSync(folder, { recursive: true }))

const bigEndian = (numbers: readonly number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * numbers.length))
  numbers.forEach((value, k) => view.setUint32(4 * k, value))
  return new Uint8Array(view.buffer)
}

/** A few of the digits, in the four files of MNIST. */
beforeAll(async () => {
  const read = await readMnist(join(root, 'data/mnist'))()
  if (E.isLeft(read)) throw new Error('the digits are not there')
  mkdirSync(digits)
  const { train, test } = read.right
  for (const [name, { images, labels }, count] of [
    ['train', train, 400],
    ['t10k', test, 100],
  ] as const) {
    const [pixels, classes] = [images.subarray(0, count * 784), Uint8Array.from(labels.subarray(0, count))]
    writeFileSync(join(digits, `${name}-images-idx3-ubyte`), Buffer.concat([bigEndian([0x803, count, 28, 28]), pixels]))
    writeFileSync(join(digits, `${name}-labels-idx1-ubyte`), Buffer.concat([bigEndian([0x801, count]), classes]))
  }
})

const flags = (out: string, epochs: number): readonly string[] => [
  ...['--distributed', '--threads', '1', '--data', digits, '--batch', '20'],
  ...['--epochs', String(epochs), '--out', join(folder, out)],
]

const train = (launcher: Launcher, out: string, epochs: number, ...more: readonly string[]) =>
  runWords(launcher.command, [...wordsFor(launcher, 2, program), ...flags(out, epochs), ...more])

const checkpoint = (out: string): Uint8Array => readFileSync(join(folder, out, 'checkpoint.safetensors'))

const numbersIn = (out: string): readonly number[] => {
  const read = decodeSafetensors(checkpoint(out))
  return E.isRight(read) ? [...read.right.tensors.values()].flatMap(({ data }) => Array.from(data, Number)) : []
}

/** Starts processes and interrupts their launcher as soon as they train. */
const interrupted = (launcher: Launcher, out: string) =>
  new Promise<{ readonly out: string; readonly err: string; readonly code: number | null }>((resolve) => {
    const words = [...wordsFor(launcher, 2, program), ...flags(out, 100_000)]
    const running = spawn(launcher.command, words, { timeout: 50_000, killSignal: 'SIGKILL' })
    const text = { out: '', err: '' }
    running.stdout.on('data', (piece: Buffer) => {
      const before = text.out
      text.out += piece.toString()
      if (!before.includes('Epoch 2/') && text.out.includes('Epoch 2/')) running.kill('SIGINT')
    })
    running.stderr.on('data', (piece: Buffer) => (text.err += piece.toString()))
    running.on('exit', (code) => resolve({ ...text, code }))
  })

const times = (text: string, part: string): number => text.split(part).length - 1

if (launchers.length === 0)
  describe.skip('LeNet on several processes: neither mpirun.openmpi nor mpiexec.mpich is installed', () => {})

for (const name of leftOut) describe.skip(`LeNet ${name}`, () => {})

describe.each(launchers)('LeNet on several processes of $name', (launcher) => {
  it('goes on from a checkpoint, on as many processes or on another number', () => {
    const whole = train(launcher, 'whole', 2)
    expect([whole.code, times(whole.lines.join('\n'), 'Training LeNet')], whole.errors).toEqual([0, 1])
    expect(whole.lines[0]).toMatch(/^2 processes/)
    expect(train(launcher, 'parts', 1).code).toBe(0)
    cpSync(join(folder, 'parts'), join(folder, 'alone'), { recursive: true })
    const rest = train(launcher, 'parts', 2, '--resume')
    expect(rest.lines.join('\n'), rest.errors).toMatch(/Going on after step 20/)
    expect(Buffer.compare(checkpoint('parts'), checkpoint('whole'))).toBe(0)
    const alone = runWords(process.execPath, [program, ...flags('alone', 2), '--resume'])
    expect(times(alone.lines.join('\n'), 'Not started by mpirun: a group of one process'), alone.errors).toBe(1)
    const [one, two] = [numbersIn('alone'), numbersIn('whole')]
    expect(one.length).toBe(two.length)
    expect(one.length).toBeGreaterThan(100_000)
    expect(one.reduce((most, value, k) => Math.max(most, Math.abs(value - two[k]!)), 0)).toBeLessThan(1e-5)
  }, 240_000)

  it('ends by an interrupt, with one line and a checkpoint', async () => {
    const ended = await interrupted(launcher, 'interrupted')
    expect(times(ended.err + ended.out, 'Stopping; Ctrl-C again to quit at once')).toBe(1)
    const steps = numbersIn('interrupted')[0]
    expect(steps).toBeGreaterThan(20)
    expect(spawnSync('pgrep', ['-f', join(folder, 'interrupted')]).stdout.toString()).toBe('')
  }, 120_000)
})
