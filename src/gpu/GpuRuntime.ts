/**
 * @file The GPU runtime: evaluates expressions and compiled functions on a device, as tasks. What it makes stays on the
 * device until it is fetched, so a training step that takes what the step before it gave uploads a batch and no more.
 */
import type { IO } from 'fp-ts/lib/IO.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { Device, GpuMode, Held, Run } from '../backend/gpu/index.ts'
import { fusedInputs, prepareProgram } from '../backend/gpu/index.ts'
import { referenceBackend } from '../backend/reference/index.ts'
import { checkIndices } from '../compile/checkIndices.ts'
import { takeApart } from '../compile/arguments.ts'
import type { Compilable } from '../compile/compile.ts'
import { planCapacity } from '../compile/compile.ts'
import { knownIndices } from '../compile/knownIndices.ts'
import type { Plan } from '../compile/plan.ts'
import { finish, planOf } from '../compile/plan.ts'
import { simplify } from '../compile/passes/simplify.ts'
import type { Backend, Executable, Program } from '../compile/Program.ts'
import { programCache } from '../compile/programCache.ts'
import { recentlyUsed } from '../compile/recentlyUsed.ts'
import { structureWriter } from '../compile/structure.ts'
import { trace } from '../compile/trace.ts'
import { sizeOf } from '../core/Shape.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { letGo, remember, remote, valueOf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Tree } from '../core/Tree.ts'
import { leaves } from '../core/Tree.ts'
import type { Residence } from './residence.ts'
import { residence } from './residence.ts'

/** What a runtime runs on. */
export interface GpuInfo {
  /** The mode that really computes. */
  readonly mode: GpuMode
  /** How many kernels were built so far. */
  readonly kernels: number
  /** How many arrays lie on the device; 0 in modes that compute in memory of the host. */
  readonly arrays: number
}

/** Evaluates on a device. Every task may be run again; then it computes again. */
export interface GpuRuntime {
  /** The mode that computes, and what is held. */
  readonly info: () => GpuInfo
  /** The numbers of a tensor, row-major. */
  readonly toArray: (t: Tensor) => Task<NumberArray>
  /** The number of a tensor that has exactly one entry. */
  readonly item: (t: Tensor) => Task<number>
  /** Computes every leaf of a tree and fetches its numbers, so that any other runtime can go on with it. */
  readonly fetch: <T>(tree: T & Tree<T>) => Task<T>
  /** Computes every leaf of a tree, which stays on the device. */
  readonly force: <T>(tree: T & Tree<T>) => Task<T>
  /**
   * The same function, compiled, as a task. Tensors of its result lie on the device; handed in again they are read where
   * they lie, and they are given back when they are no longer referred to.
   */
  readonly compile: <F extends Compilable>(f: F) => (...args: Parameters<F>) => Task<ReturnType<F>>
  /**
   * Gives the memory of a tree's tensors back now rather than when they are collected, which JavaScript may put off for
   * long since it does not see the memory of a device. What was not fetched before cannot be read any more.
   */
  readonly release: <T>(tree: T & Tree<T>) => IO<void>
  /** Gives the device back. */
  readonly close: Task<void>
}

/** Computes in float64, but nothing that the device could not hold. */
const foldOnHost = (program: Program): Executable => {
  checkIndices(program)
  return referenceBackend.compile(program)
}

/** What planning asks of a backend. Constants are folded once, on the host. */
const planning: Pick<Plan, 'backend'> & { readonly load: (program: Program) => Executable } = {
  backend: { name: 'gpu', fuses: true, fusedInputs, compile: foldOnHost } satisfies Backend,
  load: () => () => refuse('run', [], 'a program of a device runs as a task'),
}

const inFloat32 = (numbers: NumberArray): Float32Array =>
  numbers instanceof Float32Array ? numbers : Float32Array.from(numbers)

const none = new Float32Array(0)

/** The numbers that are known of an input, if it is one. */
const numbersOf = (input: Tensor | undefined): NumberArray => (input === undefined ? none : (valueOf(input) ?? none))

/** The numbers of an input, where they are known here. */
const valueIn = (inputs: readonly Tensor[], id: number): NumberArray | null => {
  const input = inputs[id]
  return input === undefined ? null : valueOf(input)
}

/** Programs of expressions, by structure. */
const programsOf = (device: Device) => {
  const writer = structureWriter()
  const find = programCache((traced) => {
    const program = simplify({ ...traced.program(), outputs: traced.roots }, planning.backend.compile)
    const finished = finish(program, planning.backend)
    const value = { run: prepareProgram(finished, device), check: knownIndices(finished) }
    return { value, size: program.instructions.length }
  })
  return (tensors: readonly Tensor[]) => {
    const traced = trace(tensors, writer)
    return { leaves: traced.leaves, ...find(traced) }
  }
}

interface GpuPlan extends Plan {
  readonly run: Run
  /** Refuses indices outside among what is known of its inputs. */
  readonly check: ReturnType<typeof knownIndices>
  /** What was closed over, on the device. */
  readonly resident: readonly Held[]
}

/** Evaluates expressions on a device. */
interface Evaluator {
  readonly device: Device
  /** Computes tensors that have no numbers yet, here or on the device. */
  readonly evaluate: (tensors: readonly Tensor[]) => Promise<void>
  /** Where the numbers of leaves lie: on the device already, or put there for one run. */
  readonly place: (tensors: readonly Tensor[]) => Promise<readonly Held[]>
  /** Puts numbers on the device to stay. */
  readonly keep: (numbers: readonly NumberArray[]) => Promise<readonly Held[]>
  /** Runs, gives back what was placed for the run, and retains what it made. */
  readonly execute: (run: Run, inputs: readonly Held[]) => Promise<readonly Held[]>
  readonly fetch: (tensors: readonly Tensor[]) => Promise<void>
  readonly memory: Residence
}

const placing = (device: Device, { holderOf, retain }: Residence): Pick<Evaluator, 'place' | 'keep'> => {
  const keep = async (numbers: readonly NumberArray[]): Promise<readonly Held[]> => {
    const held: Held[] = []
    for (const own of numbers) held.push(retain(await device.upload(inFloat32(own))))
    return held
  }
  const placeOne = async (t: Tensor): Promise<readonly Held[]> => {
    const own = holderOf(t)
    return own === null ? keep([valueOf(t) ?? refuse('evaluate', [t.shape], 'it has no numbers')]) : [retain(own)]
  }
  const place = async (tensors: readonly Tensor[]): Promise<readonly Held[]> => {
    const held: Held[] = []
    for (const t of tensors) held.push(...(await placeOne(t)))
    return held
  }
  return { keep, place }
}

const evaluatorOf = (device: Device): Evaluator => {
  const memory = residence(device)
  const { holderOf, settle, retain, release } = memory
  const programs = programsOf(device)
  const { keep, place } = placing(device, memory)
  const execute = async (run: Run, inputs: readonly Held[]): Promise<readonly Held[]> => {
    const outputs = await run(inputs)
    for (const output of outputs) retain(output)
    for (const input of inputs) release(input)
    return outputs
  }
  const evaluate = async (tensors: readonly Tensor[]): Promise<void> => {
    const missing = tensors.filter((t) => valueOf(t) === null && holderOf(t) === null)
    if (missing.length === 0) return
    const { leaves: inputs, run, check } = programs(missing)
    check((id) => valueIn(inputs, id))
    const outputs = await execute(run, await place(inputs))
    missing.forEach((t, k) => {
      const output = outputs[k]
      if (output !== undefined) settle(t, output)
    })
  }
  const fetch = async (tensors: readonly Tensor[]): Promise<void> => {
    await evaluate(tensors)
    for (const t of tensors) {
      const held = holderOf(t)
      if (valueOf(t) === null && held !== null) remember(t, await device.download(held, sizeOf(t.shape)))
    }
  }
  return { device, evaluate, place, keep, execute, fetch, memory }
}

const planFor = async ({ device, keep }: Evaluator, f: Compilable, args: readonly unknown[]): Promise<GpuPlan> => {
  const plan = planOf(f, args, planning) ?? refuse('compile', [], 'the function depends on a derivative in progress')
  const run = prepareProgram(plan.program, device)
  return { ...plan, run, check: knownIndices(plan.program), resident: await keep(plan.kept) }
}

const runPlan = async (on: Evaluator, plan: GpuPlan, given: readonly Tensor[]): Promise<unknown> => {
  const inputs = plan.reads.flatMap((id) => given[id] ?? [])
  plan.check((id) => valueIn(inputs, id) ?? plan.kept[id - inputs.length] ?? null)
  // Held from the start, or they might be given back with a plan that others push out meanwhile.
  const resident = plan.resident.map(on.memory.retain)
  await on.evaluate(inputs)
  const outputs = await on.execute(plan.run, [...(await on.place(inputs)), ...resident])
  const numbers = plan.program.outputs.map((id) => numbersOf(inputs[id]))
  return plan.rebuild(numbers, (index, shape) => {
    const made = remote(shape)
    const output = outputs[index]
    if (output !== undefined) on.memory.settle(made, output)
    return made
  })
}

const compileOn =
  (on: Evaluator) =>
  <F extends Compilable>(f: F): ((...args: Parameters<F>) => Task<ReturnType<F>>) => {
    const plans = recentlyUsed<Promise<GpuPlan>>(planCapacity, (plan) => {
      const giveBack = ({ resident }: GpuPlan): void => resident.forEach(on.memory.release)
      plan.then(giveBack, () => undefined)
    })
    return (...args) =>
      async () => {
        const { signature, leaves: given } = takeApart(args)
        const plan = await plans(signature, () => planFor(on, f, args))
        return (await runPlan(on, plan, given)) as ReturnType<F>
      }
  }

/** A runtime over a device. */
export const makeGpuRuntime = (device: Device): GpuRuntime => {
  const on = evaluatorOf(device)
  const toArray = (t: Tensor) => async (): Promise<NumberArray> => {
    await on.fetch([t])
    return (valueOf(t) ?? none).slice()
  }
  return {
    info: () => ({ mode: device.mode, kernels: device.kernels(), arrays: device.arrays() }),
    toArray,
    item: (t) => async () => (await toArray(t)())[0] ?? Number.NaN,
    force: (tree) => async () => {
      const tensors = leaves(tree)
      await on.evaluate(tensors)
      for (const t of tensors) letGo(t)
      return tree
    },
    fetch: (tree) => async () => {
      await on.fetch(leaves(tree))
      return tree
    },
    compile: compileOn(on),
    release: (tree) => () => {
      for (const t of leaves(tree)) on.memory.evict(t)
    },
    close: device.close,
  }
}
