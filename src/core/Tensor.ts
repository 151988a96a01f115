/**
 * @file The tensor: an immutable expression, and the primitives that it is made of.
 *
 * A tensor is a leaf that holds numbers, or a primitive applied to tensors. Applying a primitive checks shapes and
 * computes nothing. Evaluation, differentiation and compilation are folds over the same expression.
 *
 * A tensor may remember its numbers once they have been computed, and then releases its inputs: an effect that no pure
 * program can observe, and that is confined to this file. One reader still needs the inputs: a derivative in progress.
 * It opens a {@link Scope}; a tensor that depends on the scope's variables keeps its inputs until the scope is closed.
 *
 * Laws, run by `test/core/laziness.test.ts`: "forcing inside a function does not change its gradient", "a pullback
 * outlives the forcing of its value", "a loop that reads only its loss keeps memory flat", "leaf data, scalars and
 * keys are inputs of a program, not structure".
 */
import { copiedTensor, foundValue, isLikeTensor, kindOf } from './foundValue.ts'
import { originHere } from './origins.ts'
import type { InputsOf, ParamsOf, PrimitiveName } from './InstructionSet.ts'
import { asInputs } from './InstructionSet.ts'
import type { KernelFamily } from './KernelFamily.ts'
import type { Shape } from './Shape.ts'
import { countOf, sameShape, showShape, sizeOf } from './Shape.ts'
import { checkShape } from './shapeRules.ts'
import type { NestedValues, ShapeOfValues } from './nestedValues.ts'
import { flattened } from './nestedValues.ts'
import type { NumberArray, TensorNumbers } from './TensorNumbers.ts'
import { arrayOf } from './TensorNumbers.ts'
import { ownList, ownNumbers } from './own.ts'
import { showValues } from './showValues.ts'
import { refuse } from './TensorError.ts'

export type { NumberArray } from './TensorNumbers.ts'

/**
 * A primitive: the meaning of one operation for shapes and for derivatives. Backends supply its meaning for numbers.
 *
 * `pullback` takes the cotangent of the output to the cotangent of each input, written with operations, so that it
 * can be differentiated again; `null` stands for a cotangent that is zero everywhere.
 */
export interface Primitive<N extends PrimitiveName = PrimitiveName> {
  readonly name: N
  /** What backends compute it with, unless that is built into them. */
  readonly family?: KernelFamily
  // Methods, not function properties, so that a primitive of one name is assignable to a primitive of any name.
  /** The shape of the result, given the shapes of the inputs. Refuses inputs that do not fit. */
  shape(params: ParamsOf<N>, inputs: InputsOf<N, Shape>): Shape
  /** The cotangent of each input, given that of the output; `null` means zero everywhere. */
  pullback(cotangent: Tensor, site: Site<N>): InputsOf<N, Tensor | null>
}

/** The site of an application: what a pullback may read. */
export interface Site<N extends PrimitiveName = PrimitiveName> {
  readonly params: ParamsOf<N>
  readonly inputs: InputsOf<N, Tensor>
  readonly output: Tensor
}

/** A primitive applied to tensors. */
export interface Application {
  readonly primitive: Primitive
  readonly params: ParamsOf<PrimitiveName>
  readonly inputs: InputsOf<PrimitiveName, Tensor>
  /** Where in the user's program it was applied, if that is recorded. */
  readonly origin: string | null
}

/** The application of one primitive. */
interface ApplicationOf<N extends PrimitiveName> extends Application {
  readonly primitive: Primitive<N>
  readonly params: ParamsOf<N>
  readonly inputs: InputsOf<N, Tensor>
}

/** Whether an application is of the named primitive; the name determines its parameters and inputs. */
export const isApplicationOf = <N extends PrimitiveName>(name: N, made: Application): made is ApplicationOf<N> =>
  made.primitive.name === name

/** A function, such as compile, that calls another without numbers. */
type Numberless = 'compile' | 'vmap' | 'summary'

/**
 * A derivative or a compilation in progress: while it is open, tensors that depend on its variables keep their inputs.
 */
export interface Scope {
  open: boolean
  /** The function whose variables are placeholders without numbers; `null` if variables have numbers. */
  readonly numberless: Numberless | null
  /** Tensors that were forced while the scope was open; they release their inputs when it closes. */
  kept: Cell[]
}

interface Cell {
  /** The shape of the one tensor that this is the cell of: a copy with another shape is no tensor. */
  readonly shape: Shape
  value: TensorNumbers | null
  application: Application | null
  readonly scopes: readonly Scope[]
  /** How often it is an operand of an application, evaluated or not. */
  uses: number
}

const cell: unique symbol = Symbol('cotangent.cell')
const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom')
const notebook: unique symbol = Symbol.for('Jupyter.display')

/**
 * An immutable expression for an array of numbers of shape `S`.
 *
 * {@link tensor} makes one from numbers, and every operation makes one from other tensors. Read it with `toArray`,
 * `toNested` and `item`. `console.log`, a template string and a notebook show its shape and first values.
 *
 * @example
 * ```ts
 * import { add, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 2, 3, 4], [2, 2])
 * toNested(add(x, 1)) // => [[2, 3], [4, 5]]
 * String(add(x, 1)) // => 'Tensor [2, 2] [[2, 3], [4, 5]]'
 * ```
 */
export interface Tensor<S extends Shape = Shape> {
  readonly _tag: 'Tensor'
  // `Readonly`, so that `Tensor<[2, 3]>` and `Tensor<readonly [2, 3]>` are one type.
  readonly shape: Readonly<S>
}

/** A tensor, or a plain number in place of a scalar. */
export type Operand<S extends Shape = Shape> = Tensor<S> | number

/** The shape of an operand; a number is a scalar. */
export type ShapeOf<X> = X extends Tensor<infer S> ? S : readonly []

interface Expression extends Tensor {
  readonly [cell]: Cell
}

const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' && value !== null && cell in value

// Every tensor is made by `expression`, below; users see only its shape.
const cellOf = (t: Tensor): Cell => (t as Expression)[cell]

const display: { values: ((t: Tensor) => NumberArray) | null } = { values: null }

/**
 * Tells `console.log` how to find the numbers of a tensor. The first runtime that is made tells, unless there is the
 * default one: that a tensor prints itself is no reason for a page to carry it.
 */
export const installDisplay = (values: (t: Tensor) => NumberArray, runtime: 'first' | 'default'): void => {
  if (runtime === 'default' || display.values === null) display.values = values
}

/** The numbers of a tensor, as text. That they cannot be computed must not stop a log from telling of something else. */
const numbersAsText = (t: Tensor): string => {
  const own = cellOf(t)
  const numberless = own.application === null || own.scopes.some((scope) => scope.numberless !== null)
  try {
    const values = valueOf(t) ?? (numberless ? null : display.values?.(t))
    return values ? ` ${showValues(values, t.shape)}` : ''
  } catch (fault) {
    return ` without numbers: ${fault instanceof Error ? fault.message : String(fault)}`
  }
}

function inspectTensor(this: Tensor): string {
  return `Tensor ${showShape(this.shape)}${numbersAsText(this)}`
}

/** As text, in a template string; arithmetic of JavaScript with a tensor is NaN. */
function tensorAsText(this: Tensor, hint: string): string | number {
  return hint === 'number' ? Number.NaN : inspectTensor.call(this)
}

/** What a notebook shows. */
function tensorInNotebook(this: Tensor): Readonly<Record<string, string>> {
  return { 'text/plain': inspectTensor.call(this) }
}

/** A tensor of a cell, with a shape that no one else holds; the shape is frozen. */
const expression = <S extends Shape>(contents: Cell & { readonly shape: S }): Tensor<S> => {
  // Own symbols: an object with a prototype of its own takes a hundred times as long to make.
  const made = {
    _tag: 'Tensor' as const,
    shape: Object.freeze(contents.shape),
    [cell]: contents,
    [inspect]: inspectTensor,
    [notebook]: tensorInNotebook,
    [Symbol.toPrimitive]: tensorAsText,
  }
  return made
}

const noScopes: readonly Scope[] = []

/** A leaf over numbers and a shape that no one else will write to. */
export const leaf = <S extends Shape>(value: TensorNumbers, shape: S): Tensor<S> =>
  expression({ shape, value, application: null, scopes: noScopes, uses: 0 })

/**
 * Declares that a tensor has the shape `S`, where a rule in types, or an argument of the caller, tells the compiler
 * more than the code that made the tensor. It declares nothing but a shape, and the caller is responsible for it.
 */
export const ofShape = <S extends Shape>(t: Tensor): Tensor<S> =>
  // The compiler cannot follow the dimensions of a shape through the code that computes them.
  t as Tensor<S>

/** Whether a tensor has this shape. */
export const hasShape = <const S extends Shape>(t: Tensor, shape: S): t is Tensor<S> => sameShape(t.shape, shape)

/** The type of {@link tensor}: with a shape or without. */
export interface MakeTensor {
  <const V extends NestedValues | NumberArray>(values: V): Tensor<ShapeOfValues<V>>
  <const S extends Shape>(values: NumberArray | readonly number[] | number, shape: S): Tensor<S>
}

/**
 * A tensor of the given numbers, row-major; the numbers are copied. Without a shape, it takes the shape of the numbers:
 * nested arrays give one axis per level, a number is a scalar of shape `[]`. Refuses a count of numbers that does not
 * fit the shape, rows of different lengths, and anything that is not a number.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 *
 * toNested(tensor([1, 2, 3, 4, 5, 6], [2, 3])) // => [[1, 2, 3], [4, 5, 6]]
 * tensor([1, 2, 3]).shape // => [3]
 * tensor([[1, 2, 3], [4, 5, 6]]).shape // => [2, 3]
 * tensor(7).shape // => []
 * ```
 */
export const tensor: MakeTensor = <S extends Shape>(values: NestedValues | NumberArray, given?: S): Tensor<S> => {
  if (given === undefined && !ArrayBuffer.isView(values)) {
    const { numbers, shape } = flattened(values)
    return ofShape(leaf(Float64Array.from(numbers), shape))
  }
  const copied = copyOf(values)
  const shape = checkShape('make a tensor of', given === undefined ? [copied.length] : ownList(given))
  return copied.length === sizeOf(shape)
    ? ofShape(leaf(copied, shape))
    : refuse('make a tensor of', [shape], {
        expected: countOf(sizeOf(shape), 'number'),
        found: String(copied.length),
      })
}

const copyOf = (values: NestedValues | NumberArray): NumberArray => {
  if (ArrayBuffer.isView(values)) {
    return (
      ownNumbers(values) ??
      refuse('tensor', [], { expected: 'an array of numbers', found: 'one of another kind' }, 'make a tensor')
    )
  }
  const list: readonly unknown[] = typeof values === 'number' ? [values] : values
  const given: unknown = list
  if (!Array.isArray(given))
    return refuse('tensor', [], { expected: 'numbers', found: foundValue(given) }, 'make a tensor')
  return Float64Array.from({ length: list.length }, (_, k) => {
    const value = list[k]
    return typeof value === 'number'
      ? value
      : refuse('tensor', [], { expected: `a number at [${String(k)}]`, found: kindOf(value) }, 'make a tensor')
  })
}

/** A number as a scalar leaf. */
export const scalar = (value: number): Tensor<readonly []> => leaf(Float64Array.of(value), [])

const refuseOperand = (operation: string, expected: string, found: unknown): never =>
  refuse(
    operation,
    [],
    {
      expected,
      found: kindOf(found),
      ...(isLikeTensor(found) ? copiedTensor : {}),
      ...(Array.isArray(found) || ArrayBuffer.isView(found) ? { advice: 'make a tensor of it with tensor(…)' } : {}),
    },
    operation,
  )

/** The same tensor. Refuses anything else, which callers from JavaScript may pass. */
export const checkTensor = <T extends Tensor>(x: T, operation = 'apply an operation'): T =>
  isTensor(x) ? x : refuseOperand(operation, 'a tensor', x)

/** A tensor for an operand. Refuses anything but tensors and numbers. */
export const asTensor = <X extends Operand>(x: X): Tensor<ShapeOf<X>> =>
  ofShape<ShapeOf<X>>(
    typeof x === 'number'
      ? scalar(x)
      : isTensor(x)
        ? x
        : refuseOperand('apply an operation', 'a tensor or a number', x),
  )

const unionOfScopes = (inputs: readonly Tensor[]): readonly Scope[] => {
  let union = noScopes
  for (const input of inputs) {
    for (const scope of cellOf(input).scopes) {
      if (scope.open && !union.includes(scope)) union = [...union, scope]
    }
  }
  return union
}

/**
 * Applies a primitive: checks shapes and makes the expression. No one else holds the lists in the parameters: those of
 * callers were copied (`ownList`). The caller's return type declares the shape in types, and the caller is responsible
 * for it.
 */
export const applyPrimitive = <N extends PrimitiveName, S extends Shape = Shape>(
  primitive: Primitive<N>,
  params: ParamsOf<N>,
  inputs: InputsOf<N, Tensor>,
  scope?: Scope,
): Tensor<S> => {
  const tensors: readonly Tensor[] = inputs
  for (const input of tensors) cellOf(checkTensor(input, primitive.name)).uses += 1
  const general: Primitive = primitive
  const made = general.shape(params, asInputs(tensors.map((input) => input.shape)))
  const shape = checkShape(primitive.name, made)
  const scopes = unionOfScopes(tensors)
  return ofShape<S>(
    expression({
      shape,
      value: null,
      application: { primitive, params, inputs, origin: originHere() },
      scopes: scope ? [...scopes, scope] : scopes,
      uses: 0,
    }),
  )
}

/** How a tensor was made; `null` for a leaf and for a tensor that has released its inputs. */
export const applicationOf = (t: Tensor): Application | null => cellOf(t).application

/** The numbers that a tensor holds or remembers, wherever they are; `null` if they have not been computed. */
export const numbersOf = (t: Tensor): TensorNumbers | null => cellOf(t).value

/** The same as an array; numbers in the memory of a backend are moved to one. Do not write to it. */
export const valueOf = (t: Tensor): NumberArray | null => {
  const own = cellOf(t)
  return own.value === null ? null : (own.value = arrayOf(own.value))
}

/** How often a tensor is an operand in any expression that was built so far. */
export const usesOf = (t: Tensor): number => cellOf(t).uses

/** Remembers the numbers of a tensor, which then releases its inputs unless a derivative in progress needs them. */
export const remember = (t: Tensor, value: TensorNumbers): void => {
  cellOf(t).value = value
  letGo(t)
}

/** Releases the inputs of a tensor whose numbers are known, here or elsewhere, as soon as no derivative needs them. */
export const letGo = (t: Tensor): void => {
  const own = cellOf(t)
  if (own.scopes.some((scope) => scope.open)) {
    for (const scope of own.scopes) if (scope.open) scope.kept.push(own)
  } else own.application = null
}

/** Opens the scope of a derivative, or of a function whose variables have no numbers. */
export const openScope = (numberless: Numberless | null = null): Scope => ({ open: true, numberless, kept: [] })

/** Closes a scope. Tensors that were forced under it, and under no other open scope, release their inputs. */
export const closeScope = (scope: Scope): void => {
  scope.open = false
  for (const own of scope.kept) if (!own.scopes.some((other) => other.open)) own.application = null
  scope.kept = []
}

/** Whether a tensor depends on the variables of a scope that was open when it was made. */
export const dependsOn = (t: Tensor, scope: Scope): boolean => cellOf(t).scopes.includes(scope)

/** Whether a tensor depends on the variables of any scope that is still open. */
export const isOpen = (t: Tensor): boolean => cellOf(t).scopes.some((scope) => scope.open)

/** Whether a derivative in progress depends on a tensor: not on what `stopGradient` returns. */
export const isDifferentiated = (t: Tensor): boolean =>
  cellOf(t).scopes.some(({ open, numberless }) => open && numberless === null) &&
  cellOf(t).application?.primitive.name !== 'stopGradient'

/** The function whose placeholder a leaf is, and whether it is still running; `null` for other leaves. */
export const placeholderOf = (t: Tensor): { readonly of: Numberless; readonly isOpen: boolean } | null =>
  cellOf(t).scopes.flatMap(({ numberless, open }) =>
    numberless === null ? [] : [{ of: numberless, isOpen: open }],
  )[0] ?? null

/** A leaf without numbers: an argument of a function that is traced in order to be compiled or mapped. */
export const placeholder = <S extends Shape>(shape: S, scope: Scope): Tensor<S> =>
  expression({ shape, value: null, application: null, scopes: [scope], uses: 0 })

/**
 * A leaf whose numbers are elsewhere, such as on a graphics card, until they are fetched and {@link remember
 * remembered}.
 */
export const remote = <S extends Shape>(shape: S): Tensor<S> =>
  expression({ shape, value: null, application: null, scopes: noScopes, uses: 0 })

const refuseNumber = (): never =>
  refuse(
    'use a number',
    [],
    {
      expected: 'a number of JavaScript',
      found: 'an argument, which is an input like any tensor inside compile',
      advice: 'close over the number instead',
    },
    'compute with a placeholder as with a number',
  )

/** A placeholder in place of a number. It refuses JavaScript arithmetic, which would turn it into NaN, and JSON. */
export const numberPlaceholder = (scope: Scope): Tensor<readonly []> => {
  const made = { ...placeholder<readonly []>([], scope), [Symbol.toPrimitive]: refuseNumber, toJSON: refuseNumber }
  return made
}

/**
 * Whether a value is a tensor.
 *
 * @example
 * ```ts
 * import { isTensor, ones } from 'cotangent'
 *
 * isTensor(ones([2])) // => true
 * isTensor([1, 1]) // => false
 * ```
 */
export const isTensor = (value: unknown): value is Tensor => isExpression(value) && value[cell].shape === value.shape
