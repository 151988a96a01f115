/** @file Where recorded functions may have a larger error than usual at the edges, and why. */
import type { EdgeBound, EdgeOrder } from '../../runtimes/edges/EdgeBound.ts'

/** A wider bound. */
interface Exception {
  readonly reason: string
  readonly functions: readonly string[]
  readonly orders: readonly EdgeOrder[]
  readonly wider: Partial<EdgeBound>
}

const exceptions: readonly Exception[] = [
  {
    reason: 'The argument is rounded once more, and far to the left the function changes with it many times as fast',
    functions: ['gelu', 'gelu, tanh'],
    orders: [0, 1, 2],
    wider: { ulps: 256 },
  },
  {
    reason: 'Of a product with a number below all normal ones, which has lost its digits',
    functions: ['silu', 'mish', 'gelu', 'gelu, tanh'],
    orders: [0],
    wider: { leasts: 1024 },
  },
  {
    reason: 'Near a zero of its own the function is a difference of larger numbers',
    functions: ['digamma'],
    orders: [0],
    wider: { absolute: 1 },
  },
  { reason: 'The derivative is digamma', functions: ['lgamma'], orders: [1], wider: { absolute: 1 } },
  {
    reason: 'At half numbers a cosine should be 0, and is that of a rounded angle',
    functions: ['sinc'],
    orders: [1],
    wider: { ulps: 32 },
  },
  {
    reason: 'Lengths have no entry of their own: an error of a larger one is an error of a smaller one',
    functions: ['atan2', 'hypot', 'norm', 'norm, p 3', 'lpPool', 'pairwiseDistance'],
    orders: [2],
    wider: { together: true },
  },
  {
    reason: 'A cosine changes across a vector, not along it: there its derivatives are differences',
    functions: ['cosineSimilarity', 'cosineEmbedding', 'unitNorm'],
    orders: [1, 2],
    wider: { together: true },
  },
  {
    reason:
      'A probability near 1 has lost what is left of 1: the others are known to a unit of 1, not to one of their own',
    functions: ['softmax', 'logSoftmax', 'crossEntropy', 'softCrossEntropy'],
    orders: [0, 1, 2],
    wider: { absolute: 1 },
  },
  {
    reason: 'A digit of the value is many of e to its square, which the derivative is',
    functions: ['erfinv'],
    orders: [1, 2],
    wider: { ulps: 128 },
  },
  {
    reason: 'What is normalized hardly changes with its size: its derivatives are differences',
    functions: ['layerNorm', 'rmsNorm'],
    orders: [1, 2],
    wider: { absolute: 1, ulps: 512 },
  },
  { reason: 'A distance is 1 less a cosine', functions: ['cosineEmbedding'], orders: [0], wider: { absolute: 1 } },
  { reason: 'Four roots deep', functions: ['cosineEmbedding'], orders: [2], wider: { ulps: 128 } },
]

/** The wider bounds of a function, by order of derivative. */
export const boundsOf = (name: string, order: EdgeOrder): Partial<EdgeBound> =>
  Object.assign(
    {},
    ...exceptions
      .filter(({ functions, orders }) => functions.includes(name) && orders.includes(order))
      .map(({ wider }) => wider),
  ) as Partial<EdgeBound>
