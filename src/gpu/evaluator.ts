/**
 * @file Drives evaluations on a device: uploads what they read, runs them, and attaches the results to tensors.
 */
import type { Device, Held, KernelRun } from '../backend/gpu/index.ts'
import { fusedInputs, prepareProgram } from '../backend/gpu/index.ts'
import { referenceBackend } from '../backend/reference/index.ts'
import { checkIndices } from '../compile/checkIndices.ts'
import { evaluations } from '../compile/evaluation.ts'
import { knownIndices } from '../compile/knownIndices.ts'
import { simplify } from '../compile/passes/simplify.ts'
import type { Host } from '../compile/plan.ts'
import { finish } from '../compile/plan.ts'
import type { Backend, Executable, Program } from '../compile/Program.ts'
import { sizeOf } from '../core/Shape.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { remember, valueOf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Residence } from './residence.ts'
import { residence } from './residence.ts'

/** A program that is ready to run on a device. */
export interface OnDevice {
  readonly run: KernelRun
  /** Refuses indices out of range in inputs whose numbers are known. */
  readonly check: ReturnType<typeof knownIndices>
}

/** Evaluates expressions on a device. */
export interface Evaluator {
  readonly host: Host<OnDevice>
  /** Computes tensors that have no numbers yet, on the host or on the device. */
  readonly evaluate: (tensors: readonly Tensor[]) => Promise<void>
  /** Where the numbers of leaves are: already on the device, or uploaded for one run. */
  readonly place: (tensors: readonly Tensor[]) => Promise<readonly Held[]>
  /** Uploads numbers to the device permanently. */
  readonly keep: (numbers: readonly NumberArray[]) => Promise<readonly Held[]>
  /** Runs, releases what was uploaded for the run, and retains the results. */
  readonly execute: (run: KernelRun, inputs: readonly Held[]) => Promise<readonly Held[]>
  /** Computes tensors, and copies their numbers to the host. */
  readonly fetch: (tensors: readonly Tensor[]) => Promise<void>
  readonly memory: Residence
}

/** Computes in float64, but nothing that the device could not hold. */
const foldOnHost = (program: Program): Executable => {
  checkIndices(program)
  return referenceBackend.compile(program)
}

/** The backend that planning uses. Constants are folded once, on the host. */
const planning: Backend = { name: 'gpu', fuses: true, fusedInputs, compile: foldOnHost }

const hostOf = (device: Device): Host<OnDevice> => ({
  backend: planning,
  prepare: (program) => ({ run: prepareProgram(program, device), check: knownIndices(program) }),
})

const inFloat32 = (numbers: NumberArray): Float32Array =>
  numbers instanceof Float32Array ? numbers : new Float32Array(numbers)

/** The numbers of an input, if they are known on the host. */
export const valueIn = (inputs: readonly Tensor[], id: number): NumberArray | null => {
  const input = inputs[id]
  return input === undefined ? null : valueOf(input)
}

const placing = (device: Device, { holderOf, retain }: Residence): Pick<Evaluator, 'place' | 'keep'> => {
  const keep = async (numbers: readonly NumberArray[]): Promise<readonly Held[]> => {
    const held: Held[] = []
    for (const own of numbers) held.push(retain(await device.upload(inFloat32(own))))
    return held
  }
  const placeOne = async (t: Tensor): Promise<readonly Held[]> => {
    const own = holderOf(t)
    return own === null
      ? keep([
          valueOf(t) ?? refuse('evaluate', [t.shape], { expected: 'a tensor with numbers', found: 'a placeholder' }),
        ])
      : [retain(own)]
  }
  const place = async (tensors: readonly Tensor[]): Promise<readonly Held[]> => {
    const held: Held[] = []
    for (const t of tensors) held.push(...(await placeOne(t)))
    return held
  }
  return { keep, place }
}

/** An evaluator with its own device memory. */
export const evaluatorOf = (device: Device): Evaluator => {
  const memory = residence(device)
  const { holderOf, settle, retain, release } = memory
  const host = hostOf(device)
  const { keep, place } = placing(device, memory)
  const evaluationOf = evaluations(
    (program) => host.prepare(finish(simplify(program, planning.compile), planning)),
    'asked',
  )
  const execute = async (run: KernelRun, inputs: readonly Held[]): Promise<readonly Held[]> => {
    const outputs = await run(inputs)
    for (const output of outputs) retain(output)
    for (const input of inputs) release(input)
    return outputs
  }
  const evaluate = async (tensors: readonly Tensor[]): Promise<void> => {
    const missing = tensors.filter((t) => valueOf(t) === null && holderOf(t) === null)
    if (missing.length === 0) return
    const { prepared, reads, makes } = evaluationOf(missing)
    const { run, check } = prepared()
    check((id) => valueIn(reads, id))
    const outputs = await execute(run, await place(reads))
    for (const { tensor, id } of makes) {
      const output = outputs[id - reads.length]
      if (output !== undefined) settle(tensor, output)
    }
  }
  const fetch = async (tensors: readonly Tensor[]): Promise<void> => {
    await evaluate(tensors)
    for (const t of tensors) {
      const held = holderOf(t)
      if (valueOf(t) === null && held !== null) remember(t, await device.download(held, sizeOf(t.shape)))
    }
  }
  return { host, evaluate, place, keep, execute, fetch, memory }
}
