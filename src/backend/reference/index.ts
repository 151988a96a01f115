/**
 * @file The reference backend: float64 loops, written to be read. It defines every primitive; other backends are tested
 * against it. Where the plain loops take too long, a faster kernel that is tested against them runs instead.
 *
 * A program runs instruction by instruction. An intermediate is dropped after its last use, unless it is an output.
 */
import type {
  Backend,
  Executable,
  InstructionName,
  Program,
  ProgramInstruction,
  ValueId,
} from '../../compile/Program.ts'
import type { NumberArray } from '../../core/Tensor.ts'
import { refuseWithoutKernels } from '../../core/KernelFamily.ts'
import { referencePartOf } from './Family.ts'
import type { Kernel, Kernels, Value } from './Kernel.ts'
import { inputsOf } from './Kernel.ts'
import { kernels } from './kernels.ts'

type Slots = (Float64Array | undefined)[]

const builtIn: Partial<Kernels> = kernels

const inFloat64 = (data: NumberArray): Float64Array => (data instanceof Float64Array ? data : new Float64Array(data))

const compute = <N extends InstructionName>(instruction: ProgramInstruction<N>, slots: Slots): Float64Array => {
  const { name, params, inputs, inputShapes, shape, family } = instruction
  const brought = family === undefined ? {} : referencePartOf(family)
  const kernel: Kernel<N> | undefined = builtIn[name] ?? brought[name]
  if (kernel === undefined) return refuseWithoutKernels(name, inputShapes)
  const values = inputs.map((id, k): Value => ({ data: slots[id]!, shape: inputShapes[k]! }))
  return kernel(params, inputsOf<N>(values), shape)
}

/** For each instruction, the values that nothing reads after it. */
const lastUses = ({ instructions, outputs }: Program): readonly (readonly ValueId[])[] => {
  const needed = new Set(outputs)
  const dying = instructions.map((): readonly ValueId[] => [])
  for (let at = instructions.length - 1; at >= 0; at--) {
    const { inputs } = instructions[at]!
    dying[at] = inputs.filter((id) => !needed.has(id))
    for (const id of inputs) needed.add(id)
  }
  return dying
}

const compile = (program: Program): Executable => {
  const dying = lastUses(program)
  return (inputs) => {
    const slots: Slots = inputs.map(inFloat64)
    program.instructions.forEach((instruction, at) => {
      slots.push(compute(instruction, slots))
      for (const id of dying[at]!) slots[id] = undefined
    })
    return program.outputs.map((id) => slots[id]!)
  }
}

/**
 * Evaluates on the calling thread, in float64.
 *
 * @example
 * ```ts
 * import { item, makeRuntime, mul, referenceBackend } from 'cotangent'
 *
 * const runtime = makeRuntime(referenceBackend)
 * item(mul(0.1, 3), runtime) // => 0.30000000000000004
 * ```
 */
export const referenceBackend: Backend = { name: 'reference', compile, fuses: true, bytesPerNumber: 8 }
