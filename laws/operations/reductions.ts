/** @file Reductions and running sums, over every choice of axes. */
import type { Tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import type { DomainName } from '../framework/arbitraries/Domain.ts'
import type { ShapeOptions, WithAxes, WithAxis } from '../framework/arbitraries/shape.ts'
import { shapeWithAxes, shapeWithAxis } from '../framework/arbitraries/shape.ts'
import type { GradientOptions, Operation } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

interface Choice extends GradientOptions, ShapeOptions {
  readonly domain?: DomainName
}

type Reduce = (options: Omit<WithAxes, 'shape'>) => (x: Tensor) => Tensor

/** The options that a geometry stands for. */
const optionsOf = ({ axis, keepDims }: WithAxes): { readonly axis?: readonly number[]; readonly keepDims: boolean } =>
  axis === undefined ? { keepDims } : { axis, keepDims }

const over = (
  name: string,
  reduce: Reduce,
  { domain = 'real', empty = true, ...options }: Choice,
): Operation<WithAxes> =>
  operation(name, {
    ...options,
    geometry: shapeWithAxes({ empty }),
    inputs: ({ shape }) => [{ shape, domain }],
    f: (geometry) => (x) => reduce(optionsOf(geometry) as Omit<WithAxes, 'shape'>)(x),
  })

const along = (
  name: string,
  f: (options: { readonly axis: number }) => (x: Tensor) => Tensor,
  { domain = 'real', empty = true, ...options }: Choice,
): Operation<WithAxis> =>
  operation(name, {
    ...options,
    geometry: shapeWithAxis({ empty }),
    inputs: ({ shape }) => [{ shape, domain }],
    f:
      ({ axis }) =>
      (x) =>
        f({ axis })(x),
  })

const exact = true
const empty = false

/** Primitives. */
export const reductions = {
  sum: over('sum', ops.sum as Reduce, { exact }),
  max: over('max', ops.max as Reduce, { domain: 'distinct', empty }),
  min: over('min', ops.min as Reduce, { domain: 'distinct', empty }),
  logsumexp: over('logsumexp', ops.logsumexp as Reduce, { empty }),
  argmax: along('argmax', ops.argmax, { domain: 'integers', order: 0, empty }),
  argmin: along('argmin', ops.argmin, { domain: 'integers', order: 0, empty }),
  argsort: along('argsort', ops.argsort, { domain: 'integers', order: 0 }),
  cumsum: along('cumsum', ops.cumsum, { exact }),
} as const

/** Operations made of them. */
export const reductionComposites = {
  mean: over('mean', ops.mean as Reduce, { exact, empty }),
  variance: over('variance', ops.variance as Reduce, { empty }),
  prod: over('prod', ops.prod as Reduce, {}),
  'prod with zeros': over('prod with zeros', ops.prod as Reduce, { domain: 'flags', maxRank: 3 }),
  logSoftmax: along('logSoftmax', ops.logSoftmax, { empty }),
  softmax: along('softmax', ops.softmax, { empty }),
} as const
