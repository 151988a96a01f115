/** @file Training and evaluation on sources: as on a data set, and an end where the data cannot be read. */
import { flatten, key } from 'cotangent'
import type { DecodeError } from 'cotangent/data'
import { Dataset, Source } from 'cotangent/data'
import { crossEntropy, dense, model } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import type { Evaluation, TrainEvent } from 'cotangent/train'
import { byAccuracy, classify, evaluate, jsonLine, startTraining, train, trainStep } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'

const dataset = pipe(
  Dataset.dataset({
    images: Uint8Array.from({ length: 80 }, (_, k) => (k * 91) % 256),
    labels: Array.from({ length: 20 }, (_, k) => k % 3),
    imageShape: [1, 2, 2],
    classes: 3,
  }),
  E.getOrElseW(() => expect.fail('no data set')),
)
const source = Source.fromDataset(dataset)
const network = model([-1, 1, 2, 2], flatten, dense(4, 3))
const [params, state] = network.init(key(1))
const optimizer = sgd({ learningRate: 0.1 })
const common = {
  start: startTraining(optimizer, params, state),
  step: trainStep(classify(network, crossEntropy), optimizer),
  epochs: 2,
  key: key(2),
  order: byAccuracy,
}
const test = evaluate(network, 3, { loss: crossEntropy })

/** The events of a training, without the trained. */
const told = async (events: AsyncIterable<TrainEvent<unknown, unknown, Evaluation>>) => {
  const list: unknown[] = []
  for await (const event of events) {
    if (event._tag === 'step') list.push([event.epoch, event.step, event.loss])
    else if (event._tag === 'epoch') list.push(event.evaluation)
    else if (event._tag === 'done') list.push([event.reason, event.steps, event.error])
  }
  return list
}

describe('a training on a source', () => {
  it('is the training on the data set, step by step and evaluation by evaluation', async () => {
    const onDataset = train({
      ...common,
      batches: (order) => Dataset.batches({ size: 6, key: order })(dataset),
      evaluate: (training) => test(training, Dataset.batches({ size: 7 })(dataset)),
    })
    const onSource = train({
      ...common,
      batches: (order) => pipe(source, Source.shuffle(order), Source.batches({ size: 6, ahead: 2 })),
      evaluate: (training) => test(training, Source.batches({ size: 7 })(source)),
    })
    const expected = await told(onDataset)
    expect(expected.length).toBe(4 + 1 + 4 + 1 + 1)
    expect(await told(onSource)).toEqual(expected)
  })

  const broken = Source.fromAsync(async function* () {
    for await (const found of Source.examples()(Source.take(8)(source))) if (E.isRight(found)) yield found.right
    throw new RangeError('the disk is gone')
  })
  const error: DecodeError = { _tag: 'SourceFailed', detail: 'the disk is gone' }

  it('ends where a batch cannot be read, with the reason and the error', async () => {
    const events = train({
      ...common,
      batches: () => Source.batches({ size: 4 })(broken),
      evaluate: (training) => test(training, Dataset.batches({ size: 7 })(dataset)),
    })
    const list = await told(events)
    expect(list.length).toBe(3)
    expect(list.at(-1)).toEqual(['unreadable', 2, error])
  })

  it('ends where the evaluation cannot read, after the steps of the epoch', async () => {
    const events = train({
      ...common,
      batches: () => Source.batches({ size: 10 })(source),
      evaluate: (training) => test(training, Source.batches({ size: 4 })(broken)),
    })
    expect((await told(events)).at(-1)).toEqual(['unreadable', 2, error])
  })

  it('writes the error into its line', () => {
    const done = { _tag: 'done', reason: 'unreadable', steps: 2, training: 0, best: null, error } as const
    expect(jsonLine(() => ({}))(done)).toBe(
      '{"event":"done","reason":"unreadable","steps":2,"bestEpoch":null,"error":"Cannot read the source: the disk is gone"}',
    )
  })
})

describe('evaluate on a source', () => {
  it('gives what it gives on the data set', async () => {
    const training = { params, state }
    const expected = [...test(training, Dataset.batches({ size: 7 })(dataset))]
    const found: unknown[] = []
    for await (const evaluation of test(training, Source.batches({ size: 7 })(source))) {
      if (E.isRight(evaluation)) found.push(evaluation.right)
    }
    expect(found).toEqual(expected)
  })
})
