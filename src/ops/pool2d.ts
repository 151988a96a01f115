/**
 * @file Max and average pooling for one and two spatial axes, with their shape rule in types.
 *
 * Formulas, shape rule, pullbacks and laws: see `maxPool.ts` and `avgPool.ts`.
 */
import type { OnlyKnown } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { ShapedFunction } from '../core/ShapedFunction.ts'
import { shaped } from '../core/ShapedFunction.ts'
import { checkSizes } from '../core/shapeRules.ts'
import type { HasRank, PoolShape, ShapeError, ShapeFunction, ShowShape, Unranked } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { AvgPoolOptions } from './avgPool.ts'
import { avgPool } from './avgPool.ts'
import { maxPool } from './maxPool.ts'
import type { PoolOptions } from './pooling.ts'

/** The shape after a pooling over one or two axes, whose errors name the operation. */
export type NamedPoolShape<X extends Shape, Name extends string, O> =
  HasRank<X> extends false
    ? Unranked<X>
    : X['length'] extends (Name extends `${string}1d` ? 3 : 4)
      ? PoolShape<X, O>
      : ShapeError<`${Name}: expected ${Name extends `${string}1d` ? '[N, C, W]' : '[N, C, H, W]'}, found ${ShowShape<X>}`>

/** The rule of a pooling over one or two axes. */
export interface PoolRule<Name extends string, O> extends ShapeFunction {
  readonly out: this['in'] extends infer X extends Shape ? NamedPoolShape<X, Name, O> : Shape
}

const poolOf =
  <Name extends string, P extends PoolOptions>(name: Name, pool: (options: P) => (x: Tensor) => Tensor) =>
  <const O extends P>(options: OnlyKnown<O, P>): ShapedFunction<PoolRule<Name, O>> => {
    const { kernel, stride, dilation }: PoolOptions = options
    checkSizes(name, { kernel, stride, dilation })
    const apply = pool(options)
    const [rank, shape] = name.endsWith('1d') ? [3, '[N, C, W]'] : [4, '[N, C, H, W]']
    return shaped((x) =>
      x.shape.length === rank ? apply(x) : refuse(name, [x.shape], { expected: shape, found: showShape(x.shape) }),
    )
  }

/**
 * Max pooling of signals [N, C, W]. The stride is the kernel's size by default. Refuses padding of more than half the
 * kernel and a window without a cell of the input.
 *
 * @example
 * ```ts
 * import { maxPool1d, tensor, toNested } from 'cotangent'
 *
 * toNested(maxPool1d({ kernel: 2 })(tensor([1, 3, -2, -1], [1, 1, 4]))) // => [[[3, -1]]]
 * ```
 */
export const maxPool1d = poolOf<'maxPool1d', PoolOptions>('maxPool1d', maxPool)

/**
 * Max pooling of images [N, C, H, W]. The stride is the kernel's size by default; a smaller one makes windows
 * overlap, as in AlexNet. Refuses padding of more than half the kernel and a window without a cell of the input.
 *
 * @example
 * ```ts
 * import { maxPool2d, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3])
 * toNested(maxPool2d({ kernel: 2, stride: 1 })(image)) // => [[[[5, 6], [8, 9]]]]
 * ```
 */
export const maxPool2d = poolOf<'maxPool2d', PoolOptions>('maxPool2d', maxPool)

/**
 * Average pooling of signals [N, C, W]. The stride is the kernel's size by default. Refuses padding of more than half
 * the kernel and a window without a cell of the input.
 *
 * @example
 * ```ts
 * import { avgPool1d, tensor, toNested } from 'cotangent'
 *
 * toNested(avgPool1d({ kernel: 2 })(tensor([1, 3, -2, -1], [1, 1, 4]))) // => [[[2, -1.5]]]
 * ```
 */
export const avgPool1d = poolOf<'avgPool1d', AvgPoolOptions>('avgPool1d', avgPool)

/**
 * Average pooling of images [N, C, H, W]. The stride is the kernel's size by default. Padding counts in the divisor
 * unless `countIncludePad` is false. Refuses padding of more than half the kernel and a window without a cell of the
 * input.
 *
 * @example
 * ```ts
 * import { avgPool2d, tensor, toNested } from 'cotangent'
 *
 * const image = tensor([1, 2, 3, 4], [1, 1, 2, 2])
 * toNested(avgPool2d({ kernel: 2 })(image)) // => [[[[2.5]]]]
 * ```
 */
export const avgPool2d = poolOf<'avgPool2d', AvgPoolOptions>('avgPool2d', avgPool)
