/** @file ONNX's losses: the negative log-likelihood of labels, and its composition with softmax. */
import { sizeOf } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { literal, one, zero } from '../../ops/constant.ts'
import { div } from '../../ops/div.ts'
import { equal } from '../../ops/equal.ts'
import { gather, take } from '../../ops/gather.ts'
import { logSoftmax } from '../../ops/logsumexp.ts'
import { mul } from '../../ops/mul.ts'
import { neg } from '../../ops/neg.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { sum } from '../../ops/sum.ts'
import { where } from '../../ops/where.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import { intAttribute, like, operator, optionalTensor, tensorAt, textAttribute } from '../Call.ts'

/** Of log-probabilities [N, C, ...] and labels [N, ...]; a label that is ignored has the weight 0. */
const likelihood = (call: Call, logs: Tensor): Tensor => {
  const labels = tensorAt(call, 1)
  const given = optionalTensor(call, 2)
  const ignored = intAttribute(call, 'ignore_index')
  const isIgnored = ignored === null ? null : equal(labels, literal(ignored))
  const kept: Tensor = isIgnored === null ? labels : where(isIgnored, zero, labels)
  const [n = 1, , ...rest] = logs.shape
  const column = reshapeTo(kept, [n, 1, ...rest])
  const picked = reshapeTo(gather({ axis: 1 })(logs, column), labels.shape)
  const own: Tensor = given === null ? broadcastTo(labels.shape)(one) : take()(given, kept)
  const weights: Tensor = isIgnored === null ? own : where(isIgnored, zero, own)
  const losses: Tensor = neg(mul(weights, picked))
  const word = textAttribute(call, 'reduction') ?? 'mean'
  if (word === 'none') return losses
  if (word !== 'sum' && word !== 'mean')
    return refuse('reduce a loss', [], { expected: 'none, sum or mean', found: word })
  const total = sum()(losses)
  if (word === 'sum') return total
  return given === null && isIgnored === null ? div(total, literal(sizeOf(labels.shape))) : div(total, sum()(weights))
}

const crossEntropy = (call: Call): NodeOutcome => {
  const logs: Tensor = logSoftmax({ axis: 1 })(tensorAt(call, 0))
  return [like(call, likelihood(call, logs)), like(call, logs)]
}

/** The losses, by name. */
export const losses: Readonly<Record<string, Operator>> = {
  NegativeLogLikelihoodLoss: operator(
    'ignore_index reduction',
    (call) => like(call, likelihood(call, tensorAt(call, 0))),
    { settingsFrom: 1 },
  ),
  SoftmaxCrossEntropyLoss: operator('ignore_index reduction', crossEntropy, { settingsFrom: 1 }),
}
