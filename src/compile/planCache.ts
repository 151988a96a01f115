/**
 * @file The plans of a compiled function, one for each form of its arguments.
 */
import type { Tensor } from '../core/Tensor.ts'
import { isOpen } from '../core/Tensor.ts'
import { takeApart } from './arguments.ts'
import { recentlyUsed } from './recentlyUsed.ts'

/** How many plans a compiled function keeps. */
export const planCapacity = 64

/** A call of a compiled function. */
interface Call<P> {
  /** The plan; `null` if the function can only be called uncompiled. */
  readonly plan: P | null
  /** The leaves of the arguments, numbers as scalars, in order. */
  readonly leaves: readonly Tensor[]
}

/** The plans of a function. */
export interface PlanCache<P> {
  /** The plan for arguments of this form, created if none is kept. */
  readonly planFor: (args: readonly unknown[]) => P | null
  /** A call with these arguments. Arguments that depend on a derivative in progress belong to it, and have no plan. */
  readonly callOf: (args: readonly unknown[]) => Call<P>
}

/** A cache of plans that `make` creates; the least recently used one is dropped and passed to `forget`. */
export const planCache = <P extends object>(
  make: (args: readonly unknown[]) => P | null,
  forget?: (plan: P) => void,
): PlanCache<P> => {
  const plans = recentlyUsed<P>(planCapacity, forget)
  const planOf = (signature: string, args: readonly unknown[]): P | null => plans(signature, () => make(args))
  return {
    planFor: (args) => planOf(takeApart(args).signature, args),
    callOf: (args) => {
      const { signature, leaves } = takeApart(args)
      return { plan: leaves.some(isOpen) ? null : planOf(signature, args), leaves }
    },
  }
}

/** The leaves that a plan reads. */
export const readsOf = (
  { reads }: { readonly reads: readonly number[] },
  leaves: readonly Tensor[],
): readonly Tensor[] => reads.flatMap((id) => leaves[id] ?? [])
