/**
 * @file A small training on a group: ten steps on batches of twelve, of which each rank has a part. The last rank has what
 * remains, so that parts differ in size.
 */
import type { Group } from 'cotangent/distributed'
import { abs, add, key, matmul, mean, mul, referenceRuntime, sub, tanh, tensor, toArray, Tree } from 'cotangent'
import type { Key, Runtime, Tensor } from 'cotangent'
import { dataParallel } from 'cotangent/distributed'
import type { AnyOptimizer } from 'cotangent/optim'
import { adadelta, adagrad, adam, rmsprop, sgd } from 'cotangent/optim'
import { startTraining } from 'cotangent/train'

export const optimizers: Readonly<Record<string, AnyOptimizer>> = {
  sgd: sgd({ learningRate: 0.1 }),
  momentum: sgd({ learningRate: 0.1, momentum: 0.9 }),
  adagrad: adagrad({ learningRate: 0.1 }),
  rmsprop: rmsprop({ learningRate: 0.01 }),
  adadelta: adadelta({ learningRate: 0.5 }),
  adam: adam({ learningRate: 0.01 }),
}

interface Batch {
  readonly inputs: Tensor<readonly [number, 2]>
  readonly goals: Tensor<readonly [number, 1]>
}

interface Weights {
  readonly hidden: Tensor<readonly [2, 5]>
  readonly bias: Tensor<readonly [5]>
  readonly out: Tensor<readonly [5, 1]>
}

const weightsOf = (rank: number): Weights => {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, k) => Math.cos(3 * k + rank))
  return { hidden: tensor(numbers(10), [2, 5]), bias: tensor(numbers(5), [5]), out: tensor(numbers(5), [5, 1]) }
}

const objective = ({ hidden, bias, out }: Weights, state: object, { inputs, goals }: Batch, _: Key) => {
  const error = sub(matmul(tanh(add(matmul(inputs, hidden), bias)), out), goals)
  return { loss: mean()(mul(error, error)), state, metrics: { distance: mean()(abs(error)) } }
}

/** Examples from one number to another. */
const examplesFrom = (from: number, to: number): Batch => {
  const at = Array.from({ length: to - from }, (_, k) => from + k)
  return {
    inputs: tensor(
      at.flatMap((k) => [Math.sin(k), Math.cos(3 * k)]),
      [at.length, 2],
    ),
    goals: tensor(
      at.map((k) => Math.sin(2 * k)),
      [at.length, 1],
    ),
  }
}

/** What a training came to. */
export interface Trained {
  readonly params: readonly (readonly number[])[]
  readonly losses: readonly number[]
  readonly distances: readonly number[]
}

/** Trains on a group, by an optimizer and a runtime. `drift` is added to the bias after each step. */
export const trainedOn = (
  group: Group,
  optimizer: AnyOptimizer,
  runtime: Runtime = referenceRuntime,
  drift = 0,
): Trained => {
  const step = dataParallel(group, { checkEvery: 2, runtime })(objective, optimizer)
  const start = startTraining(optimizer, weightsOf(group.rank), {})
  // Ranks begin differently, until the parameters of the first are sent to all.
  let training = { ...start, params: group.broadcast()(start.params) }
  const part = Math.floor(12 / group.size)
  const [losses, distances]: readonly [number[], number[]] = [[], []]
  for (let k = 0; k < 10; k++) {
    const from = 12 * k + group.rank * part
    const result = step(
      training,
      examplesFrom(from, group.rank === group.size - 1 ? 12 * (k + 1) : from + part),
      key(k),
    )
    const { params } = result.training
    training =
      drift === 0 ? result.training : { ...result.training, params: { ...params, bias: add(params.bias, drift) } }
    losses.push(runtime.item(result.loss))
    distances.push(runtime.item(result.metrics.distance))
  }
  return { params: Tree.leaves(training.params).map((t) => Array.from(toArray(t, runtime))), losses, distances }
}
