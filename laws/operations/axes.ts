/** @file Operations over axes or along one axis: how reductions, running sums and sorting are tested. */
import type { Tensor } from '../../src/core/Tensor.ts'
import type { DomainName } from '../framework/arbitraries/Domain.ts'
import type { ShapeOptions, WithAxes, WithAxis } from '../framework/arbitraries/shape.ts'
import { shapeWithAxes, shapeWithAxis } from '../framework/arbitraries/shape.ts'
import type { GradientOptions, Operation } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

interface Choice extends GradientOptions, ShapeOptions {
  readonly domain?: DomainName
}

/** A reduction over the axes of its options. */
export type Reduce = (options: Omit<WithAxes, 'shape'>) => (x: Tensor) => Tensor

/** The options that a geometry stands for. */
const optionsOf = ({ axis, keepDims }: WithAxes): { readonly axis?: readonly number[]; readonly keepDims: boolean } =>
  axis === undefined ? { keepDims } : { axis, keepDims }

/** A reduction over every choice of axes. */
export const over = (
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

/** An operation along every choice of one axis. */
export const along = (
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
