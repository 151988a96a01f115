/** @file Runs one instruction on a backend, through a program of its own. */
import { familyOf } from '../../../src/backend/families.ts'
import type { Backend, InstructionName, ProgramSet } from '../../../src/compile/Program.ts'
import type { Shape } from '../../../src/core/Shape.ts'
import type { NumberArray } from '../../../src/core/Tensor.ts'

/** Numbers with their shape. */
export interface Input {
  readonly data: NumberArray
  readonly shape: Shape
}

/** A float32 input; without a shape, a vector. */
export const of = (values: readonly number[], shape: Shape = [values.length]): Input => ({
  data: Float32Array.from(values),
  shape,
})

/** The output of an instruction, which has this shape. */
export const compute = <N extends InstructionName>(
  backend: Backend,
  name: N,
  params: ProgramSet[N]['params'],
  inputs: readonly Input[],
  shape: Shape,
): NumberArray => {
  const inputShapes = inputs.map((input) => input.shape)
  const run = backend.compile({
    inputs: inputShapes,
    instructions: [{ name, params, inputs: inputs.map((_, id) => id), inputShapes, shape, ...familyOf(name) }],
    outputs: [inputs.length],
  })
  return run(inputs.map((input) => input.data))[0]!
}
