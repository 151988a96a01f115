/**
 * @file A plan: a function compiled for arguments of given shapes. The function is called once, on placeholders; the
 * part of its result that does not depend on the arguments is computed here, once, and kept.
 */
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { arrayOf } from '../core/TensorNumbers.ts'
import type { Rebuild } from './arguments.ts'
import type { Compilable } from './call.ts'
import { traceCall, withScalars } from './call.ts'
import { fuse } from './passes/fuse.ts'
import { hoist } from './passes/hoist.ts'
import { schedule } from './passes/schedule.ts'
import { simplify } from './passes/simplify.ts'
import type { Backend, Program } from './Program.ts'

/** What plans are made for: a backend, and how it prepares a program; the prepared program has type `R`. */
export interface Host<R> {
  readonly backend: Backend
  readonly prepare: (program: Program) => R
}

/** A function compiled for arguments of given shapes. */
export interface Plan<R = unknown> {
  /** Takes the arguments that it reads, then the kept values. */
  readonly program: Program
  /** Which leaves of the arguments it reads. */
  readonly reads: readonly number[]
  /** Values that the function closed over, or that were computed once. */
  readonly kept: readonly TensorNumbers[]
  /** The prepared program. */
  readonly prepared: R
  readonly rebuild: Rebuild
  readonly backend: Backend
}

/** The last passes: fusion, as far as the backend supports it, and scheduling. */
export const finish = (program: Program, backend: Backend): Program =>
  schedule(backend.fuses === true ? fuse(program, backend.fusedInputs) : program)

/** Plans a function for arguments of this form; `null` if it can only be called. */
export const planOf = <R>(f: Compilable, args: readonly unknown[], { backend, prepare }: Host<R>): Plan<R> | null => {
  const traced = traceCall(f, args)
  if (traced === null) return null
  const { arity, captured, rebuild } = traced
  const { fixed, rest, reads } = hoist(simplify(withScalars(traced), backend.compile), arity)
  const unread = Array.from({ length: arity }, () => new Float64Array(0))
  const computed =
    fixed.outputs.length === 0 ? [] : backend.compile(finish(fixed, backend))([...unread, ...captured.map(arrayOf)])
  const closedOver = reads.flatMap((id) => (id < arity ? [] : (captured[id - arity] ?? [])))
  const program = finish(rest, backend)
  return {
    program,
    reads: reads.filter((id) => id < arity),
    kept: [...closedOver, ...computed],
    prepared: prepare(program),
    rebuild,
    backend,
  }
}
