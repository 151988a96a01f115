/**
 * @file The test after each epoch: every process tests the network on its own shard of the digits, and all learn what the
 * others found, so that they agree which epoch is the best.
 */
import { tensor, toArray } from 'cotangent'
import type { Mnist } from 'cotangent/data'
import { Dataset, mnistPixels } from 'cotangent/data'
import { lenet } from 'cotangent/models'
import type { Evaluation } from 'cotangent/train'
import { confusionMonoid, evaluate } from 'cotangent/train'
import type { Session } from './session.ts'

const classes = 10
const testBatch = 100

/** Nothing tested yet. */
export const untested: Evaluation = { predicted: [], confusion: confusionMonoid(classes).empty }

/** In place of a prediction, where a shard has ended. */
const noPrediction = -1

/** The evaluations of all processes as one: counts are added, and predictions are in the order of the digits. */
const together =
  ({ group, runtime }: Session, longest: number) =>
  ({ predicted, confusion }: Evaluation): Evaluation => {
    const padded = Float32Array.from({ length: longest }, (_, k) => predicted[k] ?? noPrediction)
    const { counts } = group.allReduce('sum')({ counts: tensor(confusion.counts.flat(), [classes, classes]) })
    const all = group.allGather({ padded: tensor(padded, [longest]) }).map((own) => toArray(own.padded, runtime))
    const summed = Array.from(toArray(counts, runtime))
    return {
      predicted: Array.from({ length: longest }, (_, k) => all.map((own) => own[k] ?? noPrediction))
        .flat()
        .filter((prediction) => prediction !== noPrediction),
      confusion: { counts: confusion.counts.map((_, row) => summed.slice(row * classes, (row + 1) * classes)) },
    }
  }

/** Tests on the digits. Yields the evaluation so far, equally often and with equal results on every process. */
export const testOn = (session: Session, digits: Mnist['test']) => {
  const { group, runtime } = session
  const evaluation = evaluate(lenet, classes, { runtime })
  const batches = Dataset.batches({ size: testBatch, pixels: mnistPixels })(
    Dataset.shard(group.rank, group.size)(digits),
  )
  const longest = Math.ceil(digits.count / group.size)
  const joined = together(session, longest)
  return function* (training: Parameters<typeof evaluation>[0]): Generator<Evaluation, void, void> {
    const parts = evaluation(training, batches)[Symbol.iterator]()
    let sofar = untested
    for (let tested = 0; tested < longest; tested += testBatch) {
      const next = parts.next()
      if (next.done !== true) sofar = next.value
      yield group.size === 1 ? sofar : joined(sofar)
    }
  }
}
