/**
 * @file The elementwise primitives, in one table: each computes an entry of its output from the same entry of its inputs.
 *
 * The instruction set, the opcodes of the compiled module, fusion, the rules of vmap and the tables of the backends
 * follow from it. When a primitive is added here, the compiler reports every place that does not implement it yet.
 */
import { recordLike } from './records.ts'

/** The properties of an elementwise primitive, on every backend. */
interface ElementwiseFacts {
  /** The number of operands, all of one shape. */
  readonly arity: 1 | 2 | 3
  /**
   * The approximate time per entry on one core, in nanoseconds; reading an operand and writing the result takes 0.3.
   */
  readonly cost: number
  /** Whether it commutes; false by default. */
  readonly commutes?: boolean
  /** Whether no result is negative or -0; false by default. */
  readonly nonNegative?: boolean
}

/** Every elementwise primitive. The place of a row is the primitive's number in the compiled module. */
export const elementwise = {
  neg: { arity: 1, cost: 0.3 },
  exp: { arity: 1, cost: 2, nonNegative: true },
  expm1: { arity: 1, cost: 2 },
  log: { arity: 1, cost: 2 },
  log1p: { arity: 1, cost: 2.5 },
  sqrt: { arity: 1, cost: 0.6 },
  rsqrt: { arity: 1, cost: 1 },
  abs: { arity: 1, cost: 0.3, nonNegative: true },
  sign: { arity: 1, cost: 0.4 },
  sin: { arity: 1, cost: 25 },
  cos: { arity: 1, cost: 25 },
  tanh: { arity: 1, cost: 3 },
  sigmoid: { arity: 1, cost: 3, nonNegative: true },
  erf: { arity: 1, cost: 4 },
  erfc: { arity: 1, cost: 5 },
  floor: { arity: 1, cost: 0.3 },
  ceil: { arity: 1, cost: 0.3 },
  round: { arity: 1, cost: 0.3 },
  relu: { arity: 1, cost: 0.3, nonNegative: true },
  add: { arity: 2, cost: 0.4, commutes: true },
  sub: { arity: 2, cost: 0.4 },
  mul: { arity: 2, cost: 0.4, commutes: true },
  div: { arity: 2, cost: 0.6 },
  pow: { arity: 2, cost: 40 },
  maximum: { arity: 2, cost: 0.5, commutes: true },
  minimum: { arity: 2, cost: 0.5, commutes: true },
  fmod: { arity: 2, cost: 20 },
  equal: { arity: 2, cost: 0.4, commutes: true, nonNegative: true },
  notEqual: { arity: 2, cost: 0.4, commutes: true, nonNegative: true },
  less: { arity: 2, cost: 0.4, nonNegative: true },
  lessEqual: { arity: 2, cost: 0.4, nonNegative: true },
  where: { arity: 3, cost: 0.5 },
} as const satisfies Readonly<Record<string, ElementwiseFacts>>

/** The table, row by row. */
type Elementwise = typeof elementwise

/** Primitives that compute each entry of the output from the same entry of their inputs. */
export type ElementwiseName = keyof Elementwise

/** How many operands an elementwise primitive has, by its name. */
export type ElementwiseArity<N extends ElementwiseName> = Elementwise[N]['arity']

type NamesOf<A> = { readonly [N in ElementwiseName]: ElementwiseArity<N> extends A ? N : never }[ElementwiseName]

/** Names of the primitives over one operand. */
export type UnaryName = NamesOf<1>

/** Names of the primitives over two operands. */
export type BinaryName = NamesOf<2>

/** Whether a name is that of an elementwise primitive. */
export const isElementwiseName = (name: string): name is ElementwiseName => Object.hasOwn(elementwise, name)

/** The properties of a primitive, by its name. */
export const factsOf = (name: ElementwiseName): ElementwiseFacts => elementwise[name]

/** Every name, in the order of the table. */
export const elementwiseNames: readonly ElementwiseName[] = Object.keys(elementwise).filter(isElementwiseName)

/** The names over one operand. */
export const unaryNames: readonly UnaryName[] = elementwiseNames.filter(
  (name): name is UnaryName => elementwise[name].arity === 1,
)

/** The names over two operands. */
export const binaryNames: readonly BinaryName[] = elementwiseNames.filter(
  (name): name is BinaryName => elementwise[name].arity === 2,
)

/** A record with an entry for every elementwise primitive, made from its name. */
export const forElementwise = <T>(entryOf: (name: ElementwiseName) => T): Readonly<Record<ElementwiseName, T>> =>
  recordLike<Readonly<Record<ElementwiseName, T>>>(elementwise, entryOf)
