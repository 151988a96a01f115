/**
 * @file A program run one instruction at a time, each as a program of its own, so that somebody can look at what comes of
 * it. Slower than the program as a whole: values go out of a backend's memory and in again between instructions.
 *
 * Laws: "stepwise runs give the numbers of the program".
 */
import type { NumberArray } from '../core/Tensor.ts'
import type { Backend, Executable, Program, ProgramInstruction } from './Program.ts'

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

/** Makes a program ready to be run step by step; `observe` is told of each. */
export const stepwise = (backend: Backend, program: Program, observe: (step: Step) => void): Executable => {
  const executables = program.instructions.map((instruction) => backend.compile(alone(instruction)))
  return (given) => {
    const values: NumberArray[] = [...given]
    program.instructions.forEach((instruction, index) => {
      const inputs = instruction.inputs.map((id) => values[id] ?? none)
      const start = performance.now()
      const [value = none] = executables[index]?.(inputs) ?? []
      const milliseconds = performance.now() - start
      const id = values.push(value) - 1
      observe({ instruction, id, inputs, value, milliseconds })
    })
    return program.outputs.map((id) => values[id] ?? none)
  }
}
