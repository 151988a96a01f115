/** @file Every optimizer reaches the minimum of a parabola and of Rosenbrock's valley. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, at, compile, mul, referenceRuntime, sub, sum, tensor, valueAndGrad } from 'cotangent'
import type { Optimizer, StateFunction } from 'cotangent/optim'
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  applyUpdates,
  asgd,
  chain,
  clipByGlobalNorm,
  cosine,
  lion,
  nadam,
  oneCycle,
  radam,
  rmsprop,
  rprop,
  sgd,
} from 'cotangent/optim'
import { toArray } from '../float64.ts'

type Point = Tensor<readonly [2]>
type SomeOptimizer = Optimizer<StateFunction>

/** An ellipse around (3, -2), ten times as steep one way as the other. */
const parabola = (w: Point): Tensor<readonly []> => {
  const away = sub(w, tensor([3, -2], [2]))
  return sum()(mul(mul(away, away), tensor([1, 0.1], [2])))
}

/** Rosenbrock's valley (1 - x)^2 + 100 (y - x^2)^2, with its minimum at (1, 1). */
const rosenbrock = (w: Point): Tensor<readonly []> => {
  const [x, y] = [at(0)(w), at(1)(w)] as readonly Tensor[] as readonly [Tensor, Tensor]
  const [across, along] = [sub(y, mul(x, x)), sub(1, x) as Tensor]
  return sum()(add(mul(along, along), mul(mul(across, across), 100)))
}

const descend = (
  loss: (w: Point) => Tensor<readonly []>,
  optimizer: SomeOptimizer,
  from: readonly [number, number],
  steps: number,
): readonly number[] => {
  const step = compile(
    (w: Point, state: unknown) => {
      const [, gradient] = valueAndGrad(loss)(w)
      const [updates, next] = optimizer.update(gradient, state, w)
      return [applyUpdates(w, updates), next] as const
    },
    { runtime: referenceRuntime },
  ) as (w: Point, state: unknown) => readonly [Point, unknown]
  let w: Point = tensor(from, [2])
  let state: unknown = optimizer.init(w)
  for (let taken = 0; taken < steps; taken++) [w, state] = step(w, state)
  return Array.from(toArray(w))
}

const fading = (initial: number, steps: number) => cosine({ initial, steps })
const named = (entries: Readonly<Record<string, unknown>>) => Object.entries(entries) as [string, SomeOptimizer][]

describe('a parabola', () => {
  const steps = 800
  it.each(
    named({
      sgd: sgd({ learningRate: 0.4 }),
      'sgd with momentum': sgd({ learningRate: 0.1, momentum: 0.9 }),
      'sgd with Nesterov momentum': sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
      'sgd in one cycle': sgd(oneCycle({ most: 0.4, steps })),
      adagrad: adagrad({ learningRate: 1 }),
      rmsprop: rmsprop({ learningRate: fading(0.1, steps) }),
      'rmsprop, centered': rmsprop({ learningRate: fading(0.02, steps), decay: 0.9, centered: true }),
      adadelta: adadelta({ learningRate: 1, epsilon: 0.01 }),
      adam: adam({ learningRate: fading(0.2, steps) }),
      'adam with amsgrad': adam({ learningRate: fading(0.2, steps), amsgrad: true }),
      adamw: adamw({ learningRate: fading(0.2, steps), weightDecay: 0 }),
      adamax: adamax({ learningRate: fading(0.2, steps) }),
      nadam: nadam({ learningRate: fading(0.2, steps) }),
      radam: radam({ learningRate: fading(0.5, steps), beta2: 0.99 }),
      lion: lion({ learningRate: fading(0.2, steps) }),
      rprop: rprop({ learningRate: 0.1 }),
      asgd: asgd({ learningRate: 0.4, decay: 0 }),
    }),
  )('has its minimum found by %s', (_, optimizer) => {
    const [x = 0, y = 0] = descend(parabola, optimizer, [10, 10], steps)
    expect(x).toBeCloseTo(3, 3)
    expect(y).toBeCloseTo(-2, 3)
  })
})

describe("Rosenbrock's valley", () => {
  const steps = 4000
  it.each(
    named({
      sgd: sgd({ learningRate: 0.002 }),
      'sgd with momentum': chain(clipByGlobalNorm(5), sgd({ learningRate: 0.001, momentum: 0.97 })),
      'sgd with Nesterov momentum': sgd({ learningRate: 0.001, momentum: 0.97, nesterov: true }),
      adagrad: adagrad({ learningRate: 0.5 }),
      rmsprop: rmsprop({ learningRate: fading(0.01, steps) }),
      'rmsprop with momentum': rmsprop({ learningRate: fading(0.002, steps), momentum: 0.9 }),
      adadelta: adadelta({ learningRate: fading(1, steps), decay: 0.95 }),
      adam: adam({ learningRate: fading(0.05, steps) }),
      'adam with amsgrad': adam({ learningRate: fading(0.05, steps), amsgrad: true }),
      adamw: adamw({ learningRate: fading(0.05, steps), weightDecay: 0 }),
      adamax: adamax({ learningRate: fading(0.3, steps), beta2: 0.99 }),
      nadam: nadam({ learningRate: fading(0.05, steps) }),
      radam: chain(clipByGlobalNorm(1), radam({ learningRate: fading(0.05, steps) })),
      lion: lion({ learningRate: fading(0.01, steps) }),
      rprop: rprop({ learningRate: 0.01 }),
      asgd: asgd({ learningRate: 0.002, decay: 0 }),
    }),
  )('has its minimum found by %s', (_, optimizer) => {
    const [x = 0, y = 0] = descend(rosenbrock, optimizer, [-1.2, 1], steps)
    expect(Math.hypot(x - 1, y - 1)).toBeLessThan(0.05)
  })
})
