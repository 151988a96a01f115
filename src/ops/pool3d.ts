/**
 * @file Pooling of volumes: planes first, then along the depth, since maxima and means over boxes are made of those over
 * rectangles.
 *
 *     max:     y[n, c, l, i, j] = max over r, p, q of x[n, c, l s + r d - pad, i s + p d - pad, j s + q d - pad]
 *     average: y = sum over the same cells / divisor
 *
 * Shape rule: [N, C, D, H, W] to [N, C, D', H', W'] with floor((S + 2 pad - (d (K - 1) + 1)) / s) + 1 along each spatial
 * axis, or rounded up in ceil mode; the stride is the kernel's size by default.
 * Pullback: through the parts; of equal maxima, the first one in row-major order has the cotangent.
 * Laws: finite differences, adjointness, pullback linearity, second order; "is the loop over boxes"; of
 * avgPool3d "is the loop over boxes, without padding"; PyTorch's values.
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape, sizeOf } from '../core/Shape.ts'
import { checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, ofShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { AxisPadding, PerAxis, SamePadding } from '../core/Window.ts'
import { checkRank, onAxis } from '../core/Window.ts'
import type { AvgPoolOptions } from './avgPool.ts'
import { avgPool } from './avgPool.ts'
import type { VolumeShape } from './conv3d.ts'
import { maxPool } from './maxPool.ts'
import type { PoolOptions } from './pooling.ts'
import { poolOptions } from './pooling.ts'
import { reshapeTo } from './reshape.ts'

type Pool = (options: AvgPoolOptions) => (x: Tensor) => Tensor

/** The settings of some axes; one that is missing is that of an axis that no window moves along. */
const along = (options: AvgPoolOptions, axes: readonly (number | null)[]): AvgPoolOptions => {
  const { kernel, stride = kernel, padding, dilation, ceilMode, countIncludePad } = options
  const pick = <T>(setting: PerAxis<T> | undefined, otherwise: T): readonly T[] =>
    axes.map((axis) => (axis === null ? otherwise : onAxis(setting, axis, otherwise)))
  const own = axes.map((axis) => (axis === null ? 0 : onAxis<AxisPadding | SamePadding>(padding, axis, 0)))
  const word = own.find((one) => typeof one === 'string')
  return {
    kernel: pick(kernel, 1),
    stride: pick(stride, 1),
    dilation: pick(dilation, 1),
    // A word keeps an axis of one cell as it is, too.
    padding: word ?? own.filter((one) => typeof one !== 'string'),
    ...(ceilMode === undefined ? {} : { ceilMode }),
    ...(countIncludePad === undefined ? {} : { countIncludePad }),
  }
}

type Sizes = readonly [n: number, c: number, depth: number, height: number, width: number]

const sizesOf = (operation: string, { shape }: Tensor): Sizes => {
  const [n, c, depth, height, width, ...rest] = shape
  return width === undefined || rest.length > 0
    ? refuse(operation, [shape], { expected: '[N, C, D, H, W]', found: showShape(shape) })
    : [n ?? 0, c ?? 0, depth ?? 0, height ?? 0, width]
}

/** A function that pools volumes. */
export type PoolVolumes = <const X extends Shape>(x: Tensor<X>) => Tensor<VolumeShape<X, X[1]>>

/** A pooling of volumes, from that of images. */
const boxes = (operation: string, options: AvgPoolOptions, pool: Pool): PoolVolumes => {
  const { kernel, stride, padding, dilation } = options
  checkSizes(operation, { kernel, stride, dilation })
  return <const X extends Shape>(x: Tensor<X>): Tensor<VolumeShape<X, X[1]>> => {
    const [n, c, depth, height, width] = sizesOf(operation, checkTensor(x))
    const caller = { operation, shapes: [x.shape], phrase: `${operation} ${showShape(x.shape)}` }
    Object.entries({ kernel, stride, padding, dilation }).forEach(([name, setting]) => {
      checkRank(caller, name, setting, 3)
    })
    const planes = pool(along(options, [1, 2]))(reshapeTo(x, [n, c * depth, height, width]))
    const sides = planes.shape.slice(2)
    const lines = pool(along(options, [0, null]))(reshapeTo(planes, [n, c, depth, sizeOf(sides)]))
    return ofShape(reshapeTo(lines, [n, c, lines.shape[2] ?? 0, ...sides]))
  }
}

/**
 * Max pooling of volumes [N, C, D, H, W]. The stride is the kernel's size by default. Refuses what {@link maxPool}
 * refuses.
 *
 * @example
 * ```ts
 * import { maxPool3d, tensor, toNested } from 'cotangent'
 *
 * toNested(maxPool3d({ kernel: 2 })(tensor([1, 8, 3, 4, 5, 6, 7, 2], [1, 1, 2, 2, 2]))) // => [[[[[8]]]]]
 * ```
 */
export const maxPool3d = (options: PoolOptions): PoolVolumes =>
  boxes('maxPool3d', checkOptions('maxPool3d', options, poolOptions), maxPool)

/**
 * Average pooling of volumes [N, C, D, H, W]. The stride is the kernel's size by default. Padding counts in the divisor
 * unless `countIncludePad` is false. Refuses what {@link avgPool} refuses.
 *
 * @example
 * ```ts
 * import { avgPool3d, tensor, toNested } from 'cotangent'
 *
 * toNested(avgPool3d({ kernel: 2 })(tensor([1, 8, 3, 4, 5, 6, 7, 2], [1, 1, 2, 2, 2]))) // => [[[[[4.5]]]]]
 * ```
 */
export const avgPool3d = (options: AvgPoolOptions): PoolVolumes =>
  boxes('avgPool3d', checkOptions('avgPool3d', options, { ...poolOptions, countIncludePad: true }), avgPool)
