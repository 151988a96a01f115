/**
 * @file A pattern: an operation of this library that ONNX has an operator for. The pattern is the operation itself, traced
 * on placeholders, so it cannot differ from what the operation computes; a program has it where the two traces agree.
 *
 * Numbers of the operation that are settings of the operator (an epsilon, a slope) are traced as the marks of {@link marks},
 * which stand for any number.
 */
import { traceOver } from '../../compile/trace.ts'
import { withScalars } from '../../compile/call.ts'
import type { InstructionName, Program, ProgramInstruction, ValueId } from '../../compile/Program.ts'
import { isInstruction } from '../../compile/Program.ts'
import { factsOf, isElementwiseName } from '../../core/elementwise.ts'
import type { Shape } from '../../core/Shape.ts'
import { sameShape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { closeScope, openScope, placeholder } from '../../core/Tensor.ts'
import type { NumberArray } from '../../core/TensorNumbers.ts'
import { arrayOf } from '../../core/TensorNumbers.ts'
import { TensorError } from '../../core/TensorError.ts'
import type { Emit, Emitted } from './Emit.ts'
import type { Traced } from './Traced.ts'
import { sameData, tracedShape } from './Traced.ts'

/** One way in which an instruction may be the last one of an operation. */
export interface Guess {
  /** The shapes of the operation's inputs. */
  readonly over: readonly Shape[]
  readonly build: (...inputs: readonly Tensor[]) => Tensor
  /** What is written, given the operation's inputs and the numbers at the marks, in order. */
  readonly write: (emit: Emit, inputs: readonly ValueId[], numbers: readonly number[]) => Emitted
}

/** A guess whose operator reads all inputs as numbers: shapes, operation, and what is written. */
export const guess = (
  over: readonly Shape[],
  build: (...inputs: readonly Tensor[]) => Tensor,
  write: (emit: Emit, names: readonly string[], numbers: readonly number[], ids: readonly ValueId[]) => string,
): Guess => ({
  over,
  build,
  write: (emit, ids, found) => ({
    name: write(
      emit,
      ids.map((id) => emit.value(id)),
      found,
      ids,
    ),
    kind: 'number',
  }),
})

/** What a guess may look at: the program before an instruction. */
export interface Before {
  readonly at: ProgramInstruction
  readonly traced: Traced
  /** What computes a value, if it is an instruction of this name. */
  readonly madeBy: <N extends InstructionName>(name: N, id: ValueId | undefined) => ProgramInstruction<N> | null
  readonly shapeOf: (id: ValueId | undefined) => Shape
}

/** A pattern, by the instruction that an operation ends with. */
export interface Pattern {
  readonly endsWith: InstructionName
  readonly guesses: (before: Before) => readonly Guess[]
}

/** Numbers that stand for any number in a pattern. */
export const marks = [0.123456789012345, 0.234567890123456, 0.345678901234567] as const

interface Traceable {
  readonly program: Program
  readonly arity: number
  readonly captured: readonly NumberArray[]
}

/** The trace of a guess; `null` if the operation refuses these shapes. */
const tracedGuess = ({ over, build }: Guess): Traceable | null => {
  const scope = openScope('compile')
  try {
    const placeholders = over.map((shape) => placeholder(shape, scope))
    const closed = { ...traceOver(placeholders, [build(...placeholders)]), arity: over.length }
    return { program: withScalars(closed), arity: over.length, captured: closed.captured.map(arrayOf) }
  } catch (thrown) {
    if (thrown instanceof TensorError) return null
    throw thrown
  } finally {
    closeScope(scope)
  }
}

interface Binding {
  readonly values: ReadonlyMap<ValueId, ValueId>
  readonly numbers: readonly (number | null)[]
}

const nothing: Binding = { values: new Map(), numbers: marks.map(() => null) }

const boundTo = (binding: Binding, own: ValueId, its: ValueId): Binding => ({
  ...binding,
  values: new Map([...binding.values, [own, its]]),
})

/** A number of the pattern against one of the program: the same, or a mark with one number everywhere. */
const numberBound = (binding: Binding, own: number, its: number): Binding | null => {
  const mark = marks.findIndex((one) => one === own)
  if (mark < 0) return Object.is(own, its) ? binding : null
  const known = binding.numbers[mark] ?? null
  if (known !== null) return known === its ? binding : null
  return { ...binding, numbers: binding.numbers.map((one, k) => (k === mark ? its : one)) }
}

const sameNumbers = (a: NumberArray, b: NumberArray | null): boolean =>
  b !== null && a.length === b.length && a.every((x: number, k: number) => Object.is(x, b[k]))

/** The number that fills a value. A number that a caller chose is a scalar in front of a broadcast. */
const fillingOf = (traced: Traced, id: ValueId): number | null => {
  const made = traced.instructionOf(id)
  if (made === null) return null
  if (isInstruction('constant', made)) return made.params.value
  return made.name === 'broadcastTo' ? fillingOf(traced, made.inputs[0] ?? -1) : null
}

/** Lays a pattern's value over one of the program: what its inputs are then, or `null`. */
const laid = (pattern: Traceable, traced: Traced, binding: Binding, own: ValueId, its: ValueId): Binding | null => {
  const { inputs, instructions } = pattern.program
  const known = binding.values.get(own)
  if (known !== undefined) return known === its ? binding : null
  if (own < inputs.length) {
    if (!sameShape(inputs[own] ?? [], tracedShape(traced, its))) return null
    const numbers = pattern.captured[own - pattern.arity]
    return numbers === undefined || sameNumbers(numbers, traced.numbersOf(its)) ? boundTo(binding, own, its) : null
  }
  const [mine, other] = [instructions[own - inputs.length], traced.instructionOf(its)]
  if (mine === undefined || other === null || !sameShape(mine.shape, other.shape)) return null
  if (isInstruction('constant', mine)) {
    const number = fillingOf(traced, its)
    return number === null ? null : numberBound(binding, mine.params.value, number)
  }
  if (mine.name !== other.name) return null
  if (mine.inputs.length !== other.inputs.length || !sameData(mine.params, other.params)) return null
  const inOrder = (ids: readonly ValueId[]): Binding | null =>
    mine.inputs.reduce<Binding | null>(
      (all, input, k) => (all === null ? null : laid(pattern, traced, all, input, ids[k] ?? -1)),
      boundTo(binding, own, its),
    )
  const commutes = isElementwiseName(mine.name) && factsOf(mine.name).commutes === true
  return inOrder(other.inputs) ?? (commutes ? inOrder(other.inputs.toReversed()) : null)
}

/** An operation found in a program: what is written for it. */
interface FoundPattern {
  readonly inputs: readonly ValueId[]
  readonly write: (emit: Emit) => Emitted
}

const foundBy = (guess: Guess, traced: Traced, id: ValueId): FoundPattern | null => {
  const pattern = tracedGuess(guess)
  const root = pattern?.program.outputs[0]
  if (pattern === null || root === undefined || root < pattern.program.inputs.length) return null
  const binding = laid(pattern, traced, nothing, root, id)
  if (binding === null) return null
  const inputs = guess.over.map((_, k) => binding.values.get(k) ?? -1)
  const numbers = binding.numbers.map((one) => one ?? 0)
  return inputs.includes(-1) ? null : { inputs, write: (emit) => guess.write(emit, inputs, numbers) }
}

/** The first pattern that ends with this value. */
export const findPattern = (patterns: readonly Pattern[], traced: Traced, id: ValueId): FoundPattern | null => {
  const at = traced.instructionOf(id)
  if (at === null) return null
  const before: Before = {
    at,
    traced,
    madeBy: (name, value) => {
      const made = value === undefined ? null : traced.instructionOf(value)
      return made !== null && isInstruction(name, made) ? made : null
    },
    shapeOf: (value) => (value === undefined ? [] : tracedShape(traced, value)),
  }
  for (const pattern of patterns) {
    if (pattern.endsWith !== at.name) continue
    for (const guess of pattern.guesses(before)) {
      const found = foundBy(guess, traced, id)
      if (found !== null) return found
    }
  }
  return null
}
