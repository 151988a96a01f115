/**
 * @file Where the time of a compiled function goes: one row per instruction, beside the most that the same backend
 * reaches.
 *
 * The limits are measured in the same run: operations per second in a matrix product, bytes per second in a negation of
 * a long array. An instruction's share of the ceiling is the larger of its two shares; 1 means that it runs as fast as
 * its limit allows.
 *
 * Laws: "has a row per instruction of the program", "shares of the time come to 1".
 */
import type { KernelFamily } from '../core/KernelFamily.ts'
import { countOf, showShape } from '../core/Shape.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { arrayOf } from '../core/TensorNumbers.ts'
import type { Backend, Program, ProgramInstruction } from './Program.ts'
import { stepwise } from './stepwise.ts'
import { bytesMoved, operationsIn } from './work.ts'

/** One instruction of a profile. */
export interface ProfiledInstruction {
  /** Its value, such as `%3`, as in {@link explain}. */
  readonly value: string
  readonly name: string
  readonly shape: readonly number[]
  /** The median over the rounds. */
  readonly milliseconds: number
  /** Its fraction of the whole time, from 0 to 1. */
  readonly share: number
  /** Billions of floating-point operations per second, counted by the formula of the instruction. */
  readonly gflops: number
  /** Bytes that it reads and writes. */
  readonly bytes: number
  /** How close it comes to its limit, operations or memory: 1 is as fast as the limits of the profile. */
  readonly ofCeiling: number
}

/** Where the time of a compiled function goes. */
export interface Profile {
  readonly backend: string
  /** The sum over all instructions. */
  readonly milliseconds: number
  /**
   * The most that the backend reached: in a product of two 384x384 matrices, and in a negation of two million numbers.
   */
  readonly limits: { readonly gflops: number; readonly gigabytesPerSecond: number }
  /** In the order of the program. */
  readonly instructions: readonly ProfiledInstruction[]
  /** All of this, slowest instruction first. */
  readonly text: string
}

const rounds = 5

/** The shortest time that a clock can resolve, in milliseconds. */
const shortest = 0.001

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** Times instructions one at a time, for a backend that does not time its own. */
const timedAlone = (backend: Backend, program: Program): ((inputs: readonly TensorNumbers[]) => readonly number[]) => {
  const run = stepwise(backend, program)
  return (inputs) => run(inputs.map(arrayOf)).steps.map(({ milliseconds }) => milliseconds)
}

/** The milliseconds of each instruction of a program over several runs, after one warm-up run. */
const runsOf = (
  backend: Backend,
  program: Program,
  inputs: readonly TensorNumbers[],
): readonly (readonly number[])[] => {
  const run = backend.timed?.(program) ?? timedAlone(backend, program)
  run(inputs)
  return Array.from({ length: rounds }, () => run(inputs))
}

const side = 384
const long = 2_000_000

const programOf = (
  { name, ...family }: Pick<ProgramInstruction<'matmul' | 'neg'>, 'name' | 'family'>,
  shapes: readonly (readonly number[])[],
  shape: readonly number[],
): Program => ({
  inputs: shapes,
  instructions: [{ name, params: {}, inputs: shapes.map((_, id) => id), inputShapes: shapes, shape, ...family }],
  outputs: [shapes.length],
})

const limitsOf = (backend: Backend, products: KernelFamily): Profile['limits'] => {
  const matrix = new Float32Array(side * side).fill(0.5)
  const product = programOf(
    { name: 'matmul', family: products },
    [
      [side, side],
      [side, side],
    ],
    [side, side],
  )
  const negation = programOf({ name: 'neg' }, [[long]], [long])
  const fastest = (program: Program, inputs: readonly TensorNumbers[]): number =>
    Math.min(...runsOf(backend, program, inputs).map(([time = Infinity]) => time))
  const multiplied = fastest(product, [matrix, matrix])
  const negated = fastest(negation, [new Float32Array(long).fill(0.5)])
  const moved = 2 * long * (backend.bytesPerNumber ?? 4)
  return { gflops: (2 * side ** 3) / multiplied / 1e6, gigabytesPerSecond: moved / negated / 1e6 }
}

const columns = (texts: readonly string[]): string =>
  texts.map((text, k) => (k === texts.length - 1 ? text : text.padStart(k === 0 ? 12 : 9))).join('  ')

const row = ({ value, name, shape, milliseconds, share, gflops, bytes, ofCeiling }: ProfiledInstruction): string =>
  columns([
    milliseconds.toFixed(3),
    (100 * share).toFixed(1),
    gflops.toFixed(2),
    (bytes / 2 ** 20).toFixed(2),
    (100 * ofCeiling).toFixed(0),
    `${value} = ${name} ${showShape(shape)}`,
  ])

const showProfile = ({ backend, milliseconds, limits, instructions }: Omit<Profile, 'text'>): string =>
  [
    `on ${backend}: ${milliseconds.toFixed(3)} ms in ${countOf(instructions.length, 'instruction')}; limits ` +
      `${limits.gflops.toFixed(1)} GFLOP/s, ${limits.gigabytesPerSecond.toFixed(1)} GB/s`,
    columns(['ms', '% of time', 'GFLOP/s', 'MiB', '% of limit', 'instruction']),
    ...instructions.toSorted((a, b) => b.milliseconds - a.milliseconds).map(row),
  ].join('\n')

/** Profiles a program that a backend runs; its limits are those of a large product, computed by `products`. */
export const profileProgram = (
  program: Program,
  backend: Backend,
  inputs: readonly TensorNumbers[],
  products: KernelFamily,
): Profile => {
  const runs = runsOf(backend, program, inputs)
  const times = program.instructions.map((_, k) => median(runs.map((run) => run[k] ?? 0)))
  const limits = limitsOf(backend, products)
  const milliseconds = times.reduce((sum, time) => sum + time, 0)
  const instructions = program.instructions.map((instruction, k): ProfiledInstruction => {
    const time = times[k] ?? 0
    const [operations, bytes] = [operationsIn(instruction), bytesMoved(instruction, backend.bytesPerNumber ?? 4)]
    const least = Math.max(operations / limits.gflops, bytes / limits.gigabytesPerSecond) / 1e6
    return {
      value: `%${String(program.inputs.length + k)}`,
      name: instruction.name,
      shape: instruction.shape,
      milliseconds: time,
      share: milliseconds === 0 ? 0 : time / milliseconds,
      gflops: time === 0 ? 0 : operations / time / 1e6,
      bytes,
      // An instruction folded into another one takes almost no time, whatever its formula says.
      ofCeiling: time < shortest ? 0 : least / time,
    }
  })
  const found = { backend: backend.name, milliseconds, limits, instructions }
  return { ...found, text: showProfile(found) }
}
