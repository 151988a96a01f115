/**
 * @file ONNX's attention, with the keys and values of earlier steps, and the rotary embedding of positions.
 *
 * Keys and values of fewer heads than queries serve several heads each. A causal query sees as many keys more as there were
 * before, or as `nonpad_kv_seqlen` says. A mask that is shorter than the keys hides the rest.
 */
import { dimension } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { attentionParts, turnedPairs } from '../../ops/attention.ts'
import { add } from '../../ops/add.ts'
import { concatAlong } from '../../ops/concat.ts'
import { arange, literal } from '../../ops/constant.ts'
import { take } from '../../ops/gather.ts'
import { less } from '../../ops/less.ts'
import { lessEqual } from '../../ops/lessEqual.ts'
import { mul } from '../../ops/mul.ts'
import { notEqual } from '../../ops/notEqual.ts'
import { pad } from '../../ops/pad.ts'
import { repeatInterleave } from '../../ops/repeat.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { sliceAlong } from '../../ops/slice.ts'
import { sub } from '../../ops/sub.ts'
import { transposeTo } from '../../ops/transpose.ts'
import type { Call, NodeOutcome, Operator } from '../Call.ts'
import {
  flagAttribute,
  floatAttribute,
  intAttribute,
  like,
  operator,
  optional,
  optionalTensor,
  tensorAt,
} from '../Call.ts'

/** [N, L, H E] as [N, H, L, E]; what has four axes already stays. */
export const heads = (x: Tensor, count: number | null): Tensor => {
  if (x.shape.length === 4) return x
  const [n = 0, length = 0, width = 0] = x.shape
  return x.shape.length === 3 && count !== null
    ? transposeTo(reshapeTo(x, [n, length, count, width / count]), [0, 2, 1, 3])
    : refuse('attend', [x.shape], { expected: 'four axes, or three and a number of heads', found: String(count) })
}

/** [N, H, L, E] as [N, L, H E]. */
export const joinedHeads = (x: Tensor): Tensor => {
  const [n = 0, count = 0, length = 0, width = 0] = x.shape
  return reshapeTo(transposeTo(x, [0, 2, 1, 3]), [n, length, count * width])
}

const after = (past: Tensor | null, x: Tensor): Tensor => (past === null ? x : concatAlong([past, x], 2))

/** Each head of keys or values as often as there are heads of queries for it. */
export const shared = (x: Tensor, count: number): Tensor => {
  const own = dimension(x.shape, 1)
  if (count % own !== 0)
    return refuse('attend', [x.shape], { expected: `heads that divide ${String(count)}`, found: String(own) })
  return count === own ? x : repeatInterleave(count / own, { axis: 1 })(x)
}

/** Which keys a query sees, and what is added to its products: from the mask, the order, and the padding. */
const seenBy = (call: Call, queries: number, keys: number): { readonly mask?: Tensor; readonly bias?: Tensor } => {
  const given = optional(call, 3)
  const lengths = optionalTensor(call, 6)
  const perExample = lengths === null ? null : reshapeTo(lengths, [dimension(lengths.shape, 0), 1, 1, 1])
  const past = optionalTensor(call, 4)
  const offset: Tensor =
    perExample === null ? literal(past === null ? 0 : dimension(past.shape, 2)) : sub(perExample, literal(queries))
  const columns = reshapeTo(arange(keys), [1, keys])
  const rows = reshapeTo(arange(queries), [queries, 1])
  const filled = (x: Tensor, value: number): Tensor => {
    const missing = keys - dimension(x.shape, -1)
    return missing > 0 ? pad({ padding: [[0, missing]], value })(x) : x
  }
  const isMask = given?.type === 'bool'
  const masks = [
    ...(given !== null && isMask ? [notEqual(filled(given.tensor, 0), literal(0))] : []),
    ...(flagAttribute(call, 'is_causal') ? [lessEqual(columns, add(rows, offset))] : []),
    ...(perExample === null ? [] : [less(columns, perExample)]),
  ]
  const [first, ...others] = masks
  return {
    ...(first === undefined ? {} : { mask: others.reduce<Tensor>((all, own) => mul(all, own), first) }),
    ...(given === null || isMask ? {} : { bias: filled(given.tensor, -Infinity) }),
  }
}

const attended = (call: Call): NodeOutcome => {
  const [count, few] = [intAttribute(call, 'q_num_heads'), intAttribute(call, 'kv_num_heads')]
  const query = tensorAt(call, 0)
  const q = heads(query, count)
  const key = after(optionalTensor(call, 4), heads(tensorAt(call, 1), few))
  const value = after(optionalTensor(call, 5), heads(tensorAt(call, 2), few))
  const [all, queries, keys] = [dimension(q.shape, 1), dimension(q.shape, 2), dimension(key.shape, 2)]
  const [scale, softcap] = [floatAttribute(call, 'scale'), floatAttribute(call, 'softcap') ?? 0]
  const options = {
    ...seenBy(call, queries, keys),
    ...(scale === null ? {} : { scale }),
    ...(softcap > 0 ? { softcap } : {}),
  }
  const parts = attentionParts(options, q, shared(key, all), shared(value, all))
  const shown = [parts.products, parts.capped, parts.scores, parts.weights][
    intAttribute(call, 'qk_matmul_output_mode') ?? 0
  ]
  const result = query.shape.length === 3 ? joinedHeads(parts.result) : parts.result
  return [result, key, value, shown ?? parts.products].map((tensor) => like(call, tensor))
}

/** Cosines and sines are tables by position, or given for each entry; what is beyond the width that turns stays. */
const rotated = (call: Call): NodeOutcome => {
  const given = tensorAt(call, 0)
  const x = heads(given, intAttribute(call, 'num_heads'))
  const positions = optionalTensor(call, 3)
  const width = dimension(x.shape, 3)
  const turning = intAttribute(call, 'rotary_embedding_dim') ?? 0
  const kept = turning === 0 ? width : turning
  const table = (index: number): Tensor => {
    const entries = positions === null ? tensorAt(call, index) : take()(tensorAt(call, index), positions)
    const [n = 0, length = 0, half = 0] = entries.shape
    return reshapeTo(entries, [n, 1, length, half])
  }
  const start = turnedPairs(sliceAlong(x, 3, 0, kept), table(1), table(2), flagAttribute(call, 'interleaved'))
  const y = kept === width ? start : concatAlong([start, sliceAlong(x, 3, kept, width)], 3)
  return like(call, given.shape.length === 3 ? joinedHeads(y) : y)
}

const attentionAttributes = 'is_causal kv_num_heads q_num_heads qk_matmul_output_mode scale softcap softmax_precision'

/** Attention and its kin, by name. */
export const attentions: Readonly<Record<string, Operator>> = {
  Attention: operator(attentionAttributes, attended, { settingsFrom: 3 }),
  RotaryEmbedding: operator('interleaved num_heads rotary_embedding_dim', rotated, { settingsFrom: 1 }),
}
