/**
 * @file ONNX's normalizations and dropout.
 *
 * Batch normalization in training computes with the statistics of the batch, and its running statistics become
 * `momentum running + (1 - momentum) batch`, of the biased variance. Where several processes share a batch, these are the
 * statistics of the whole. A file in the form for use names neither: it is trained with the momentum that it states.
 */
import { dimension } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { stopGradient } from '../../diff/stopGradient.ts'
import { wholeBatch } from '../../nn/batchNorm.ts'
import { dropout } from '../../nn/dropout.ts'
import { add } from '../../ops/add.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { literal, one } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { equal } from '../../ops/equal.ts'
import { less } from '../../ops/less.ts'
import { mul } from '../../ops/mul.ts'
import { norm } from '../../ops/norm.ts'
import { groupNorm, momentsOver, standardize } from '../../ops/normalization.ts'
import { mean } from '../../ops/sum.ts'
import { pow } from '../../ops/pow.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { rsqrt } from '../../ops/rsqrt.ts'
import { sqrt } from '../../ops/sqrt.ts'
import { sumPool } from '../../ops/avgPool.ts'
import { transposeTo } from '../../ops/transpose.ts'
import { where } from '../../ops/where.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import {
  axisAttribute,
  flagAttribute,
  floatAttribute,
  input,
  intAttribute,
  intsAttribute,
  like,
  numberAt,
  operator,
  optionalTensor,
  tensorAt,
  typed,
} from '../Call.ts'
import { computed } from '../OnnxValue.ts'

const epsilonOf = (call: Call): number => floatAttribute(call, 'epsilon') ?? 1e-5

const spread = (t: Tensor, x: Tensor): Tensor => reshapeTo(t, [dimension(x.shape, 1), ...x.shape.slice(2).map(() => 1)])

const isTraining = (call: Call): boolean =>
  call.mode._tag === 'train' ||
  flagAttribute(call, 'training_mode') ||
  (call.opset < 7 && !flagAttribute(call, 'is_test') && call.node.outputs.length > 1)

const batchNormalized = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const [scale, bias, runningMean, runningVar] = [1, 2, 3, 4].map((k) => tensorAt(call, k))
  if (scale === undefined || bias === undefined || runningMean === undefined || runningVar === undefined)
    return refuse('normalize', [x.shape], { expected: 'five inputs', found: String(call.inputs.length) })
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1)
  const scaled = (m: Tensor, v: Tensor): Tensor =>
    add(mul(standardize(x, m, v, axes, epsilonOf(call)), spread(scale, x)), spread(bias, x))
  if (!isTraining(call))
    return [like(call, scaled(runningMean, runningVar)), computed('float', runningMean), computed('float', runningVar)]
  const place = call.mode._tag === 'train' ? call.mode.key.place : undefined
  const [batchMean, batchVar] = momentsOver(x, axes, wholeBatch(x.shape, axes, place))
  const kept = leaf(Float64Array.of(floatAttribute(call, 'momentum') ?? 0.9), [])
  const toward = (running: Tensor, batch: Tensor): Tensor =>
    add(mul(running, kept), mul(stopGradient(batch), add(one, mul(kept, literal(-1)))))
  return [
    like(call, scaled(batchMean, batchVar)),
    typed(input(call, 3).type, toward(runningMean, batchMean)),
    typed(input(call, 4).type, toward(runningVar, batchVar)),
  ]
}

const instanceNormalized = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const unit = groupNorm({ groups: dimension(x.shape, 1), epsilon: epsilonOf(call) })(x)
  return like(call, add(mul(unit, spread(tensorAt(call, 1), x)), spread(tensorAt(call, 2), x)))
}

const groupNormalized = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const groups = intAttribute(call, 'num_groups') ?? 1
  const unit = groupNorm({ groups, epsilon: epsilonOf(call) })(x)
  // Until version 20, there is one scale per group.
  const perChannel = (t: Tensor): Tensor => {
    const own = dimension(t.shape, 0)
    const each = dimension(x.shape, 1) / own
    return spread(each === 1 ? t : reshapeTo(broadcastTo([own, each])(reshapeTo(t, [own, 1])), [own * each]), x)
  }
  return like(call, add(mul(unit, perChannel(tensorAt(call, 1))), perChannel(tensorAt(call, 2))))
}

const axesFrom = (x: Tensor, axis: number): readonly number[] => x.shape.map((_, k) => k).filter((k) => k >= axis)

const layerNormalized = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const axes = axesFrom(x, axisAttribute(call, x.shape, -1))
  const [means, variances] = momentsOver(x, axes)
  const epsilon = epsilonOf(call)
  const scaled = mul(standardize(x, means, variances, axes, epsilon), tensorAt(call, 1))
  const bias = optionalTensor(call, 2)
  const kept = x.shape.map((d, axis) => (axes.includes(axis) ? 1 : d))
  return [
    like(call, bias === null ? scaled : add(scaled, bias)),
    computed('float', reshapeTo(means, kept)),
    computed('float', reshapeTo(rsqrt(add(variances, literal(epsilon))), kept)),
  ]
}

const rootMeanSquare = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const axes = axesFrom(x, axisAttribute(call, x.shape, -1))
  const square = mean({ axis: axes, keepDims: true })(mul(x, x))
  const unit: Tensor = mul(x, rsqrt(add(square, literal(epsilonOf(call)))))
  return like(call, mul(unit, tensorAt(call, 1)))
}

/** An even window reaches further to later channels. */
const localResponse = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const size = intAttribute(call, 'size') ?? 1
  const [n = 1, c = 1, ...rest] = x.shape
  const cells = rest.reduce((a, b) => a * b, 1)
  // Channels become an axis that a window slides over.
  const lines = transposeTo(reshapeTo(mul(x, x), [n, c, cells]), [0, 2, 1])
  const sums = sumPool({
    kernel: [1, size],
    stride: 1,
    padding: [0, [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)]],
  })(reshapeTo(lines, [n, 1, cells, c]))
  const around = reshapeTo(transposeTo(reshapeTo(sums, [n, cells, c]), [0, 2, 1]), x.shape)
  const alpha = (floatAttribute(call, 'alpha') ?? 1e-4) / size
  const scale = add(mul(around, literal(alpha)), literal(floatAttribute(call, 'bias') ?? 1))
  return like(call, mul(x, pow(scale, literal(-(floatAttribute(call, 'beta') ?? 0.75)))))
}

const unitLength = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const axis = axisAttribute(call, x.shape, -1)
  const length: Tensor = norm({ p: intAttribute(call, 'p') ?? 2, axis, keepDims: true })(x)
  const isZero = equal(length, literal(0))
  return like(call, mul(div(x, where(isZero, one, length)), where(isZero, literal(0), one)))
}

const standardized = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const axes = intsAttribute(call, 'axes') ?? [0, 2, 3]
  const centre = mean({ axis: axes, keepDims: true })
  const means: Tensor = centre(x)
  const variance = add(centre(mul(x, x)), mul(mul(means, means), literal(-1)))
  return like(call, div(add(x, mul(means, literal(-1))), add(sqrt(variance), literal(1e-9))))
}

/** A rate is an attribute until version 11. In training, entries are drawn from the key of the mode. */
const dropped = (call: Call): NodeOutcome => {
  const value = input(call, 0)
  const x = value.tensor
  const rate = (call.opset < 12 ? floatAttribute(call, 'ratio') : numberAt(call, 1)) ?? 0.5
  const isAsked = (call.opset < 12 ? 0 : (numberAt(call, 2) ?? 0)) !== 0
  const mask = computed('bool', broadcastTo(x.shape)(one))
  if (rate === 0 || (call.mode._tag === 'eval' && !isAsked)) return [value, mask]
  if (call.mode._tag === 'eval')
    return refuse('drop entries', [x.shape], {
      expected: 'the mode of training, whose key is drawn from',
      found: 'evalMode',
    })
  const [seen] = dropout(rate).apply(call.mode)({}, {}, broadcastTo(x.shape)(one))
  return [like(call, mul(x, seen)), computed('bool', less(literal(0), seen))]
}

/** The normalizations, by name. */
export const normalizations: Readonly<Record<string, Operator>> = {
  BatchNormalization: operator('epsilon momentum training_mode is_test spatial consumed_inputs', batchNormalized, {
    refuses: (node) => (node.attributes.get('spatial')?.value === 0n ? ['spatial', 'statistics per cell'] : null),
  }),
  Dropout: operator('ratio seed is_test consumed_inputs', dropped, { settingsFrom: 1 }),
  GroupNormalization: operator('epsilon num_groups stash_type', groupNormalized),
  InstanceNormalization: operator('epsilon consumed_inputs', instanceNormalized),
  LRN: operator('alpha beta bias size', localResponse),
  LayerNormalization: operator('axis epsilon stash_type', layerNormalized),
  LpNormalization: operator('axis p', unitLength),
  MeanVarianceNormalization: operator('axes', standardized),
  RMSNormalization: operator('axis epsilon stash_type', rootMeanSquare),
}
