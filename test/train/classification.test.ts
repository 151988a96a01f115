import { describe, expect, it } from 'vitest'
import { key } from '../../src/core/Key.ts'
import { type Tensor, tensor } from '../../src/core/Tensor.ts'
import { type Mode } from '../../src/nn/index.ts'
import { matmul } from '../../src/ops/matmul.ts'
import { mul } from '../../src/ops/mul.ts'
import { sum } from '../../src/ops/sum.ts'
import { item } from '../../src/runtime/index.ts'
import { byAccuracy, type Classifier, classify, evaluate, type Labelled } from '../../src/train/classification.ts'
import { accuracy, confusionMatrix } from '../../src/train/ConfusionMatrix.ts'

type Weights = Tensor<readonly [2, 3]>
type Inputs = Tensor<readonly [number, 2]>

/** Logits are a product; the state is the mode that the model was last used in. */
const linear: Classifier<Weights, Mode['_tag'], Inputs> = {
  apply: (mode) => (weights, _, inputs) => [matmul(inputs, weights), mode._tag],
}
const weights: Weights = tensor([1, 0, 0, 0, 1, 0], [2, 3])

const batch = (inputs: readonly (readonly [number, number])[], labels: readonly number[]): Labelled<Inputs> => ({
  images: tensor(inputs.flat(), [inputs.length, 2]),
  labels: tensor(labels, [labels.length]),
})

const first = batch([[2, 1], [1, 2], [0, 0]], [0, 1, 2]) // prettier-ignore
const second = batch([[-1, -1], [3, 4]], [2, 0]) // prettier-ignore

describe('classify', () => {
  it('measures the loss in training mode, and how many were right', () => {
    const loss = (logits: Tensor) => mul(sum()(logits), 2)
    const measured = classify(linear, loss)(weights, 'eval', first, key(0))
    expect([item(measured.loss), item(measured.metrics.correct), measured.state]).toEqual([12, 2, 'train'])
  })
})

describe('evaluate', () => {
  const found = [...evaluate(linear, 3)({ params: weights, state: 'train' }, [first, second])]

  it('tells after each batch what it came to so far', () => {
    expect(found.map(({ predicted }) => predicted)).toEqual([
      [0, 1, 0],
      [0, 1, 0, 2, 1],
    ])
    expect(found.at(-1)?.confusion).toEqual(confusionMatrix(3)([0, 1, 2, 2, 0], [0, 1, 0, 2, 1]))
  })

  it('compares by accuracy', () => {
    expect(found.map(({ confusion }) => accuracy(confusion))).toEqual([2 / 3, 3 / 5])
    expect(byAccuracy.compare(found[0]!, found[1]!)).toBe(1)
  })
})
