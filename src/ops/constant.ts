/**
 * @file Tensors of one repeated number, and counting tensors. Their numbers are part of a program's structure, unlike
 * those of leaves.
 *
 *     constant: y[i] = value        arange: y[i] = i
 *
 * Shape rule: the shape asked for. Pullback: none, they have no inputs.
 * Laws: "the value everywhere"; "counts".
 */
import type { ParamsOf } from '../core/InstructionSet.ts'
import { ownList } from '../core/own.ts'
import type { Shape } from '../core/Shape.ts'
import { checkShape } from '../core/shapeRules.ts'
import type { Primitive, Tensor } from '../core/Tensor.ts'
import { applicationOf, applyPrimitive, isApplicationOf } from '../core/Tensor.ts'

export const constantPrimitive: Primitive<'constant'> = {
  name: 'constant',
  shape: ({ shape }) => checkShape('fill', shape),
  pullback: () => [],
}

export const arangePrimitive: Primitive<'arange'> = {
  name: 'arange',
  shape: ({ count }) => checkShape('count', [count]),
  pullback: () => [],
}

/** A number repeated over a shape, as part of a program's structure: for numbers that a rule fixes. */
export const constant = <const S extends Shape>(value: number, shape: S): Tensor<S> =>
  applyPrimitive(constantPrimitive, { value, shape: ownList(shape) }, [])

/** The parameters of a tensor that is a {@link constant}; `null` for any other. */
export const constantParams = (x: Tensor): ParamsOf<'constant'> | null => {
  const application = applicationOf(x)
  return application !== null && isApplicationOf('constant', application) ? application.params : null
}

/** A number that a rule fixes, as a scalar. Numbers that callers choose are leaves instead. */
export const literal = (value: number): Tensor<readonly []> => constant(value, [])

export const zero = literal(0)
export const one = literal(1)
export const two = literal(2)

/**
 * A tensor of zeros.
 *
 * @example
 * ```ts
 * import { toNested, zeros } from 'cotangent'
 *
 * toNested(zeros([2, 2])) // => [[0, 0], [0, 0]]
 * ```
 */
export const zeros = <const S extends Shape>(shape: S): Tensor<S> => constant(0, shape)

/**
 * A tensor of ones.
 *
 * @example
 * ```ts
 * import { ones, toNested } from 'cotangent'
 *
 * toNested(ones([3])) // => [1, 1, 1]
 * ```
 */
export const ones = <const S extends Shape>(shape: S): Tensor<S> => constant(1, shape)

/**
 * The whole numbers from 0 to `count - 1`.
 *
 * @example
 * ```ts
 * import { arange, toNested } from 'cotangent'
 *
 * toNested(arange(4)) // => [0, 1, 2, 3]
 * ```
 */
export const arange = <const N extends number>(count: N): Tensor<readonly [N]> =>
  applyPrimitive(arangePrimitive, { count }, [])
