/**
 * @file Every optimizer and transformation of gradients of `cotangent/optim`, with what is expected of it: one line
 * each. Variants are named after a comma. A test names those that are missing.
 */
import * as optim from '../../src/optim/index.ts'
import type { Runtime } from '../../src/compile/Runtime.ts'
import type { Law } from '../framework/Law.ts'
import type { OptimizerSpec } from '../kinds/optimizer.ts'
import { optimizerLaws } from '../kinds/optimizer.ts'
import { optimizerOnRanks } from './ranks.ts'
import { optimizerOrderLaws } from './treeOrder.ts'

/** The laws of an optimizer, under a name. */
export interface OptimizerEntry {
  readonly laws: (name: string) => readonly Law[]
  /** The laws that it pairs trees by name on a runtime. */
  readonly order: (name: string, runtime: Runtime) => readonly Law[]
  /** The laws that it trains on several ranks as on one. */
  readonly parallel: (name: string) => readonly Law[]
}

/** An optimizer that descends by itself. */
const whole = <F extends optim.StateFunction>(
  optimizer: optim.Optimizer<F>,
  more: Omit<OptimizerSpec<F>, 'optimizer'> = {},
): OptimizerEntry => ({
  laws: (name) => optimizerLaws(name, { optimizer, ...more }),
  order: (name, runtime) => optimizerOrderLaws(name, optimizer, runtime),
  parallel: (name) => optimizerOnRanks(name, optimizer),
})

/** A part of an optimizer: a transformation that need not descend. */
const part = <F extends optim.StateFunction>(
  optimizer: optim.Optimizer<F>,
  more: Omit<OptimizerSpec<F>, 'optimizer'> = {},
): OptimizerEntry => whole(optimizer, { descent: false, ...more })

const decaying = optim.stepDecay({ initial: 0.2, factor: 0.5, every: 100 })

const fading = optim.cosine({ initial: 0.2, steps: 300 })
const cycle = optim.oneCycle({ most: 0.2, steps: 300 })
const kind = (path: string): 'weights' | 'others' => (path.endsWith('weight') ? 'weights' : 'others')

/** Optimizers, by name. */
export const optimizers = {
  adadelta: whole(optim.adadelta({ epsilon: 0.01 })),
  adagrad: whole(optim.adagrad({ learningRate: 0.5 })),
  adam: whole(optim.adam({ learningRate: fading })),
  'adam, amsgrad': whole(optim.adam({ learningRate: fading, amsgrad: true })),
  adamax: whole(optim.adamax({ learningRate: fading })),
  adamw: whole(optim.adamw({ learningRate: fading, weightDecay: 0.001 }), { rests: false }),
  addDecayedWeights: part(optim.addDecayedWeights(0.1), { rests: false }),
  asgd: whole(optim.asgd({ learningRate: 0.1, decay: 0, start: 10 })),
  chain: whole(optim.chain(optim.momentum(0.5), optim.scale(-0.1))),
  clipByGlobalNorm: part(optim.clipByGlobalNorm(1)),
  'clipByGlobalNorm, largest': part(optim.clipByGlobalNorm(0.5, { order: 'largest' })),
  clipByValue: part(optim.clipByValue(0.5)),
  freeze: part(optim.freeze),
  groups: whole(
    optim.groups(kind, {
      weights: optim.adam({ learningRate: fading }),
      others: optim.sgd({ learningRate: 0.1, momentum: 0.5 }),
    }),
  ),
  lion: whole(optim.lion({ learningRate: fading })),
  momentum: part(optim.momentum(0.9)),
  'momentum, dampened': part(optim.momentum(0.9, { dampening: 0.5 })),
  'momentum, Nesterov': part(optim.momentum(0.9, { nesterov: true })),
  nadam: whole(optim.nadam({ learningRate: fading })),
  radam: whole(optim.radam({ learningRate: fading })),
  rmsprop: whole(optim.rmsprop({ learningRate: fading })),
  'rmsprop, centered, with momentum': whole(
    optim.rmsprop({ learningRate: optim.cosine({ initial: 0.02, steps: 300 }), centered: true, momentum: 0.5 }),
  ),
  rprop: whole(optim.rprop({ learningRate: 0.1 })),
  scale: whole(optim.scale(-0.1)),
  scaleByAdadelta: part(optim.scaleByAdadelta()),
  scaleByAdagrad: part(optim.scaleByAdagrad()),
  scaleByAdam: part(optim.scaleByAdam()),
  scaleByAdamax: part(optim.scaleByAdamax()),
  scaleByLearningRate: whole(optim.scaleByLearningRate(0.1)),
  'scaleByLearningRate, scheduled': whole(optim.scaleByLearningRate(decaying)),
  scaleByLion: part(optim.scaleByLion()),
  scaleByNadam: part(optim.scaleByNadam()),
  scaleByRadam: part(optim.scaleByRadam()),
  scaleByRms: part(optim.scaleByRms()),
  sgd: whole(optim.sgd({ learningRate: 0.1 })),
  'sgd, momentum and a schedule': whole(optim.sgd({ learningRate: decaying, momentum: 0.5 })),
  'sgd, one cycle': whole(optim.sgd(cycle)),
  'sgd, weight decay': whole(optim.sgd({ learningRate: 0.1, momentum: 0.5, nesterov: true, weightDecay: 0.01 }), {
    rests: false,
  }),
  unchanged: part(optim.unchanged),
} as const satisfies Readonly<Record<string, OptimizerEntry>>

/** Exports of `cotangent/optim` that are neither optimizers nor schedules. */
export const notOptimizers: readonly string[] = [
  'applyUpdates',
  'exponentialMovingAverage',
  'polyakAverage',
  'globalNorm',
  'perTensor',
  'reduceOnPlateau',
  'perTensorUpdate',
]
