/**
 * @file Every optimizer and transformation of gradients of `cotangent/optim`, with what is expected of it: a line each.
 * Variants follow a comma. A test names those that are missing.
 */
import * as optim from '../../src/optim/index.ts'
import type { Law } from '../Law.ts'
import type { OptimizerSpec } from '../optimizer.ts'
import { optimizerLaws } from '../optimizer.ts'

type Entry = (name: string) => readonly Law[]

/** An optimizer that descends by itself. */
const whole =
  <F extends optim.StateFunction>(
    optimizer: optim.Optimizer<F>,
    more: Omit<OptimizerSpec<F>, 'optimizer'> = {},
  ): Entry =>
  (name) =>
    optimizerLaws(name, { optimizer, ...more })

/** A part of an optimizer: a transformation that need not descend. */
const part = <F extends optim.StateFunction>(
  optimizer: optim.Optimizer<F>,
  more: Omit<OptimizerSpec<F>, 'optimizer'> = {},
): Entry => whole(optimizer, { descent: false, ...more })

const decaying = optim.stepDecay({ initial: 0.2, factor: 0.5, every: 100 })

/** Optimizers, by name. */
export const optimizers = {
  addDecayedWeights: part(optim.addDecayedWeights(0.1), { rests: false }),
  chain: whole(optim.chain(optim.momentum(0.5), optim.scale(-0.1))),
  identity: part(optim.identity),
  momentum: part(optim.momentum(0.9)),
  'momentum, Nesterov': part(optim.momentum(0.9, { nesterov: true })),
  scale: whole(optim.scale(-0.1)),
  scaleByLearningRate: whole(optim.scaleByLearningRate(0.1)),
  'scaleByLearningRate, scheduled': whole(optim.scaleByLearningRate(decaying)),
  sgd: whole(optim.sgd({ learningRate: 0.1 })),
  'sgd, momentum and a schedule': whole(optim.sgd({ learningRate: decaying, momentum: 0.5 })),
  'sgd, weight decay': whole(optim.sgd({ learningRate: 0.1, momentum: 0.5, nesterov: true, weightDecay: 0.01 }), {
    rests: false,
  }),
} as const satisfies Readonly<Record<string, Entry>>

/** Exports of `cotangent/optim` that are neither optimizers nor schedules. */
export const notOptimizers: readonly string[] = ['applyUpdates', 'stateless']
