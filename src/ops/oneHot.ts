/**
 * @file oneHot: labels as indicator vectors.
 *
 *     y[.., k] = 1 where label = k, else 0
 *
 * Shape rule: a new last axis with `classes` entries. Pullback: none; a label is not a continuous quantity.
 * Laws: "each row sums to 1 where the label is one of the classes", "argmax of oneHot is the label".
 */
import type { Shape } from '../core/Shape.ts'
import type { Operand, Tensor } from '../core/Tensor.ts'
import { asTensor, ofShape } from '../core/Tensor.ts'
import { arange } from './constant.ts'
import { equal } from './equal.ts'
import { expandDims } from './reshape.ts'

/**
 * Indicator vectors of labels along a new last axis; a label outside 0 .. classes - 1 gives a row of zeros.
 *
 * @example
 * ```ts
 * import { oneHot, tensor, toNested } from 'cotangent'
 *
 * toNested(oneHot(3)(tensor([0, 2], [2]))) // => [[1, 0, 0], [0, 0, 1]]
 * ```
 */
export const oneHot =
  <const N extends number>(classes: N) =>
  <const S extends Shape>(labels: Operand<S>): Tensor<readonly [...S, N]> =>
    ofShape(equal(expandDims(-1)(asTensor<Operand>(labels)), arange(classes)))
