/**
 * @file A program run one instruction at a time, each as a program of its own, so that its values can be inspected.
 * This is slower than running the whole program: values leave a backend's memory and re-enter it between instructions.
 *
 * Law: "gives the numbers of the program", on every backend.
 */
import type { NumberArray } from '../core/Tensor.ts'
import type { Backend, Program, ProgramInstruction } from './Program.ts'

/** An instruction that has just run. */
export interface Step {
  readonly instruction: ProgramInstruction
  /** The number of its value. */
  readonly id: number
  readonly inputs: readonly NumberArray[]
  readonly value: NumberArray
  readonly milliseconds: number
}

/** A program of one instruction. */
const alone = (instruction: ProgramInstruction): Program => ({
  inputs: instruction.inputShapes,
  instructions: [{ ...instruction, inputs: instruction.inputs.map((_, k) => k) }],
  outputs: [instruction.inputs.length],
})

const none = new Float64Array(0)

/** The result of a run: the values of the outputs, and every step in order. */
interface Run {
  readonly outputs: readonly NumberArray[]
  readonly steps: readonly Step[]
}

/** Prepares a program to be run step by step. */
export const stepwise = (backend: Backend, program: Program): ((inputs: readonly NumberArray[]) => Run) => {
  const executables = program.instructions.map((instruction) => backend.compile(alone(instruction)))
  return (given) => {
    const values: NumberArray[] = [...given]
    const steps = program.instructions.map((instruction, index): Step => {
      const inputs = instruction.inputs.map((id) => values[id] ?? none)
      const start = performance.now()
      const [value = none] = executables[index]?.(inputs) ?? []
      const milliseconds = performance.now() - start
      return { instruction, id: values.push(value) - 1, inputs, value, milliseconds }
    })
    return { outputs: program.outputs.map((id) => values[id] ?? none), steps }
  }
}
