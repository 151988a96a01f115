/**
 * @file Initial weights that are more than independent draws: orthogonal matrices, and identity kernels.
 *
 * Laws: "rows or columns are orthonormal"; "channels are handed on"; "the same key gives the same weights".
 */
import { checkOptions } from '../core/options.ts'
import type { Key } from '../core/Key.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, showShape, sizeOf } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { literal } from '../ops/constant.ts'
import { div } from '../ops/div.ts'
import { matmul } from '../ops/matmul.ts'
import { mul } from '../ops/mul.ts'
import { norm } from '../ops/norm.ts'
import { normal } from '../ops/random.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sub } from '../ops/sub.ts'
import { transposeMatrix } from '../ops/transpose.ts'
import type { Initializer } from './initializers.ts'

/** The coefficients of the steps of {@link orthogonal}, and their number. */
const polarSteps = 40

/**
 * Weights whose rows, or columns if there are more rows, are orthonormal, times a gain (Saxe, McClelland and Ganguli,
 * 2014): signals keep their length. A kernel is treated as a matrix [out, in * kernel]. The weights are the orthogonal
 * factor of a matrix of normal numbers, found by the Newton-Schulz iteration: 40 steps of two matrix products each,
 * which take seconds for a shorter side of up to about 1,000.
 *
 * @example
 * ```ts
 * import { item, key, mul, sum } from 'cotangent'
 * import { orthogonal } from 'cotangent/nn'
 *
 * const row = orthogonal({ gain: 2 })([1, 5])(key(1))
 * item(sum()(mul(row, row))) // => 4
 * ```
 */
export const orthogonal = (options: { readonly gain?: number } = {}): Initializer => {
  const { gain = 1 } = checkOptions('orthogonal', options, { gain: true })
  return <const S extends Shape>(shape: S) =>
    (key: Key) => {
      const [rows, ...others] = shape
      if (rows === undefined || others.length === 0)
        return refuse('initialize', [shape], { expected: 'at least two axes', found: showShape(shape) })
      const columns = sizeOf(others)
      const wide: readonly [number, number] = [Math.min(rows, columns), Math.max(rows, columns)]
      const drawn = normal(wide)(key)
      const start = div(drawn, norm()(drawn))
      const factor = Array.from({ length: polarSteps }).reduce<Tensor>((x) => {
        const square = matmul(x, transposeMatrix(x))
        return sub(mul(x, literal(1.5)), mul(matmul(square, x), literal(0.5)))
      }, start)
      const turned = rows <= columns ? factor : transposeMatrix(factor)
      return reshapeTo(mul(turned, literal(gain)), shape)
    }
}

/**
 * Kernels that pass channels on unchanged: 1 at the middle tap of output channel k and input channel k, 0 elsewhere,
 * within each group. Refuses shapes without a kernel, and a number of groups that does not divide the output channels.
 *
 * @example
 * ```ts
 * import { key, toNested } from 'cotangent'
 * import { diracInitializer } from 'cotangent/nn'
 *
 * toNested(diracInitializer()([1, 1, 3])(key(0))) // => [[[0, 1, 0]]]
 * ```
 */
export const diracInitializer = (options: { readonly groups?: number } = {}): Initializer => {
  const { groups = 1 } = checkOptions('diracInitializer', options, { groups: true })
  return <const S extends Shape>(shape: S) =>
    () => {
      const [outs = 0, ins = 0, ...kernel] = shape
      if (kernel.length === 0 || outs % groups !== 0) {
        return refuse('initialize', [shape], {
          expected: `a kernel [O, I, ...K] whose outputs make ${countOf(groups, 'equal group')}`,
          found: showShape(shape),
        })
      }
      const taps = sizeOf(kernel)
      const middle = kernel.reduce((at, side) => at * side + Math.floor(side / 2), 0)
      const each = outs / groups
      const numbers = Array.from({ length: sizeOf(shape) }, (_, k) => {
        const [out, from] = [Math.floor(k / (ins * taps)), Math.floor(k / taps) % ins]
        return k % taps === middle && out % each === from ? 1 : 0
      })
      return tensor(numbers, shape)
    }
}
