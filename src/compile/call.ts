/**
 * @file A call of a function on placeholders, and the program of its result.
 */
import { notPromised } from '../core/notPromised.ts'
import type { TensorNumbers } from '../core/TensorNumbers.ts'
import { arrayOf } from '../core/TensorNumbers.ts'
import type { Tensor } from '../core/Tensor.ts'
import { closeScope, isOpen, numberPlaceholder, openScope, placeholder } from '../core/Tensor.ts'
import type { Rebuild } from './arguments.ts'
import { rebuildOf, tensorsOf, withPlaceholders } from './arguments.ts'
import type { Program, ProgramInstruction } from './Program.ts'
import type { ClosedProgram } from './trace.ts'
import { traceOver } from './trace.ts'

/** A function that can be compiled: of tensors, keys, numbers and plain data, nested in any way. */
export type Compilable = (...args: never) => unknown

/** Calls a function on its own arguments, or on placeholders in their place. */
export const callOn = (f: Compilable, args: readonly unknown[]): unknown =>
  // The compiler does not know which arguments a function over any arguments takes; the user's call was checked against
  // them.
  f(...(args as never))

/** A call on placeholders: the program of its result. */
interface TracedCall extends ClosedProgram {
  readonly arity: number
  readonly rebuild: Rebuild
}

/**
 * Calls a function on placeholders and traces its result. `null` if the result also depends on variables of another
 * derivative or compilation in progress: the function then belongs to that one, and cannot be compiled separately.
 */
export const traceCall = (f: Compilable, args: readonly unknown[]): TracedCall | null => {
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

const scalarAt = (program: Program, captured: readonly TensorNumbers[], arity: number, id: number): number | null => {
  const values = captured[id - arity]
  return values !== undefined && program.inputs[id]?.length === 0 ? (arrayOf(values)[0] ?? null) : null
}

/** The program with the scalars that it closed over as constants: a compiled function is specialized to them. */
export const withScalars = ({ program, captured, arity }: Omit<TracedCall, 'rebuild'>): Program => {
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
