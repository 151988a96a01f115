/**
 * @file A plan: a function compiled for arguments of given shapes. The function is called once, on placeholders; the
 * part of its result that does not depend on the arguments is computed here, once, and kept.
 */
import { notPromised } from '../core/notPromised.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { closeScope, isOpen, numberPlaceholder, openScope, placeholder } from '../core/Tensor.ts'
import type { Rebuild } from './arguments.ts'
import { rebuildOf, tensorsOf, withPlaceholders } from './arguments.ts'
import { fuse } from './passes/fuse.ts'
import { hoist } from './passes/hoist.ts'
import { schedule } from './passes/schedule.ts'
import { simplify } from './passes/simplify.ts'
import type { Backend, Program, ProgramInstruction } from './Program.ts'
import type { ClosedProgram } from './trace.ts'
import { traceOver } from './trace.ts'

/** A function that can be compiled: of tensors, keys, numbers and plain data, nested in any way. */
export type Compilable = (...args: never) => unknown

/** Calls a function on its own arguments, or on placeholders in their place. */
export const callOn = (f: Compilable, args: readonly unknown[]): unknown =>
  // The compiler does not know which arguments a function over any arguments takes; the user's call was checked against
  // them.
  f(...(args as never))

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
  readonly kept: readonly NumberArray[]
  /** The prepared program. */
  readonly prepared: R
  readonly rebuild: Rebuild
  readonly backend: Backend
}

interface Traced extends ClosedProgram {
  readonly arity: number
  readonly rebuild: Rebuild
}

/**
 * Calls a function on placeholders and traces its result. `null` if the result also depends on variables of another
 * derivative or compilation in progress: the function then belongs to that one, and cannot be compiled separately.
 */
export const traceCall = (f: Compilable, args: readonly unknown[]): Traced | null => {
  const scope = openScope('compile')
  const numbers = new Set<Tensor>()
  const number = (): Tensor => {
    const made = numberPlaceholder(scope)
    numbers.add(made)
    return made
  }
  try {
    const [over, placeholders] = withPlaceholders(args, { tensor: (shape) => placeholder(shape, scope), number })
    const value = notPromised('compile', 'compile the function', callOn(f, over))
    const tensors = tensorsOf(value)
    closeScope(scope)
    if (tensors.some(isOpen)) return null
    const rebuild = rebuildOf(value, (t) => numbers.has(t))
    return { ...traceOver(placeholders, tensors), arity: placeholders.length, rebuild }
  } finally {
    closeScope(scope)
  }
}

const scalarAt = (program: Program, captured: readonly NumberArray[], arity: number, id: number): number | null => {
  const values = captured[id - arity]
  return values !== undefined && program.inputs[id]?.length === 0 ? (values[0] ?? null) : null
}

/** The program with the scalars that it closed over as constants: a compiled function is specialized to them. */
export const withScalars = ({ program, captured, arity }: Traced): Program => {
  const first = program.inputs.length
  const scalars = program.inputs.flatMap((_, id) => (scalarAt(program, captured, arity, id) === null ? [] : [id]))
  const constants = scalars.map((id): ProgramInstruction => ({
    name: 'constant',
    params: { value: scalarAt(program, captured, arity, id) ?? 0, shape: [] },
    inputs: [],
    inputShapes: [],
    shape: [],
  }))
  const places = new Map(scalars.map((id, k) => [id, first + k]))
  const rename = (id: number): number => places.get(id) ?? (id < first ? id : id + scalars.length)
  const instructions = program.instructions.map((instruction) => ({
    ...instruction,
    inputs: instruction.inputs.map(rename),
  }))
  return { inputs: program.inputs, instructions: [...constants, ...instructions], outputs: program.outputs.map(rename) }
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
  const computed = fixed.outputs.length === 0 ? [] : backend.compile(finish(fixed, backend))([...unread, ...captured])
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
