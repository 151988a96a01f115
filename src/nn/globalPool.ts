/**
 * @file Pooling to a size that is given, whatever the input's: adaptive average pooling, of which pooling to 1 is global.
 *
 * Output `i` of `n` along a side of length `L` averages cells floor(i L / n) to ceil((i + 1) L / n), as PyTorch has it; a
 * product with a matrix along each side.
 */
import type { Shape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { matmul } from '../ops/matmul.ts'
import { mean } from '../ops/sum.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { transposeMatrix } from '../ops/transpose.ts'
import type { AnyShape, Layer, None } from './Layer.ts'
import { stateless } from './Layer.ts'

/** The matrix [to, from] of adaptive averages along a side. */
const averages = (from: number, to: number): Tensor => {
  const rows = Array.from({ length: to }, (_, i) => {
    const [low, high] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)]
    return Array.from({ length: from }, (_cell, k) => (k >= low && k < high ? 1 / (high - low) : 0))
  })
  return tensor(rows.flat(), [to, from]) as Tensor
}

const checkImage = (name: string, shape: Shape): readonly [number, number, number, number] => {
  const [n, c, h, w, ...others] = shape
  return n === undefined ||
    c === undefined ||
    h === undefined ||
    w === undefined ||
    others.length > 0 ||
    h === 0 ||
    w === 0
    ? refuse(name, [shape], 'it expects [N, C, H, W]')
    : [n, c, h, w]
}

/**
 * Average pooling of images [N, C, H, W] to a given height and width, as a layer.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { adaptiveAvgPool2d, evalMode } from 'cotangent/nn'
 *
 * const x = tensor([1, 2, 3, 4, 5], [1, 1, 1, 5])
 * toNested(adaptiveAvgPool2d([1, 2]).apply(evalMode)({}, {}, x)[0]) // => [[[[2, 4]]]]
 * ```
 */
export const adaptiveAvgPool2d = ([height, width]: readonly [height: number, width: number]): Layer<
  AnyShape,
  None,
  None
> =>
  stateless((x) => {
    const [n, c, h, w] = checkImage('adaptiveAvgPool2d', x.shape)
    if (h === height && w === width) return x
    const across = matmul(x, transposeMatrix(averages(w, width)) as never) as Tensor
    const down = matmul(averages(h, height), reshapeTo(across, [n * c, h, width]) as never) as Tensor
    return reshapeTo(down, [n, c, height, width])
  })

/** The mean of each channel of images [N, C, H, W] as [N, C], as a layer. */
export const globalAvgPool2d: Layer<AnyShape, None, None> = stateless((x) => {
  checkImage('globalAvgPool2d', x.shape)
  return mean({ axis: [2, 3] })(x as never) as Tensor
})
