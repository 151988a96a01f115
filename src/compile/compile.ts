/**
 * @file Compiled functions: a function of tensors, with a plan for every form of arguments that it has seen.
 *
 * Laws: "compile(f) = f"; "new numbers compile nothing", nor do keys in another
 * order; "compile inside grad and grad inside compile are grad".
 */
import type { Tensor } from '../core/Tensor.ts'
import { isOpen } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { takeApart } from './arguments.ts'
import type { Plan } from './plan.ts'
import { planOf } from './plan.ts'
import { recentlyUsed } from './recentlyUsed.ts'
import type { Runtime } from './Runtime.ts'
import { sharingPrograms } from './sharedPrograms.ts'

/** A function that can be compiled: of tensors, keys, numbers and plain data, and nestings of them. */
export type Compilable = (...args: never) => unknown

const planner: unique symbol = Symbol('cotangent.planner')

type Planner = (args: readonly unknown[]) => Plan | null

interface Compiled {
  readonly [planner]: Planner
}

/** How many plans a compiled function keeps. */
export const planCapacity = 64

const plansOf = (f: Compilable, runtime: Runtime) => {
  const plans = recentlyUsed<Plan>(planCapacity)
  const sharing = sharingPrograms(runtime, planCapacity)
  return (signature: string, args: readonly unknown[]): Plan | null => plans(signature, () => planOf(f, args, sharing))
}

const runPlan = ({ reads, kept, execute, rebuild }: Plan, leaves: readonly Tensor[], runtime: Runtime): unknown => {
  const read = runtime.evaluate(reads.flatMap((id) => leaves[id] ?? []))
  return rebuild(execute([...read, ...kept]))
}

/** Compiles functions for a runtime. */
export const compileFor =
  (runtime: Runtime) =>
  <F extends Compilable>(f: F): F => {
    const planFor = plansOf(f, runtime)
    const call = (...args: readonly unknown[]): unknown => {
      const { signature, leaves } = takeApart(args)
      const plan = leaves.some(isOpen) ? null : planFor(signature, args)
      return plan === null ? f(...(args as never)) : runPlan(plan, leaves, runtime)
    }
    const planned: Planner = (args) => planFor(takeApart(args).signature, args)
    return Object.assign(call, { [planner]: planned }) as Compilable as F
  }

/** The plan of a compiled function for arguments like these. */
export const planOfCompiled = (compiled: Compilable, args: readonly unknown[]): Plan =>
  (planner in compiled ? (compiled as Compilable & Compiled)[planner](args) : null) ??
  refuse('explain', [], 'only a function that compile has made has a program', 'explain the function')
