/** @file Runs one primitive on the reference backend, through a program of a single instruction, or by its plain kernel. */
import { familyOf } from '../../../src/backend/families.ts'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import type { Value } from '../../../src/backend/reference/Kernel.ts'
import { everyKernel } from '../../../src/backend/reference/kernels.ts'
import type { InputsOf, ParamsOf, PrimitiveName } from '../../../src/core/InstructionSet.ts'
import type { Shape } from '../../../src/core/Shape.ts'
import type { NumberArray } from '../../../src/core/Tensor.ts'
import type { Window, WindowOptions } from '../../../src/core/Window.ts'
import { windowOf } from '../../../src/core/Window.ts'

/** Numbers with their shape. */
export interface Input {
  readonly data: NumberArray
  readonly shape: Shape
}

/** An input of these numbers; without a shape, a vector. */
export const of = (values: readonly number[], shape: Shape = [values.length]): Input => ({
  data: Float64Array.from(values),
  shape,
})

/** The numbers 0, 1, 2, ... in this shape. */
export const counting = (shape: Shape): Input =>
  of(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    shape,
  )

/** The output of a primitive, which has this shape. */
export const compute = <N extends PrimitiveName>(
  name: N,
  params: ParamsOf<N>,
  inputs: InputsOf<N, Input>,
  shape: Shape,
): number[] => {
  const given: readonly Input[] = inputs
  const inputShapes = given.map((input) => input.shape)
  const executable = referenceBackend.compile({
    inputs: inputShapes,
    instructions: [{ name, params, inputs: given.map((_, id) => id), inputShapes, shape, ...familyOf(name) }],
    outputs: [given.length],
  })
  return Array.from(executable(given.map((input) => input.data))[0]!)
}

/** The name of a reading of convolution. */
export type Reading = 'conv' | 'convInput' | 'convFilter'

/** A reading of convolution by its plain kernel, not by what the backend runs in its place. */
export const computePlainly = (
  name: Reading,
  params: ParamsOf<'conv'>,
  [a, b]: InputsOf<'conv', Input>,
  shape: Shape,
): number[] => {
  const valueOf = (input: Input): Value => ({ data: Float64Array.from(input.data), shape: input.shape })
  return Array.from(everyKernel[name](params, [valueOf(a), valueOf(b)], shape))
}

/** A window over inputs of these spatial lengths. */
export const slide = (input: readonly number[], kernel: readonly number[], options: WindowOptions = {}): Window =>
  windowOf({ operation: 'slide', shapes: [input], phrase: 'slide a window' }, input, kernel, options)
