/**
 * @file A function as the program that is exported: traced once, or on two sizes of a batch, which must give one program
 * but for lengths.
 */
import * as E from 'fp-ts/lib/Either.js'
import { isRecord } from '../../core/isRecord.ts'
import type { Shape } from '../../core/Shape.ts'
import { showShape } from '../../core/Shape.ts'
import type { NumberArray } from '../../core/TensorNumbers.ts'
import { arrayOf } from '../../core/TensorNumbers.ts'
import { TensorError } from '../../core/TensorError.ts'
import { refuse } from '../../core/TensorError.ts'
import type { Compilable } from '../../compile/call.ts'
import { traceCall, withScalars } from '../../compile/call.ts'
import type { InstructionName, Program, ProgramInstruction, ValueId } from '../../compile/Program.ts'
import type { OnnxExportError } from '../OnnxExportError.ts'
import type { Length, Lengths } from './Length.ts'
import { lengthOf, tracedSizes } from './Length.ts'

/** A traced function: its program, with the lengths of every value. */
export interface Traced {
  readonly program: Program
  /** How many inputs are arguments; the others are numbers that the function closed over. */
  readonly arity: number
  /** The numbers of an input that the function closed over; `null` for an argument. */
  readonly numbersOf: (id: ValueId) => NumberArray | null
  readonly lengthsOf: (id: ValueId) => Lengths
  /** What computes a value; `null` for an input. */
  readonly instructionOf: (id: ValueId) => ProgramInstruction | null
}

interface Call {
  readonly program: Program
  readonly arity: number
  readonly captured: readonly NumberArray[]
}

const called = (f: Compilable, args: readonly unknown[]): Call => {
  const traced =
    traceCall(f, args) ??
    refuse(
      'export',
      [],
      {
        expected: 'a function that depends on no derivative or compilation in progress',
        found: 'one that does',
        advice: 'export it from outside',
      },
      'export the function',
    )
  return { program: withScalars(traced), arity: traced.arity, captured: traced.captured.map(arrayOf) }
}

const shapeOfValue = ({ inputs, instructions }: Program, id: ValueId): Shape =>
  (id < inputs.length ? inputs[id] : instructions[id - inputs.length]?.shape) ?? []

const tracedAs = ({ program, arity, captured }: Call, lengthsOf: Traced['lengthsOf']): Traced => ({
  program,
  arity,
  numbersOf: (id) => captured[id - arity] ?? null,
  lengthsOf,
  instructionOf: (id) => program.instructions[id - program.inputs.length] ?? null,
})

/** Traces a function on arguments as they are. */
export const tracedOnce = (f: Compilable, args: readonly unknown[]): Traced => {
  const call = called(f, args)
  return tracedAs(call, (id) => shapeOfValue(call.program, id))
}

/** Parameters that only say lengths of the result, which are compared as such. */
const lengthParams: Readonly<Partial<Record<InstructionName, readonly string[]>>> = {
  reshape: ['shape'],
  broadcastTo: ['shape'],
  constant: ['shape'],
  uniform: ['shape'],
  slice: ['stop'],
  arange: ['count'],
  permutation: ['count'],
  argsort: ['count'],
  scatterAdd: ['size'],
}

/** Whether plain data are equal. */
export const sameData = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((entry, k) => sameData(entry, b[k]))
    : isRecord(a) && isRecord(b)
      ? Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((name) => sameData(a[name], b[name]))
      : Object.is(a, b)

const without = (params: unknown, names: readonly string[]): unknown =>
  isRecord(params) ? Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name))) : params

const sizes = `for batches of ${String(tracedSizes[0])} and of ${String(tracedSizes[1])}`

const unlike = (a: ProgramInstruction, b: ProgramInstruction): string | null => {
  if (a.name !== b.name || !sameData(a.inputs, b.inputs)) return `it computes ${a.name} and ${b.name} ${sizes}`
  const names = lengthParams[a.name] ?? []
  return sameData(without(a.params, names), without(b.params, names))
    ? null
    : `${a.name} has other numbers ${sizes}: ${JSON.stringify(a.params)} and ${JSON.stringify(b.params)}`
}

/** Why two traces are no program for every size; `null` if they are one. */
const differenceOf = (a: Call, b: Call): string | null => {
  const [one, other] = [a.program, b.program]
  if (one.instructions.length !== other.instructions.length || one.inputs.length !== other.inputs.length)
    return `it has ${String(one.instructions.length)} and ${String(other.instructions.length)} instructions ${sizes}`
  const found = one.instructions.flatMap((instruction, k) => {
    const twin = other.instructions[k]
    return twin === undefined ? [] : (unlike(instruction, twin) ?? [])
  })[0]
  if (found !== undefined) return found
  const isCaptured = a.captured.every((own, k) => {
    const its = b.captured[k]
    return its !== undefined && own.length === its.length && own.every((x: number, at: number) => Object.is(x, its[at]))
  })
  if (!isCaptured) return `it closes over other numbers ${sizes}`
  return sameData(one.outputs, other.outputs) ? null : `its results are others ${sizes}`
}

/** Traces a function on arguments for each of the two sizes. */
export const tracedTwice = (
  f: Compilable,
  argsFor: (size: number) => readonly unknown[],
): E.Either<OnnxExportError, Traced> => {
  const fail = (reason: string): E.Either<OnnxExportError, never> => E.left({ _tag: 'BatchDependent', reason })
  const each = tracedSizes.map((size) =>
    E.tryCatch(
      () => called(f, argsFor(size)),
      (thrown) => {
        if (thrown instanceof TensorError) return thrown.message
        throw thrown
      },
    ),
  )
  const [first, second] = each
  if (first === undefined || second === undefined) return fail('there are no sizes')
  if (E.isLeft(first)) return fail(first.left)
  if (E.isLeft(second)) return fail(second.left)
  const [a, b] = [first.right, second.right]
  const difference = differenceOf(a, b)
  if (difference !== null) return fail(difference)
  const count = a.program.inputs.length + a.program.instructions.length
  const all: Lengths[] = []
  for (let id = 0; id < count; id++) {
    const [one, other] = [shapeOfValue(a.program, id), shapeOfValue(b.program, id)]
    const lengths = one.map((d, axis): Length | null => lengthOf(d, other[axis] ?? 0))
    if (lengths.length !== other.length || lengths.includes(null))
      return fail(`a shape is ${showShape(one)} and ${showShape(other)} ${sizes}, which is no multiple`)
    all.push(lengths.map((length) => length ?? 1))
  }
  return E.right(tracedAs(a, (id) => all[id] ?? []))
}

/** The shape of a value in the first trace. */
export const tracedShape = (traced: Traced, id: ValueId): Shape => shapeOfValue(traced.program, id)
