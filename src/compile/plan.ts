/**
 * @file A plan: what a function comes to for arguments of given shapes, compiled. The function is called once, on
 * placeholders; what its result does not need of the arguments is computed here, once, and kept.
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

/** A function that can be compiled: of tensors, keys, numbers and plain data, and nestings of them. */
export type Compilable = (...args: never) => unknown

/** Calls a function on arguments that are its own, or placeholders in their place. */
export const callOn = (f: Compilable, args: readonly unknown[]): unknown =>
  // Of a function over any arguments the compiler does not know which; a user's call was checked against them.
  f(...(args as never))

/** What plans are made for: a backend, and what it makes of a program, to be run. */
export interface Host<R> {
  readonly backend: Backend
  readonly prepare: (program: Program) => R
}

/** A function compiled for arguments of given shapes. */
export interface Plan<R = unknown> {
  /** Takes the arguments that it reads, and then what is kept. */
  readonly program: Program
  /** Which leaves of the arguments it reads. */
  readonly reads: readonly number[]
  /** What was closed over or computed once. */
  readonly kept: readonly NumberArray[]
  /** What runs the program. */
  readonly prepared: R
  readonly rebuild: Rebuild
  readonly backend: Backend
}

interface Traced extends ClosedProgram {
  readonly arity: number
  readonly rebuild: Rebuild
}

/**
 * Calls a function on placeholders and traces its result. `null` where the result also depends on variables of another
 * derivative or compilation in progress: then the function belongs to that one, and cannot be compiled by itself.
 */
const traceCall = (f: Compilable, args: readonly unknown[]): Traced | null => {
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

/** The program with the scalars that it closed over as constants: what is compiled is compiled for them. */
const withScalars = ({ program, captured, arity }: Traced): Program => {
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

/** The last passes: what a backend fuses, and the order. */
export const finish = (program: Program, backend: Backend): Program =>
  schedule(backend.fuses === true ? fuse(program, backend.fusedInputs) : program)

/** Plans a function for arguments like these; `null` where it can only be called. */
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
