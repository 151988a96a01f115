/**
 * @file Compiled functions: a function of tensors, with one plan for each form of its arguments.
 *
 * Laws: "compile(f) = f"; "new numbers compile nothing", nor do keys in another
 * order; "compile inside grad and grad inside compile are grad".
 */
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Compilable } from './call.ts'
import { callOn } from './call.ts'
import type { Host, Plan } from './plan.ts'
import { planOf } from './plan.ts'
import type { PlanCache } from './planCache.ts'
import { planCache, planCapacity, readsOf } from './planCache.ts'
import type { ResidentExecutable } from './Program.ts'
import { sharingPrograms } from './sharedPrograms.ts'

const planner: unique symbol = Symbol('cotangent.planner')
const reader: unique symbol = Symbol('cotangent.reader')

interface Compiled {
  readonly [planner]: PlanCache<Plan>['planFor']
  /** What a call with these arguments runs; `null` where they belong to a derivative in progress. */
  readonly [reader]: (args: readonly unknown[]) => PlannedCall | null
}

/** A plan, and the inputs of its program: numbers of the arguments, then the kept values. */
interface PlannedCall {
  readonly plan: Plan
  readonly inputs: readonly TensorNumbers[]
}

const isCompiled = (f: unknown): f is Compilable & Compiled => typeof f === 'function' && planner in f

/** Compiles functions for a host; `evaluate` computes the numbers of their arguments. */
export const compileFor =
  (on: Host<ResidentExecutable>, evaluate: (tensors: readonly Tensor[]) => readonly TensorNumbers[]) =>
  <F extends Compilable>(f: F): F => {
    const host = sharingPrograms(on, planCapacity)
    const { planFor, callOf } = planCache<Plan<ResidentExecutable>>((args) => planOf(f, args, host))
    const inputsOf = (plan: Plan, leaves: readonly Tensor[]): readonly TensorNumbers[] => [
      ...evaluate(readsOf(plan, leaves)),
      ...plan.kept,
    ]
    const call = (...args: readonly unknown[]): unknown => {
      const { plan, leaves } = callOf(args)
      return plan === null ? callOn(f, args) : plan.rebuild(plan.prepared(inputsOf(plan, leaves)))
    }
    const read = (args: readonly unknown[]): PlannedCall | null => {
      const { plan, leaves } = callOf(args)
      return plan === null ? null : { plan, inputs: inputsOf(plan, leaves) }
    }
    const compiled: Compilable = Object.assign(call, { [planner]: planFor, [reader]: read } satisfies Compiled)
    // The compiled function has the type of the original: a plan rebuilds the original's own results.
    return compiled as F
  }

const notCompiled = (asked: 'explain' | 'profile'): never =>
  refuse(asked, [], { expected: 'a function that compile has made', found: 'another' }, `${asked} the function`)

/** The plan of a compiled function for arguments of this form, to be explained. */
export const planOfCompiled = (compiled: Compilable, args: readonly unknown[]): Plan =>
  (isCompiled(compiled) ? compiled[planner](args) : null) ?? notCompiled('explain')

/** What a call of a compiled function with these arguments runs, to be profiled. */
export const callOfCompiled = (compiled: Compilable, args: readonly unknown[]): PlannedCall =>
  (isCompiled(compiled) ? compiled[reader](args) : notCompiled('profile')) ??
  refuse(
    'profile',
    [],
    {
      expected: 'arguments that depend on no derivative or compilation in progress',
      found: 'one that does',
      advice: 'profile the function from outside',
    },
    'profile the function',
  )
