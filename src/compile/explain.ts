/**
 * @file What a compiled function runs: its instructions, their shapes, and the memory that they hold, as text and data.
 */
import { showShape, sizeOf } from '../core/Shape.ts'
import { heldNumbers, peakNumbers } from './passes/liveness.ts'
import type { Backend, FusedParams, Program, ProgramInstruction } from './Program.ts'
import { isInstruction } from './Program.ts'

/** One instruction of a compiled function. */
export interface ExplainedInstruction {
  /** Its value, such as `%3`. */
  readonly value: string
  readonly name: string
  /** The values that it reads. */
  readonly inputs: readonly string[]
  readonly shape: readonly number[]
  /** Bytes of its value; 0 if it is a view of another value's numbers. */
  readonly bytes: number
  /** Bytes held while it runs: earlier values that are still needed, and its own. */
  readonly held: number
  /** Its parameters, as text. */
  readonly params: string
}

/** What a compiled function runs. */
export interface Explanation {
  readonly backend: string
  /** Shapes of the inputs: the arguments that it reads, then what it closed over or computed once. */
  readonly inputs: readonly (readonly number[])[]
  readonly instructions: readonly ExplainedInstruction[]
  /** The values that it returns. */
  readonly outputs: readonly string[]
  /** The most that instructions hold at once, not counting the inputs. */
  readonly peakBytes: number
  /** All of this, one line per instruction. */
  readonly text: string
}

const nameOf = (id: number): string => `%${String(id)}`

/** The steps in order; `#k` is the value of step k. */
const showFused = ({ steps }: FusedParams, inputs: readonly number[]): string => {
  const show = (arg: number): string => {
    const input = inputs[arg]
    return input === undefined ? `#${String(arg - inputs.length)}` : nameOf(input)
  }
  return steps.map(({ op, args }, k) => `#${String(k)} = ${op}(${args.map(show).join(', ')})`).join('; ')
}

/** The default settings of a window, which are not shown. */
const unsaid: Readonly<Record<string, unknown>> = { stride: 1, low: 0, high: 0, dilation: 1, inputDilation: 1 }

const isSaid = ([name, value]: readonly [string, unknown]): boolean =>
  !['input', 'output', 'names'].includes(name) && !(name in unsaid && unsaid[name] === value)

const show = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  return `{ ${showEntries(value).join(', ')} }`
}

const showEntries = (record: object): readonly string[] =>
  Object.entries(record)
    .filter(isSaid)
    .map(([name, value]) => `${name}: ${show(value)}`)

const showParams = (instruction: ProgramInstruction): string =>
  isInstruction('fused', instruction)
    ? showFused(instruction.params, instruction.inputs)
    : showEntries(instruction.params).join(', ')

const explainedInstructions = (program: Program, bytesPerNumber: number): readonly ExplainedInstruction[] => {
  const held = heldNumbers(program)
  return program.instructions.map((instruction, index) => ({
    value: nameOf(program.inputs.length + index),
    name: instruction.name,
    inputs: instruction.inputs.map(nameOf),
    shape: instruction.shape,
    bytes: instruction.name === 'reshape' ? 0 : sizeOf(instruction.shape) * bytesPerNumber,
    held: (held[index] ?? 0) * bytesPerNumber,
    params: showParams(instruction),
  }))
}

const line = ({ value, name, inputs, shape, bytes, held, params }: ExplainedInstruction): string =>
  `${value} = ${name}(${inputs.join(', ')}) ${showShape(shape)}, ${String(bytes)} bytes, ${String(held)} held` +
  (params === '' ? '' : `  ${params}`)

/** A program as text: its inputs, one line per instruction, its outputs, and its peak memory. */
export const showProgram = (program: Program, bytesPerNumber: number): string =>
  [
    ...program.inputs.map((shape, id) => `${nameOf(id)} : ${showShape(shape)}`),
    ...explainedInstructions(program, bytesPerNumber).map(line),
    `return ${program.outputs.map(nameOf).join(', ')}`,
    `peak ${String(peakNumbers(program) * bytesPerNumber)} bytes`,
  ].join('\n')

/** Explains a program that a backend runs. */
export const explainProgram = (program: Program, { name, bytesPerNumber = 4 }: Backend): Explanation => ({
  backend: name,
  inputs: program.inputs,
  instructions: explainedInstructions(program, bytesPerNumber),
  outputs: program.outputs.map(nameOf),
  peakBytes: peakNumbers(program) * bytesPerNumber,
  text: `on ${name}, ${String(bytesPerNumber)} bytes per number\n${showProgram(program, bytesPerNumber)}`,
})
