/** @file Optimizers in types: their states by the form of the parameters, also of one of several chosen at run time. */
import type { Tensor } from 'cotangent'
import { key, mul, ones, sub, sum } from 'cotangent'
import { adam, chain, clipByGlobalNorm, groups, momentum, sgd } from 'cotangent/optim'
import { startTraining, train, trainStep } from 'cotangent/train'
import { Ord } from 'fp-ts/lib/number.js'
import { expectType } from './Equal.ts'

type Params = { readonly weight: Tensor<readonly [2]> }
type None = Readonly<Record<never, never>>
const params: Params = { weight: ones([2]) }
const objective = ({ weight }: Params, state: None, goal: Tensor<readonly [2]>) => ({
  loss: sum()(mul(sub(weight, goal), sub(weight, goal))),
  state,
  metrics: {},
})

// the state of one optimizer is known
expectType<Tensor<readonly [2]>>()(startTraining(momentum(0.5), params, {}).optimizer.velocity.weight)
// @ts-expect-error -- the state has a velocity and no mean
startTraining(momentum(0.5), params, {}).optimizer.mean

// one of several, chosen at run time, trains
declare const quick: boolean
const chosen = quick ? adam({ learningRate: 0.1 }) : sgd({ learningRate: 0.1 })
const clipped = chain(clipByGlobalNorm(1), chosen)
const grouped = groups(() => 'all', { all: chosen })
for (const optimizer of [chosen, clipped, grouped] as const) {
  const start = startTraining(optimizer, params, {})
  const step = trainStep(objective, optimizer)
  expectType<Tensor<readonly [2]>>()(step(start, ones([2]), key(0)).training.params.weight)
}
const start = startTraining(chosen, params, {})
const step = trainStep(objective, chosen)
train({
  start,
  step,
  batches: () => [ones([2])],
  epochs: 1,
  key: key(0),
  evaluate: () => [1],
  order: Ord,
})

// a state of another optimizer is refused
// @ts-expect-error -- a velocity is no state of adam
trainStep(objective, adam())(startTraining(momentum(0.5), params, {}), ones([2]), key(0))
