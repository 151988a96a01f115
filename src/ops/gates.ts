/**
 * @file Activations with a second input: prelu, whose slope is an operand, and glu, which splits its input in halves.
 *
 *     prelu: y = x where x > 0, else weight x      glu: y = a sigmoid(b), a and b the halves of x
 *
 * Shape rule: prelu keeps the shape of x; glu halves an axis. Pullback: through the parts.
 * Laws: finite differences, adjointness, pullback linearity, second order, away from 0; PyTorch's values.
 */
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { broadcastTo } from './broadcastTo.ts'
import { zero } from './constant.ts'
import { less } from './less.ts'
import { mul } from './mul.ts'
import { reshapeTo } from './reshape.ts'
import { sigmoid } from './sigmoid.ts'
import { sliceAlong } from './slice.ts'
import { where } from './where.ts'

/**
 * x where it is above 0, and x times a weight elsewhere. There is one weight, or one per channel of [N, C, ...]; any
 * other number of weights is refused.
 *
 * @example
 * ```ts
 * import { prelu, tensor, toNested } from 'cotangent'
 *
 * toNested(prelu(tensor([-4, 2], [1, 2]), tensor([0.5], [1]))) // => [[-2, 2]]
 * ```
 */
export const prelu = (x: Tensor, weight: Tensor): Tensor => {
  const count = weight.shape[0] ?? 0
  if (weight.shape.length !== 1 || (count !== 1 && count !== x.shape[1])) {
    return refuse('prelu', [x.shape, weight.shape], {
      expected: 'one weight, or one per channel',
      found: showShape(weight.shape),
    })
  }
  const perChannel = count === 1 ? [1] : [count, ...x.shape.slice(2).map(() => 1)]
  const spread = broadcastTo(x.shape)(reshapeTo(weight, perChannel))
  const isPositive = less(zero, x)
  // The branch that is not taken is not multiplied by a weight, so that its derivative stays 0 where x is infinite.
  return where(isPositive, x, mul(where(isPositive, zero, x), spread))
}

/**
 * The first half of the entries along an axis times the sigmoid of the second half. The axis is the last by default.
 * Refuses an odd number of entries.
 *
 * @example
 * ```ts
 * import { glu, tensor, toNested } from 'cotangent'
 *
 * toNested(glu()(tensor([4, 6, 0, 0], [4]))) // => [2, 3]
 * ```
 */
export const glu = (options: { readonly axis?: number } = {}) => {
  const { axis = -1 } = checkOptions('glu', options, { axis: true })
  return (x: Tensor): Tensor => {
    const along = resolveAxis('glu', x.shape, axis)
    const length = x.shape[along] ?? 0
    return length % 2 === 0
      ? mul(sliceAlong(x, along, 0, length / 2), sigmoid(sliceAlong(x, along, length / 2, length)))
      : refuse('glu', [x.shape], {
          expected: `an even number of entries along axis ${String(along)}`,
          found: String(length),
        })
  }
}
