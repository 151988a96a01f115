/** @file Threads: the same bits for any number of them, no thread that keeps a program alive, and none that hangs it. */
import { familyOf } from '../../../src/backend/families.ts'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { wasmBackend } from '../../../src/backend/wasm/index.ts'
import type { InstructionName, Program, ProgramSet } from '../../../src/compile/Program.ts'
import type { Shape } from '../../../src/core/Shape.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import type { WindowOptions } from '../../../src/core/Window.ts'
import { windowOf } from '../../../src/core/Window.ts'
import { bundled } from '../../bundled.ts'

const single = <N extends InstructionName>(
  name: N,
  params: ProgramSet[N]['params'],
  inputShapes: readonly Shape[],
  shape: Shape,
): Program => ({
  inputs: inputShapes,
  instructions: [{ name, params, inputs: inputShapes.map((_, id) => id), inputShapes, shape, ...familyOf(name) }],
  outputs: [inputShapes.length],
})

/** Numbers that are the same in every run, and whose sums depend on their order. */
const numbers = (shape: Shape, seed: number): Float32Array =>
  Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 12.9898 + seed) * 43.7)

const slide = (input: readonly number[], kernel: readonly number[], options: WindowOptions) =>
  windowOf({ operation: 'slide', shapes: [input], phrase: 'slide' }, input, kernel, options)

const wide = slide([20, 20], [3, 3], { padding: 1 })
const strided = slide([21, 21], [3, 3], { stride: 2 })
const pool = slide([20, 20], [3, 3], { stride: 2 })
const [x, w, y]: readonly Shape[] = [
  [4, 24, 20, 20],
  [32, 24, 3, 3],
  [4, 32, 20, 20],
]
/** Deep enough to go by tiles, in several batches. */
const [deepX, deepW, deepY]: readonly Shape[] = [
  [12, 48, 20, 20],
  [64, 48, 3, 3],
  [12, 64, 20, 20],
]
const steps = [
  { op: 'exp', args: [0] },
  { op: 'add', args: [1, 2] },
] as const

const programs: Readonly<Record<string, Program>> = {
  conv: single('conv', { window: wide, groups: 1 }, [x!, w!], y!),
  convInput: single('convInput', { window: wide, groups: 1 }, [y!, w!], x!),
  convFilter: single('convFilter', { window: wide, groups: 1 }, [x!, y!], w!),
  'deep conv': single('conv', { window: wide, groups: 1 }, [deepX!, deepW!], deepY!),
  'deep convInput': single('convInput', { window: wide, groups: 1 }, [deepY!, deepW!], deepX!),
  'deep convFilter': single('convFilter', { window: wide, groups: 1 }, [deepX!, deepY!], deepW!),
  'conv with stride and groups': single(
    'conv',
    { window: strided, groups: 4 },
    [
      [8, 32, 21, 21],
      [48, 8, 3, 3],
    ],
    [8, 48, 10, 10],
  ),
  'convInput with stride and groups': single(
    'convInput',
    { window: strided, groups: 4 },
    [
      [8, 48, 10, 10],
      [48, 8, 3, 3],
    ],
    [8, 32, 21, 21],
  ),
  matmul: single(
    'matmul',
    {},
    [
      [150, 210],
      [210, 117],
    ],
    [150, 117],
  ),
  sum: single('sum', { axes: [0, 2] }, [[64, 50, 300]], [50]),
  logsumexp: single('logsumexp', { axes: [1] }, [[600, 100]], [600]),
  tanh: single('tanh', {}, [[100_001]], [100_001]),
  fused: single('fused', { steps }, [[400, 300], [300]], [400, 300]),
  transpose: single('transpose', { permutation: [1, 0] }, [[700, 301]], [301, 700]),
  maxPool: single('maxPool', { window: pool }, [[8, 32, 20, 20]], [8, 32, 9, 9]),
  uniform: single('uniform', { shape: [100_003] }, [[4]], [100_003]),
}

const door = await bundled(new URL('../../../src/backend/wasm/index.ts', import.meta.url))

describe('wasmBackend with threads', () => {
  const backends = [1, 2, 3].map((threads) => wasmBackend({ threads }))
  for (const [name, program] of Object.entries(programs)) {
    it(`gives the same bits for 1, 2 and 3 threads in ${name}`, () => {
      const inputs = program.inputs.map(numbers)
      const [one, ...others] = backends.map((backend) => {
        const run = backend.compile(program)
        // Workers join when they have started; the later runs have them.
        return Array.from({ length: 20 }, () => Buffer.from(run(inputs)[0]!.buffer)).at(-1)!
      })
      for (const other of others) expect(other.equals(one!)).toBe(true)
    })
  }

  it('starts its threads again after it was closed', () => {
    const backend = wasmBackend({ threads: 2 })
    const program = programs['matmul']!
    const run = backend.compile(program)
    const inputs = program.inputs.map(numbers)
    const before = run(inputs)
    backend.close()
    backend.close()
    expect(run(inputs)).toEqual(before)
    backend.close()
    for (const other of backends) other.close()
  })

  it('refuses to go on when a worker dies at work, and computes alone from then on', () => {
    const script = `
      const { Worker } = process.getBuiltinModule('node:worker_threads')
      const takeOneAndDie = \`
        const { memory, controlAt } = process.getBuiltinModule('node:worker_threads').workerData
        const units = new BigInt64Array(memory.buffer, controlAt, 1)
        const one = 1n << 32n
        for (;;) {
          const left = Atomics.load(units, 0)
          const isAny = BigInt.asIntN(32, left) < left >> 32n
          if (isAny && Atomics.compareExchange(units, 0, left, left - one) === left) throw new Error()
        }\`
      const threads = { Worker: class extends Worker { constructor(_, options) { super(takeOneAndDie, options) } } }
      const own = process.getBuiltinModule
      process.getBuiltinModule = (name) => (name === 'node:worker_threads' ? threads : own(name))
      const { wasmBackend } = await import(${JSON.stringify(door)})
      const shape = [2000, 400]
      const run = wasmBackend({ threads: 2 }).compile({
        inputs: [shape],
        instructions: [{ name: 'exp', params: {}, inputs: [0], inputShapes: [shape], shape }],
        outputs: [1],
      })
      const attempt = () => {
        try {
          return run([new Float32Array(800000)])[0][0]
        } catch (error) {
          return error.message
        }
      }
      let answer = attempt()
      while (answer === 1) answer = attempt()
      console.log(answer)
      console.log(attempt())
    `
    const args = ['--input-type=module', '--eval', script]
    const printed = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })
    expect(printed.trim().split('\n')).toEqual([
      'Cannot run the program on the wasm backend: expected an answer of each worker thread, found that one has stopped',
      '1',
    ])
  })

  it('lets a program end by itself, and survives a worker that cannot start', () => {
    const script = (setting: string) => `
      ${setting}
      const { wasmBackend } = await import(${JSON.stringify(door)})
      const shape = [2000, 400]
      const run = wasmBackend({ threads: 3 }).compile({
        inputs: [shape],
        instructions: [{ name: 'exp', params: {}, inputs: [0], inputShapes: [shape], shape }],
        outputs: [1],
      })
      for (let k = 0; k < 50; k++) console.log(run([new Float32Array(800000)])[0][799999])
    `
    const fails = `
      const { Worker } = process.getBuiltinModule('node:worker_threads')
      const threads = { Worker: class extends Worker { constructor(_, options) { super('throw new Error()', options) } } }
      const own = process.getBuiltinModule
      process.getBuiltinModule = (name) => (name === 'node:worker_threads' ? threads : own(name))
    `
    for (const setting of ['', fails]) {
      const args = ['--input-type=module', '--eval', script(setting)]
      const printed = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })
      expect(printed.trim().split('\n')).toEqual(Array.from({ length: 50 }, () => '1'))
    }
  })
})
