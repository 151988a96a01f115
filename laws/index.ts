/**
 * @file The laws: equations, the properties that try them on random samples, and the arbitraries that draw these. For
 * the library's own operations and for yours; needs `fast-check` installed.
 *
 * @packageDocumentation
 */
import { operationLaws, primitiveLaws } from './gradient.ts'

export * from './arbitraries/index.ts'
export type { Comparison, Difference, Equation, Kink, Side } from './Equation.ts'
export { compare } from './Equation.ts'
export * as equations from './equations/index.ts'
export type { CheckGradientAt, CheckGradientIn, GradientResult, KinkAt, Slope } from './checkGradient.ts'
export { checkGradient } from './checkGradient.ts'
export type { PrimitiveSpec } from './gradient.ts'
export { elementwise } from './gradient.ts'
export type { Law, LawFailed, LawKink, LawOptions, LawPassed, LawResult } from './Law.ts'
export { checkLaw, LawError, showFailure } from './Law.ts'
export type { GradientOptions, Input, Operation, OperationSpec, Sample, TensorFunction } from './Operation.ts'
export { direction, drawInputs, operation, seeds } from './Operation.ts'
export { composites, operations } from './operations/index.ts'
export { law, lawOf } from './property.ts'

/** The laws of things, by kind; each gives a list of laws to run. */
export const laws = {
  /** The gradient laws of a function of tensors whose shapes broadcast to one another. */
  primitive: primitiveLaws,
  /** The gradient laws of an operation on whatever geometry it draws. */
  operation: operationLaws,
} as const
