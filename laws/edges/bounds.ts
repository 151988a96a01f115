/** @file How far a function may be off at the edges: usually a few units in the last place, and where it is more, why. */
import type { Runtime } from '../../src/compile/Runtime.ts'

/** Value, gradient or Hessian. */
export type Order = 0 | 1 | 2

/** How far from the record a number may be. */
export interface Bound {
  /** Units in the last place. */
  readonly ulps: number
  /** A size that they may be those of, where the number itself is smaller; 0 by default. */
  readonly absolute?: number
  /** Whether they may be those of the largest entry of the gradient or Hessian, or of the order below over the input. */
  readonly together?: boolean
  /** Multiples of the least number that the error may be too. */
  readonly leasts?: number
  /** Whether nothing is said of the signs of zeros. */
  readonly unsigned?: boolean
}

/** A wider bound. */
interface Exception extends Partial<Bound> {
  readonly reason: string
  readonly functions: readonly string[]
  readonly orders: readonly Order[]
}

const usual = [8, 16, 32] as const

const exceptions: readonly Exception[] = [
  {
    reason: 'The argument is rounded once more, and far to the left the function changes with it many times as fast',
    functions: ['gelu', 'gelu, tanh'],
    orders: [0, 1, 2],
    ulps: 256,
  },
  {
    reason: 'Of a product with a number below all normal ones, which has lost its digits',
    functions: ['silu', 'mish', 'gelu', 'gelu, tanh'],
    orders: [0],
    leasts: 1024,
  },
  {
    reason: 'Near a zero of its own, of lgamma on the left, the function is a difference of larger numbers',
    functions: ['digamma', 'lgamma'],
    orders: [0],
    absolute: 1,
  },
  { reason: 'The derivative is digamma', functions: ['lgamma'], orders: [1], absolute: 1 },
  {
    reason: 'At half numbers a cosine should be 0, and is that of a rounded angle',
    functions: ['sinc'],
    orders: [1],
    ulps: 32,
  },
  {
    reason: 'Lengths have no entry of their own: an error of a larger one is an error of a smaller one',
    functions: ['atan2', 'hypot', 'norm', 'norm, p 3', 'lpPool', 'pairwiseDistance'],
    orders: [2],
    together: true,
  },
  {
    reason: 'A cosine changes across a vector, not along it: there its derivatives are differences',
    functions: ['cosineSimilarity', 'cosineEmbedding', 'unitNorm'],
    orders: [1, 2],
    together: true,
  },
  {
    reason:
      'A probability near 1 has lost what is left of 1: the others are known to a unit of 1, not to one of their own',
    functions: ['softmax', 'logSoftmax', 'crossEntropy', 'softCrossEntropy'],
    orders: [0, 1, 2],
    absolute: 1,
  },
  {
    reason: 'A digit of the value is many of e to its square, which the derivative is',
    functions: ['erfinv'],
    orders: [1, 2],
    ulps: 128,
  },
  {
    reason: 'What is normalized hardly changes with its size: its derivatives are differences',
    functions: ['layerNorm', 'rmsNorm'],
    orders: [1, 2],
    absolute: 1,
    ulps: 512,
  },
  { reason: 'A distance is 1 less a cosine', functions: ['cosineEmbedding'], orders: [0], absolute: 1 },
  { reason: 'Four roots deep', functions: ['cosineEmbedding'], orders: [2], ulps: 128 },
]

/** The bound of a function, of an order of derivative, on a runtime: shading languages promise no signs of zeros. */
export const boundOf = (name: string, order: Order, runtime: Runtime): Bound =>
  exceptions
    .filter(({ functions, orders }) => functions.includes(name) && orders.includes(order))
    .reduce<Bound>((bound, { reason: _, functions: __, orders: ___, ...wider }) => ({ ...bound, ...wider }), {
      ulps: usual[order],
      unsigned: runtime.name.startsWith('gpu'),
    })
