/**
 * @file Multi-head self-attention: queries, keys and values by one dense layer, attention per head, and a dense layer that
 * joins the heads (Vaswani and others, 2017). Parameters have PyTorch's names and shapes.
 *
 *     [q, k, v] = in_proj_weight x + in_proj_bias       out_proj(join over heads of attention(q, k, v))
 *
 * Shape rule: [N, L, D] stays. Laws: those of a layer; "is attention, head by head".
 */
import { split } from '../core/Key.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import { checkRequiredSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from '../ops/add.ts'
import { attention } from '../ops/attention.ts'
import { zeros } from '../ops/constant.ts'
import { matmul } from '../ops/matmul.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sliceAlong } from '../ops/slice.ts'
import { transposeTo, transposeMatrix } from '../ops/transpose.ts'
import { checkParameter } from './checkParameter.ts'
import { torchUniform, xavierUniform } from './initializers.ts'
import type { Layer, None, SameShape } from './Layer.ts'
import { parametric } from './Layer.ts'

/** The learned parameters, for a width D. */
export interface AttentionParams {
  /** The weights of queries, keys and values, one below the other: shape [3 D, D]. */
  readonly in_proj_weight: Tensor
  /** Their biases: shape [3 D]. */
  readonly in_proj_bias: Tensor
  readonly out_proj: { readonly weight: Tensor; readonly bias: Tensor }
}

/** How a layer attends. */
export interface MultiHeadAttentionOptions {
  /** The width D of each entry of the sequence; the heads divide it. */
  readonly width: number
  readonly heads: number
  /** Whether entry i attends to entries 0 to i alone; false by default. */
  readonly causal?: boolean
}

const checked = (options: MultiHeadAttentionOptions): MultiHeadAttentionOptions => {
  const { width, heads } = checkOptions('multiHeadAttention', options, { width: true, heads: true, causal: true })
  checkRequiredSizes('multiHeadAttention', { width, heads })
  return width % heads === 0
    ? options
    : refuse('multiHeadAttention', [], {
        expected: 'a number of heads that divides the width',
        found: `${String(heads)} for ${String(width)}`,
      })
}

/**
 * A layer in which every entry of a sequence [N, L, D] attends to all entries. Refuses heads that do not divide the width.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { evalMode, multiHeadAttention } from 'cotangent/nn'
 *
 * const layer = multiHeadAttention({ width: 8, heads: 2, causal: true })
 * const [params, state] = layer.init(key(0))
 * params.in_proj_weight.shape // => [24, 8]
 * layer.apply(evalMode)(params, state, ones([1, 5, 8]))[0].shape // => [1, 5, 8]
 * ```
 */
export const multiHeadAttention = (options: MultiHeadAttentionOptions): Layer<SameShape, AttentionParams, None> => {
  const { width, heads, causal = false } = checked(options)
  const own = width / heads
  return parametric<SameShape, AttentionParams>(
    (key) => {
      const [forIn, forOut] = split(key)
      return {
        in_proj_weight: xavierUniform([3 * width, width])(forIn),
        in_proj_bias: zeros([3 * width]),
        out_proj: { weight: torchUniform([width, width])(forOut), bias: zeros([width]) },
      }
    },
    (params, x) => {
      const [examples = 0, length = 0, last] = x.shape
      if (x.shape.length !== 3 || last !== width) {
        return refuse('multiHeadAttention', [x.shape], {
          expected: `[N, L, ${String(width)}]`,
          found: showShape(x.shape),
        })
      }
      const check = (name: string, given: Tensor, shape: Shape): Tensor =>
        checkParameter('multiHeadAttention', name, given, shape)
      check('in_proj_weight', params.in_proj_weight, [3 * width, width])
      check('in_proj_bias', params.in_proj_bias, [3 * width])
      check('out_proj.weight', params.out_proj.weight, [width, width])
      check('out_proj.bias', params.out_proj.bias, [width])
      const all: Tensor = add(matmul(x, transposeMatrix(params.in_proj_weight)), params.in_proj_bias)
      const part = (k: number): Tensor =>
        transposeTo(
          reshapeTo(sliceAlong(all, 2, k * width, (k + 1) * width), [examples, length, heads, own]),
          [0, 2, 1, 3],
        )
      const heard: Tensor = attention({ causal })(part(0), part(1), part(2))
      const joined = reshapeTo(transposeTo(heard, [0, 2, 1, 3]), [examples, length, width])
      return add(matmul(joined, transposeMatrix(params.out_proj.weight)), params.out_proj.bias)
    },
  )
}
