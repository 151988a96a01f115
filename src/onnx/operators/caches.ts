/** @file ONNX's operators with a state that is handed on from call to call: convolutions and attention over time, and caches. */
import { dimension } from '../../core/Shape.ts'
import { resolveAxis } from '../../core/shapeRules.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { linearAttention } from '../../nn/linearAttention.ts'
import { silu } from '../../ops/activations.ts'
import { add } from '../../ops/add.ts'
import { concatAlong } from '../../ops/concat.ts'
import { arange, literal, zeros } from '../../ops/constant.ts'
import { conv } from '../../ops/conv.ts'
import { gather } from '../../ops/gather.ts'
import { less } from '../../ops/less.ts'
import { lessEqual } from '../../ops/lessEqual.ts'
import { mul } from '../../ops/mul.ts'
import { remainder } from '../../ops/remainders.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { sliceAlong } from '../../ops/slice.ts'
import { sub } from '../../ops/sub.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { where } from '../../ops/where.ts'
import type { Call, NodeOutcome, Operator } from '../Call.ts'
import { floatAttribute, intAttribute, like, operator, optionalTensor, tensorAt, textAttribute } from '../Call.ts'
import { heads, joinedHeads, shared } from './attention.ts'

/** A convolution of each channel with what came before. */
const convolvedInTime = (call: Call): NodeOutcome => {
  const [x, w] = [tensorAt(call, 0), tensorAt(call, 1)]
  const [n = 0, c = 0] = x.shape
  const before = dimension(w.shape, 2) - 1
  const past = optionalTensor(call, 3) ?? zeros([n, c, before])
  const all = concatAlong([past, x], 2)
  const bias = optionalTensor(call, 2)
  const y = conv({ groups: c })(all, w)
  const shifted = bias === null ? y : add(y, reshapeTo(bias, [c, 1]))
  const word = textAttribute(call, 'activation') ?? 'none'
  if (!['none', '', 'silu', 'swish'].includes(word))
    return refuse('convolve', [x.shape], { expected: 'silu or no activation', found: word })
  const shown = word === 'silu' || word === 'swish' ? silu(shifted) : shifted
  const length = dimension(all.shape, 2)
  return [like(call, shown), like(call, sliceAlong(all, 2, length - before, length))]
}

/** Each head of keys and values has a state, which the queries of several heads may read. */
const attendedLinearly = (call: Call): NodeOutcome => {
  const [count, few] = [intAttribute(call, 'q_num_heads') ?? 1, intAttribute(call, 'kv_num_heads') ?? 1]
  const query = heads(tensorAt(call, 0), count)
  const rule = textAttribute(call, 'update_rule') ?? 'gated_delta'
  const each = (x: Tensor): Tensor => shared(heads(x, few), count)
  const [state, decay, replaced] = [3, 4, 5].map((k) => optionalTensor(call, k))
  const scale = floatAttribute(call, 'scale') ?? 0
  const perHead = (x: Tensor): Tensor => {
    const own = heads(x, few)
    return shared(own, count)
  }
  const [outputs, last] = linearAttention({
    ...(decay !== null && decay !== undefined && rule.startsWith('gated') ? { decay: perHead(decay) } : {}),
    ...(replaced !== null && replaced !== undefined && rule.endsWith('delta') ? { replaced: perHead(replaced) } : {}),
    ...(state === null || state === undefined ? {} : { state: shared(state, count) }),
    ...(scale === 0 ? {} : { scale }),
  })(query, each(tensorAt(call, 1)), each(tensorAt(call, 2)))
  const group = count / few
  const [n = 0, , width = 0, own = 0] = last.shape
  const one = group === 1 ? last : sliceAlong(reshapeTo(last, [n, few, group, width, own]), 2, 0, 1)
  return [like(call, joinedHeads(outputs)), like(call, reshapeTo(one, [n, few, width, own]))]
}

/** Entries of a cache along an axis are replaced from an index on, which may wrap around. */
const written = (call: Call): NodeOutcome => {
  const [cache, update] = [tensorAt(call, 0), tensorAt(call, 1)]
  const axis = resolveAxis('write', cache.shape, intAttribute(call, 'axis') ?? -2)
  const [length, count] = [dimension(cache.shape, axis), dimension(update.shape, axis)]
  const along = (t: Tensor, at: number): Tensor =>
    reshapeTo(
      t,
      cache.shape.map((d, k) => (k === at ? d : 1)),
    )
  const starts = optionalTensor(call, 2)
  const places = along(arange(length), axis)
  const apart = starts === null ? places : sub(places, along(starts, 0))
  const isCircular = textAttribute(call, 'mode') === 'circular'
  const own = isCircular ? remainder(apart, literal(length)) : apart
  const isNew = mul(lessEqual(literal(0), own), less(own, literal(count)))
  const indices = broadcastTo(cache.shape)(where(isNew, own, literal(0)))
  return like(call, where(isNew, gather({ axis })(update, indices), cache))
}

const linear = 'chunk_size kv_num_heads q_num_heads scale update_rule'

/** The operators with a state, by name. */
export const caches: Readonly<Record<string, Operator>> = {
  CausalConvWithState: operator('activation ndim', convolvedInTime, { settingsFrom: 3 }),
  LinearAttention: operator(linear, attendedLinearly, { settingsFrom: 3 }),
  TensorScatter: operator('axis mode', written),
}
