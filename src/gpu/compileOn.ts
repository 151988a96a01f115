/**
 * @file Compiled functions on a device: the plans of all compiled functions, with their kept values uploaded once.
 */
import type { Held } from '../backend/gpu/index.ts'
import type { Compilable } from '../compile/call.ts'
import type { Plan } from '../compile/plan.ts'
import { planOf } from '../compile/plan.ts'
import { planCache, readsOf } from '../compile/planCache.ts'
import type { RuntimeIn } from '../compile/RuntimeIn.ts'
import { arrayOf } from '../core/TensorNumbers.ts'
import type { Tensor } from '../core/Tensor.ts'
import { remote } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Evaluator, OnDevice } from './evaluator.ts'
import { valueIn } from './evaluator.ts'

interface GpuPlan extends Plan<OnDevice> {
  /** The kept values, on the device. */
  readonly resident: readonly Held[]
}

const withKept = async ({ keep }: Evaluator, plan: Plan<OnDevice>): Promise<GpuPlan> => ({
  ...plan,
  resident: await keep(plan.kept.map(arrayOf)),
})

const none = new Float32Array(0)

const runPlan = async (on: Evaluator, plan: GpuPlan, leaves: readonly Tensor[]): Promise<unknown> => {
  const reads = readsOf(plan, leaves)
  plan.prepared.check((id) => valueIn(reads, id) ?? arrayOf(plan.kept[id - reads.length] ?? none))
  // Retained from the start; otherwise they might be released with a plan that others evict in the meantime.
  const resident = plan.resident.map(on.memory.retain)
  await on.evaluate(reads)
  const outputs = await on.execute(plan.prepared.run, [...(await on.place(reads)), ...resident])
  // A number that is returned unchanged is known on the host.
  const numbers = plan.program.outputs.map((id) => valueIn(reads, id) ?? none)
  return plan.rebuild(numbers, (index, shape) => {
    const made = remote(shape)
    const output = outputs[index]
    if (output !== undefined) on.memory.settle(made, output)
    return made
  })
}

/** Compiles functions for an evaluator. */
export const compileOn = (on: Evaluator): RuntimeIn<'later'>['compile'] => {
  const forget = (plan: Promise<GpuPlan>): void => {
    plan.then(
      ({ resident }) => resident.forEach(on.memory.release),
      () => undefined,
    )
  }
  return <F extends Compilable>(f: F) => {
    const { callOf } = planCache<Promise<GpuPlan>>((args) => {
      const plan = planOf(f, args, on.host)
      return plan === null ? null : withKept(on, plan)
    }, forget)
    return (...args: Parameters<F>) =>
      async (): Promise<ReturnType<F>> => {
        const { plan, leaves } = callOf(args)
        if (plan === null)
          return refuse('compile', [], {
            expected: 'a function of its arguments alone',
            found: 'one that depends on a derivative in progress',
          })
        // A plan rebuilds the function's own result.
        return (await runPlan(on, await plan, leaves)) as ReturnType<F>
      }
  }
}
