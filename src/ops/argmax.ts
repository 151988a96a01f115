/**
 * @file argmax and argmin: where the largest and smallest entries are.
 *
 *     y = the first index along the axis at which x is largest (smallest); NaN counts as the extreme
 *
 * Shape rule: the axis disappears, or stays with length 1. Pullback: zero; an index is constant almost everywhere.
 * Laws: zero cotangent; "x gathered at argmax is max"; "x gathered at argmin is min".
 */
import { indexing } from '../backend/families.ts'
import type { OnlyKnown } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import { reduceShape } from '../core/Shape.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Primitive, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import type { ReduceRule } from './reductions.ts'
import { checkNonEmpty } from './reductions.ts'
import { reshapeTo } from './reshape.ts'

export const argmaxPrimitive: Primitive<'argmax'> = {
  name: 'argmax',
  family: indexing,
  shape: ({ axis }, [x]) => reduceShape(x, [axis], false),
  pullback: () => [null],
}

export const argminPrimitive: Primitive<'argmin'> = {
  name: 'argmin',
  family: indexing,
  shape: ({ axis }, [x]) => reduceShape(x, [axis], false),
  pullback: () => [null],
}

/** The axis to search; a negative number counts from the back. */
export interface ArgOptions {
  readonly axis: number
  /** Whether the axis is kept, with length 1; false by default. */
  readonly keepDims?: boolean
}

const optionNames = { axis: true, keepDims: true } as const

const positionOf =
  (primitive: typeof argmaxPrimitive | typeof argminPrimitive) =>
  <const O extends ArgOptions>(options: OnlyKnown<O, ArgOptions>): ShapedFunction<ReduceRule<O>> => {
    const { axis: along, keepDims = false } = checkOptions<ArgOptions>(primitive.name, options, optionNames)
    return shaped((x) => {
      const axis = resolveAxis(primitive.name, x.shape, along)
      checkNonEmpty(primitive.name, x.shape, [axis])
      const found: Tensor = applyPrimitive(primitive, { axis }, [x])
      return reshapeTo(found, reduceShape(x.shape, [axis], keepDims))
    })
  }

/**
 * The first index of the largest entry along an axis. Refuses an axis without entries.
 *
 * @example
 * ```ts
 * import { argmax, tensor, toNested } from 'cotangent'
 *
 * toNested(argmax({ axis: 1 })(tensor([1, 4, 3, 2], [2, 2]))) // => [1, 0]
 * ```
 */
export const argmax = positionOf(argmaxPrimitive)

/**
 * The first index of the smallest entry along an axis. Refuses an axis without entries.
 *
 * @example
 * ```ts
 * import { argmin, tensor, toNested } from 'cotangent'
 *
 * toNested(argmin({ axis: 0 })(tensor([1, 4, 3, 2], [2, 2]))) // => [0, 1]
 * ```
 */
export const argmin = positionOf(argminPrimitive)
