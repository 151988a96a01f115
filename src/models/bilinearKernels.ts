/**
 * @file Kernels of transposed convolutions that enlarge by bilinear interpolation, each channel by itself.
 *
 *     k[i] = 1 - |i / f - c|      f = ceil(side / 2), c = (2 f - 1 - f mod 2) / (2 f)      a kernel is the product of two
 *
 * Law: a constant image stays constant, away from the border.
 */
import type { Shape } from '../core/Shape.ts'
import { sizeOf } from '../core/Shape.ts'
import { tensor } from '../core/Tensor.ts'
import type { Initializer } from '../nn/index.ts'

const along = (side: number, i: number): number => {
  const half = Math.ceil(side / 2)
  return 1 - Math.abs(i / half - (2 * half - 1 - (half % 2)) / (2 * half))
}

/** Weights [in, out, height, width]: interpolation where both channels are the same, 0 elsewhere. */
export const bilinearKernels: Initializer = <const S extends Shape>(shape: S) => {
  const sides: Shape = shape
  const [, outs = 1, height = 1, width = 1] = sides
  return () =>
    tensor(
      Float64Array.from({ length: sizeOf(shape) }, (_, at) => {
        const [x, y] = [at % width, Math.floor(at / width) % height]
        const pair = Math.floor(at / (width * height))
        return pair % outs === Math.floor(pair / outs) ? along(height, y) * along(width, x) : 0
      }),
      shape,
    )
}
