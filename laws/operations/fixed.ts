/** @file Operations on inputs of fixed shapes. */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import type { Domain, DomainName } from '../framework/arbitraries/Domain.ts'
import type { GradientOptions, Operation, FunctionOfTensors } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

interface Choice extends GradientOptions {
  readonly domain?: DomainName | Domain
}

/** An operation on inputs of fixed shapes. */
export const on = (
  name: string,
  shapes: readonly Shape[],
  f: FunctionOfTensors,
  { domain = 'real', ...options }: Choice = {},
): Operation =>
  operation(name, {
    ...options,
    geometry: fc.constant(null),
    inputs: () => shapes.map((shape) => ({ shape, domain })),
    f: () => f,
  })

/** An operation on one input of a fixed shape. */
export const one = (name: string, shape: Shape, f: (x: Tensor) => Tensor, choice: Choice = {}): Operation =>
  on(name, [shape], (x) => f(x), choice)
