/** @file The laws of training on several ranks: they hold for the library, and catch objectives that no rank can divide. */
import type { Tensor } from 'cotangent'
import { mean, mul, normal, sub, sum } from 'cotangent'
import type { DataParallelSpec } from 'cotangent/laws'
import { laws } from 'cotangent/laws'
import { sgd } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'
import { groupLaws } from '../../../laws/groups/dataParallel.ts'
import { layers, optimizers } from '../../../laws/catalog/index.ts'
import type { LayerEntry } from '../../../laws/catalog/layers.ts'
import { holds, holdsOn } from '../../holds.ts'
import { few } from '../../samples.ts'

type Spec = DataParallelSpec<
  Tensor<readonly [2]>,
  object,
  Tensor<readonly [number, 2]>,
  { readonly total: Tensor<readonly []> },
  ReturnType<typeof sgd>
>

const distance: Spec = {
  objective: (x, state, goals) => {
    const apart = mul(sub(x, goals), sub(x, goals))
    return { loss: mean()(apart), state, metrics: { total: mean()(goals) } }
  },
  optimizer: sgd({ learningRate: 0.1 }),
  start: (key) => [normal([2])(key), {}],
  batch: (key, examples) => normal([examples, 2])(key),
}

const failing = (spec: Spec): readonly string[] =>
  laws
    .dataParallel('d', spec)
    .filter((law) => law.run({ runs: 5, seed: 1 })._tag !== 'passed')
    .map((law) => law.name.replace('d: ', ''))

const isWhole = 'n ranks on n parts are one rank on the whole, and all have the same'

describe('laws.dataParallel', () => {
  it('holds for means over the examples', () => {
    expect(failing(distance)).toEqual([])
  })

  it('catches a loss that is no mean over the examples', () => {
    const { objective } = distance
    const summed: Spec['objective'] = (x, state, goals, key) => ({
      ...objective(x, state, goals, key),
      loss: sum()(mul(sub(x, goals), sub(x, goals))),
    })
    expect(failing({ ...distance, objective: summed })).toEqual([isWhole])
  })

  it('takes metrics for means, unless they are sums', () => {
    const { objective } = distance
    const counting: Spec['objective'] = (x, state, goals, key) => ({
      ...objective(x, state, goals, key),
      metrics: { total: sum()(goals) },
    })
    expect(failing({ ...distance, objective: counting })).toEqual([isWhole])
    expect(failing({ ...distance, objective: counting, metrics: 'sum' })).toEqual([])
  })
})

describe('groups', () => {
  holds(groupLaws)
})

describe('optimizers on several ranks', () => {
  holdsOn(few(5), ...Object.entries(optimizers).map(([name, entry]) => entry.parallel(`${name} optimizer`)))
})

describe('layers on several ranks', () => {
  const entries: readonly (readonly [string, LayerEntry])[] = Object.entries(layers)
  holdsOn(few(5), ...entries.map(([name, entry]) => entry.parallel(`${name} layer`)))
})
