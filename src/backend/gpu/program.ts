/**
 * @file A program on a device: its instructions are lowered to steps once, and run in sequence. Intermediates stay on
 * the device, and are released after their last use.
 */
import { checkIndices } from '../../compile/checkIndices.ts'
import type { InstructionName, Program, ProgramInstruction, ValueId } from '../../compile/Program.ts'
import { mostIndexed } from '../../core/exactIndices.ts'
import { sizeOf } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import type { Device, Held } from './Device.ts'
import { lowerings } from './lowerings.ts'
import type { Form, LoweredKernels, KernelStep } from './Step.ts'

/** How many arrays an elementwise kernel reads: of at most seven arguments, WebGPU needs one for the output. */
export const fusedInputs = 6

const lowerOne = <N extends InstructionName>(
  { name, params, inputShapes, shape }: ProgramInstruction<N>,
  producers: readonly (ProgramInstruction | null)[],
  form: Form,
): LoweredKernels => lowerings[name](params, inputShapes, shape, producers, form)

/** Steps that compute a value, and the values that are released after them. */
interface Work {
  readonly makes: ValueId
  readonly inputs: readonly ValueId[]
  readonly steps: readonly KernelStep[]
  readonly dying: readonly ValueId[]
}

/** Runs on its device: maps arrays for the inputs to arrays for the outputs. An output may be an input. */
export type KernelRun = (inputs: readonly Held[]) => Promise<readonly Held[]>

const checkSize = ({ name, inputShapes, shape }: ProgramInstruction): void => {
  const size = Math.max(...[...inputShapes, shape].map(sizeOf))
  if (size > mostIndexed) {
    refuse(name, inputShapes, {
      expected: `an array on a device of at most ${String(mostIndexed)} numbers`,
      found: String(size),
    })
  }
}

/** The inputs that steps read. */
const readsOf = (steps: readonly KernelStep[], inputs: readonly ValueId[]): readonly ValueId[] =>
  steps.flatMap(({ reads }) => reads.flatMap((read) => (read._tag === 'input' ? [inputs[read.index]!] : [])))

/** Lowered instructions, and the array of each value: views share one. */
const lower = ({ inputs: given, instructions }: Program, form: Form) => {
  const arrays: ValueId[] = given.map((_, id) => id)
  const works = instructions.flatMap((instruction, at): readonly Omit<Work, 'dying'>[] => {
    checkSize(instruction)
    const inputs = instruction.inputs.map((id) => arrays[id]!)
    const producers = inputs.map((id) => instructions[id - given.length] ?? null)
    const steps = lowerOne(instruction, producers, form)
    const makes = given.length + at
    arrays.push(steps === 'view' ? inputs[0]! : makes)
    return steps === 'view' ? [] : [{ makes, inputs, steps }]
  })
  return { arrays, works }
}

/** The works that are needed, each with the values that nothing reads after it. */
const withLives = (
  works: readonly Omit<Work, 'dying'>[],
  asked: ReadonlySet<ValueId>,
  first: ValueId,
): readonly Work[] => {
  const needed = new Set(asked)
  const kept: Work[] = []
  for (const work of [...works].reverse()) {
    if (!needed.has(work.makes)) continue
    const reads = new Set(readsOf(work.steps, work.inputs))
    kept.unshift({ ...work, dying: [...reads].filter((id) => id >= first && !needed.has(id)) })
    for (const id of reads) needed.add(id)
  }
  return kept
}

/** The arrays that a step of a work reads. */
export const argumentsOf = <H extends Held>(
  { reads }: KernelStep,
  inputs: readonly ValueId[],
  held: readonly (H | undefined)[],
  results: readonly H[],
): readonly (H | Float32Array)[] =>
  reads.map((read) => {
    if (read._tag === 'numbers') return read.values
    return read._tag === 'input' ? held[inputs[read.index]!]! : results[read.index]!
  })

const runWork = async (device: Device, { inputs, steps }: Work, held: readonly (Held | undefined)[]): Promise<Held> => {
  const results: Held[] = []
  for (const step of steps) {
    results.push(await device.run(step, argumentsOf<Held>(step, inputs, held, results)))
  }
  const value = results.pop() ?? new Float32Array(0)
  for (const intermediate of results) device.free(intermediate)
  return value
}

/** What a program runs on a device: works in order, and which arrays are its outputs afterwards. */
interface Orders {
  readonly works: readonly Work[]
  readonly outputs: readonly ValueId[]
}

/** Lowers a program for devices with a given fastest formulation. */
export const ordersOf = (program: Program, form: Form): Orders => {
  checkIndices(program)
  const { arrays, works } = lower(program, form)
  const outputs = program.outputs.map((id) => arrays[id]!)
  return { works: withLives(works, new Set(outputs), program.inputs.length), outputs }
}

/** Lowers a program for a device. */
export const prepareProgram = (program: Program, device: Device): KernelRun => {
  const { works: needed, outputs } = ordersOf(program, device.form)
  return async (inputs) => {
    const held: (Held | undefined)[] = [...inputs]
    for (const work of needed) {
      held[work.makes] = await runWork(device, work, held)
      for (const id of work.dying) {
        device.free(held[id]!)
        held[id] = undefined
      }
    }
    return outputs.map((id) => held[id]!)
  }
}
