/** @file Data parallelism in a group of one: it is training as usual, in two programs. */
import { key, mean, mul, referenceRuntime, sub, tensor, toArray } from 'cotangent'
import type { Tensor } from 'cotangent'
import { alone, dataParallel } from 'cotangent/distributed'
import { momentum } from 'cotangent/optim'
import { startTraining, train, trainStep } from 'cotangent/train'
import { Ord } from 'fp-ts/lib/number.js'
import { describe, expect, it } from 'vitest'

const runtime = referenceRuntime

const distance = (x: Tensor<readonly [2]>, _: { readonly seen: Tensor }, goals: Tensor<readonly [number, 2]>) => {
  const error = sub(x, goals)
  return { loss: mean()(mul(error, error)), state: { seen: mean()(goals) }, metrics: { error: mean()(error) } }
}

const descent = momentum(0.1)
const start = startTraining(descent, tensor([1, -1], [2]), { seen: tensor(0, []) })
const batches = [3, 5].map((count) =>
  tensor(
    Array.from({ length: count * 2 }, (_, k) => Math.sin(k)),
    [count, 2],
  ),
)

const events = async (
  step: Parameters<
    typeof train<typeof start, Tensor<readonly [number, 2]>, { error: Tensor<readonly []> }, number>
  >[0]['step'],
) => {
  const found: unknown[] = []
  const options = {
    start,
    step,
    batches: () => batches,
    epochs: 2,
    key: key(1),
    evaluate: () => [0],
    order: Ord,
    runtime,
  }
  for await (const event of train(options)) {
    if (event._tag === 'step') found.push(event.loss, event.metrics.error)
    if (event._tag === 'done')
      found.push(...toArray(event.training.params, runtime), toArray(event.training.state.seen, runtime)[0])
  }
  return found as number[]
}

describe('dataParallel', () => {
  it('trains in a group of one as trainStep does', async () => {
    const [whole, parts] = [
      await events(trainStep(distance, descent)),
      await events(dataParallel(alone, { runtime })(distance, descent)),
    ]
    expect(whole.length).toBe(4 * 2 + 3)
    parts.forEach((value, k) => expect(value).toBeCloseTo(whole[k] ?? NaN, 12))
  })

  it('refuses a part without examples, and options out of range', () => {
    const step = dataParallel(alone, { runtime })(distance, descent)
    expect(() => step(start, tensor([], [0, 2]), key(0))).toThrow(
      /train on several ranks: expected at least one example on every rank, found none on rank 0/,
    )
    expect(() => dataParallel(alone, { checkEvery: 0 })).toThrow(/'checkEvery'/)
    expect(() => dataParallel(alone, { every: 1 } as never)).toThrow(/'every'/)
  })

  it('refuses a runtime that answers with tasks', () => {
    expect(() => dataParallel(alone, { runtime: { toArray: () => () => Promise.resolve() } as never })).toThrow(
      /Cannot train on several ranks: expected a runtime that computes at once, .*found one that answers with tasks/,
    )
  })
})
