/**
 * @file Multi-head attention: queries, keys and values by one dense layer, attention per head, and a dense layer that
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
import { checkTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from '../ops/add.ts'
import { attention } from '../ops/attention.ts'
import { arange, zeros } from '../ops/constant.ts'
import { less } from '../ops/less.ts'
import { matmul } from '../ops/matmul.ts'
import { mul } from '../ops/mul.ts'
import { notEqual } from '../ops/notEqual.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sliceAlong } from '../ops/slice.ts'
import { transposeTo, transposeMatrix } from '../ops/transpose.ts'
import { checkLengths, checkParameter } from './checkParameter.ts'
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

const checkSizes = (operation: string, width: number, heads: number): void => {
  checkRequiredSizes(operation, { width, heads })
  if (width % heads !== 0)
    refuse(operation, [], {
      expected: 'a number of heads that divides the width',
      found: `${String(heads)} for ${String(width)}`,
    })
}

/** What a layer does not take: another sequence to attend to, and where examples end. */
export interface AttendOptions {
  /** The sequence [N, S, D] that is attended to, such as that of an encoder; the queries' own by default. */
  readonly memory?: Tensor
  /**
   * The number of entries of each example of it that may be attended to, [N]; all by default. Lengths beyond the end, which are
   * refused where their numbers are known, count as all.
   */
  readonly lengths?: Tensor
  /** Where it is 0, an entry is not attended to; broadcast to [N, heads, L, S]. All are by default. */
  readonly mask?: Tensor
  /** Whether entry i attends to entries 0 to i alone; false by default. */
  readonly causal?: boolean
}

/** Refuses weights of another width, and sequences that do not fit. */
const checkShapes = (params: AttentionParams, x: Shape, memory: Shape): number => {
  const width = params.out_proj.weight.shape[0] ?? 0
  const check = (name: string, given: Tensor, shape: Shape): Tensor =>
    checkParameter('multiHeadAttention', name, given, shape)
  check('in_proj_weight', params.in_proj_weight, [3 * width, width])
  check('in_proj_bias', params.in_proj_bias, [3 * width])
  check('out_proj.weight', params.out_proj.weight, [width, width])
  check('out_proj.bias', params.out_proj.bias, [width])
  const expected = `[N, L, ${String(width)}]`
  if (x.length !== 3 || x[2] !== width) return refuse('multiHeadAttention', [x], { expected, found: showShape(x) })
  return memory.length === 3 && memory[2] === width && memory[0] === x[0]
    ? width
    : refuse('multiHeadAttention', [x, memory], {
        expected: `a memory [${String(x[0])}, S, ${String(width)}]`,
        found: showShape(memory),
      })
}

/** The products of a sequence with some of the projections, by head: [N, heads, L, D / heads] each. */
const projected = (params: AttentionParams, x: Tensor, heads: number, from: number, to: number): readonly Tensor[] => {
  const [examples = 0, length = 0, width = 0] = x.shape
  const part = (of: Tensor): Tensor => sliceAlong(of, 0, from * width, to * width)
  const all: Tensor = add(matmul(x, transposeMatrix(part(params.in_proj_weight))), part(params.in_proj_bias))
  return Array.from({ length: to - from }, (_, k) =>
    transposeTo(
      reshapeTo(sliceAlong(all, 2, k * width, (k + 1) * width), [examples, length, heads, width / heads]),
      [0, 2, 1, 3],
    ),
  )
}

/** Refuses a mask that is not broadcast to a shape. */
const checkMask = (mask: Tensor, shape: Shape): Tensor => {
  const own = checkTensor(mask, 'attend').shape
  const isFit = own.length <= shape.length && own.every((d, k) => d === 1 || d === shape[k + shape.length - own.length])
  return isFit
    ? mask
    : refuse('attend', [own], { expected: `'mask' to be broadcast to ${showShape(shape)}`, found: showShape(own) })
}

/** 1 where an entry is before the end of its example, [N, 1, 1, S]. */
const presentIn = (lengths: Tensor, examples: number, entries: number): Tensor =>
  less(arange(entries), reshapeTo(lengths, [examples, 1, 1, 1]))

/**
 * Multi-head attention with what the layer does not take: another sequence that is attended to (cross-attention), the number
 * of entries of each example, and a mask. The parameters are those of {@link multiHeadAttention}. An entry that may attend
 * to none gets the bias of the last projection. Refuses heads that do not divide the width.
 *
 * @example
 * ```ts
 * import { key, ones, tensor } from 'cotangent'
 * import { attend, multiHeadAttention } from 'cotangent/nn'
 *
 * const [params] = multiHeadAttention({ width: 8, heads: 2 }).init(key(0))
 * const [queries, memory] = [ones([2, 3, 8]), ones([2, 5, 8])]
 * attend(2)(params, queries, { memory, lengths: tensor([5, 4], [2]) }).shape // => [2, 3, 8]
 * ```
 */
export const attend =
  (heads: number) =>
  (params: AttentionParams, x: Tensor, options: AttendOptions = {}): Tensor => {
    const known = { memory: true, lengths: true, mask: true, causal: true } as const
    const { memory, lengths, mask, causal = false } = checkOptions('attend', options, known)
    const seen = memory ?? x
    checkSizes('attend', checkShapes(params, x.shape, seen.shape), heads)
    const [examples = 0, length = 0, width = 0] = x.shape
    const entries = seen.shape[1] ?? 0
    const [q, k, v] =
      memory === undefined
        ? projected(params, x, heads, 0, 3)
        : [...projected(params, x, heads, 0, 1), ...projected(params, memory, heads, 1, 3)]
    if (q === undefined || k === undefined || v === undefined) return x
    if (lengths !== undefined) checkLengths('attend', lengths, examples, entries)
    const masks = [
      ...(mask === undefined ? [] : [notEqual(checkMask(mask, [examples, heads, length, entries]), 0)]),
      ...(lengths === undefined ? [] : [presentIn(lengths, examples, entries)]),
    ]
    const both = masks.length === 0 ? {} : { mask: masks.reduce((one, other): Tensor => mul(one, other)) }
    const heard: Tensor = attention({ causal, ...both })(q, k, v)
    const joined = reshapeTo(transposeTo(heard, [0, 2, 1, 3]), [examples, length, width])
    return add(matmul(joined, transposeMatrix(params.out_proj.weight)), params.out_proj.bias)
  }

/**
 * A layer in which every entry of a sequence [N, L, D] attends to all entries; {@link attend} takes lengths, masks and another
 * sequence. Refuses heads that do not divide the width.
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
  const known = { width: true, heads: true, causal: true } as const
  const { width, heads, causal = false } = checkOptions('multiHeadAttention', options, known)
  checkSizes('multiHeadAttention', width, heads)
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
      checkParameter('multiHeadAttention', 'out_proj.weight', params.out_proj.weight, [width, width])
      return attend(heads)(params, x, { causal })
    },
  )
}
