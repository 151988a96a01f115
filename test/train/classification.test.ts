import { describe, expect, it } from 'vitest'
import { key } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { tensor } from '../../src/core/Tensor.ts'
import type { Mode } from '../../src/nn/index.ts'
import { crossEntropy } from '../../src/nn/index.ts'
import { full } from '../../src/ops/full.ts'
import { matmul } from '../../src/ops/matmul.ts'
import { mul } from '../../src/ops/mul.ts'
import { sum } from '../../src/ops/sum.ts'
import { sgd } from '../../src/optim/index.ts'
import { compile, item } from '../../src/runtime/index.ts'
import type { Classifier, Labelled } from '../../src/train/classification.ts'
import { byAccuracy, byLoss, classify, correctWithin, evaluate } from '../../src/train/classification.ts'
import { accuracy, confusionMatrix } from '../../src/train/ConfusionMatrix.ts'
import { startTraining, trainStep } from '../../src/train/trainStep.ts'

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

describe('labels that do not fit', () => {
  const step = classify(linear, (logits, labels) => crossEntropy(logits, labels))
  const labelled = (labels: Tensor) => ({ images: first.images, labels: labels as Tensor<readonly [number]> })

  it('are refused by classify in words of labels and classes', () => {
    expect(() => item(step(weights, 'eval', labelled(tensor([0, 1, 3], [3])), key(0)).loss)).toThrow(
      'Cannot take the cross-entropy: expected the label to be from 0 to 2, one of 3 classes, found 3',
    )
    expect(() => step(weights, 'eval', labelled(tensor([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3])), key(0))).toThrow(
      'Cannot train a classifier: expected labels [3], each the index of a class, found [3, 3]; one-hot labels become indices by argmax({ axis: 1 })',
    )
    expect(() => step(weights, 'eval', labelled(tensor([0, 1], [2])), key(0))).toThrow(
      'expected labels [3], each the index of a class, found [2]',
    )
  })

  it('are refused by a compiled step', () => {
    const descent = sgd({ learningRate: 0.1 })
    const compiled = compile(trainStep(step, descent))
    const start = startTraining(descent, weights, 'eval' as Mode['_tag'])
    expect(() => compiled(start, labelled(tensor([0, 1, 3], [3])), key(0))).toThrow(
      'Cannot take the cross-entropy: expected the label to be from 0 to 2, one of 3 classes, found 3',
    )
  })

  it('are refused when a classifier is tested', () => {
    const test = (classes: number, labels: readonly number[]) => [
      ...evaluate(linear, classes)({ params: weights, state: 'train' }, [labelled(tensor(labels, [3]))]),
    ]
    expect(() => test(3, [0, 1, 3])).toThrow(
      'Cannot evaluate a classifier: expected the label to be from 0 to 2, one of 3 classes, found 3',
    )
    expect(() => test(1, [0, 0, 0])).toThrow(
      'Cannot evaluate a classifier: expected the prediction to be 0, one of 1 class, found 1',
    )
  })

  it('are refused where the best few count', () => {
    expect(() => item(correctWithin(2)(tensor([5, 3, 1], [1, 3]), tensor([3], [1])))).toThrow(
      'Cannot count what is right: expected the label to be from 0 to 2, one of 3 classes, found 3',
    )
  })
})

describe('scores that are no numbers', () => {
  it('and labels that are no tensor are refused by correctWithin', () => {
    expect(() => correctWithin(1)(full([1, 3], 1), [2] as never)).toThrow(/expected a tensor/)
  })

  it('find no label', () => {
    const labels = tensor([0, 1, 2, 1], [4])
    expect(item(correctWithin(1)(full([4, 3], NaN), labels))).toBe(0)
    expect(item(correctWithin(2)(full([4, 3], NaN), labels))).toBe(0)
    expect(item(correctWithin(1)(tensor([NaN, 5, 1], [1, 3]), tensor([1], [1])))).toBe(0)
    expect(item(correctWithin(2)(tensor([NaN, 5, 1], [1, 3]), tensor([1], [1])))).toBe(1)
  })

  it('are the worst losses and accuracies', () => {
    const confusion = confusionMatrix(2)([0], [0])
    const by = (loss: number) => ({ predicted: [0], confusion, loss })
    expect([byLoss.compare(by(NaN), by(1e30)), byLoss.compare(by(1e30), by(NaN))]).toEqual([-1, 1])
    const none = { predicted: [], confusion: confusionMatrix(2)([], []) }
    const wrong = { predicted: [1], confusion: confusionMatrix(2)([0], [1]) }
    expect([byAccuracy.compare(none, wrong), byAccuracy.compare(wrong, none)]).toEqual([-1, 1])
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

  it('measures a loss over all examples, however they are cut into batches', () => {
    const measured = evaluate(linear, 3, { loss: crossEntropy })
    const training = { params: weights, state: 'train' } as const
    const all = batch([[2, 1], [1, 2], [0, 0], [-1, -1], [3, 4]], [0, 1, 2, 2, 0]) // prettier-ignore
    const whole = [...measured(training, [all])].at(-1)!.loss
    const cut = [...measured(training, [first, second])]
    expect(whole).toBeCloseTo(item(crossEntropy(matmul(all.images, weights), all.labels)), 6)
    expect(cut.at(-1)!.loss).toBeCloseTo(whole, 6)
    expect(cut[0]!.loss).toBeCloseTo(item(crossEntropy(matmul(first.images, weights), first.labels)), 6)
    expect(byLoss.compare({ ...cut[0]!, loss: 1 }, { ...cut[0]!, loss: 2 })).toBe(1)
    expect(found[0]).not.toHaveProperty('loss')
  })

  it('refuses options that it does not know', () => {
    expect(() => evaluate(linear, 3, { losses: crossEntropy } as never)).toThrow(
      "expected options among loss, runtime, found 'losses'",
    )
  })

  it('compares by accuracy', () => {
    expect(found.map(({ confusion }) => accuracy(confusion))).toEqual([2 / 3, 3 / 5])
    expect(byAccuracy.compare(found[0]!, found[1]!)).toBe(1)
  })
})
