/** @file Optimizers against 25 recorded steps of PyTorch's, in float64, from the gradients that PyTorch saw. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { tensor } from 'cotangent'
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
  clipByValue,
  freeze,
  globalNorm,
  groups,
  inverseTime,
  nadam,
  radam,
  rmsprop,
  rprop,
  scale,
  sgd,
} from 'cotangent/optim'
import type { GoldenCase } from '../golden.ts'
import { golden } from '../golden.ts'
import { item, toArray } from '../float64.ts'

interface Trajectory extends GoldenCase {
  readonly param_groups?: readonly { readonly params: readonly string[]; readonly [name: string]: unknown }[]
  readonly no_grad_for?: string
  readonly clip?: { readonly kind: string; readonly value: number; readonly norm_type: number | 'inf' | null }
  readonly clipped_grads?: Readonly<Record<string, string>>
  readonly total_norms?: string
  readonly averaged_params?: Readonly<Record<string, string>>
}

const { cases, tensor: recorded } = golden('optim')
const trajectories = cases as readonly Trajectory[]

type Parameters = Readonly<Record<string, Tensor>>
type SomeOptimizer = Optimizer<StateFunction>

const names = ['W1', 'b1', 'w2', 's']
const steps = 25

/** Row `step` of a recorded history. */
const rowOf = (name: string, step: number): Tensor => {
  const { data, shape } = recorded(name)
  const [, ...row] = shape
  const size = row.reduce((product, d) => product * d, 1)
  return tensor(data.slice(step * size, (step + 1) * size), row)
}

const treeOf = (f: (name: string) => Tensor): Parameters => Object.fromEntries(names.map((name) => [name, f(name)]))

const closeTo = (found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void => {
  const differing = Array.from(expected, (answer, at) => ({ at, answer, found: found[at] ?? Number.NaN })).filter(
    (entry) => !(Math.abs(entry.found - entry.answer) <= 1e-12 + 1e-10 * Math.abs(entry.answer)),
  )
  expect(found.length, what).toBe(expected.length)
  expect(differing, what).toEqual([])
}

/** PyTorch's parameters in our words, without those that are not given. */
const translated = (params: Readonly<Record<string, unknown>>, words: Readonly<Record<string, string>>): never => {
  const { betas, ...others } = params
  const [beta1, beta2] = (betas ?? []) as readonly number[]
  const known = { lr: 'learningRate', weight_decay: 'weightDecay', eps: 'epsilon', maximize: null, ...words }
  const pairs = Object.entries({ ...others, ...(betas === undefined ? {} : { beta1, beta2 }) }).flatMap(
    ([name, value]) => {
      const ours = name in known ? known[name as keyof typeof known] : name
      return ours === null ? [] : [[ours, value] as const]
    },
  )
  return Object.fromEntries(pairs) as never
}

const makers: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => unknown>> = {
  SGD: (params) => sgd(translated(params, {})),
  Adagrad: ({ lr_decay: rate = 0, lr, ...params }) =>
    adagrad({
      ...(translated(params, { initial_accumulator_value: 'initialSum' }) as object),
      learningRate: rate === 0 ? Number(lr) : inverseTime({ initial: Number(lr), decay: Number(rate) }),
    }),
  RMSprop: (params) => rmsprop(translated(params, { alpha: 'decay' })),
  Adadelta: (params) => adadelta(translated(params, { rho: 'decay' })),
  Adam: (params) => adam(translated(params, {})),
  AdamW: (params) => adamw(translated(params, {})),
  Adamax: (params) => adamax(translated(params, {})),
  NAdam: (params) => nadam(translated(params, { momentum_decay: 'momentumDecay' })),
  NAdam113: (params) => nadam(translated(params, { momentum_decay: 'momentumDecay' })),
  RAdam: (params) => radam(translated(params, {})),
  Rprop: ({ etas = [0.5, 1.2], step_sizes: between = [1e-6, 50], ...params }) => {
    const [shrink, grow] = etas as readonly [number, number]
    return rprop({ ...(translated(params, {}) as object), shrink, grow, between: between as [number, number] })
  },
  ASGD: (params) => asgd(translated(params, { lambd: 'decay', alpha: 'power', t0: 'start' })),
}

const clipping = ({ clip }: Trajectory): unknown =>
  clip === undefined
    ? undefined
    : clip.kind === 'value'
      ? clipByValue(clip.value)
      : clipByGlobalNorm(clip.value, { order: clip.norm_type === 'inf' ? 'largest' : (clip.norm_type as 1 | 2) })

const optimizerOf = (of: Trajectory): SomeOptimizer => {
  const make = makers[of.op.replace('optim.', '')]
  if (make === undefined) throw new Error(`no optimizer for ${of.op}`)
  const whole = make(of.params) as SomeOptimizer
  const ascending = of.params['maximize'] === true ? (chain(scale(-1), whole) as never) : whole
  if (of.param_groups !== undefined) {
    const [first, second] = of.param_groups.map(({ params: _, ...own }) => make({ ...of.params, ...own }))
    const inFirst = of.param_groups[0]?.params ?? []
    return groups((path) => (inFirst.includes(`init/${path}`) ? 'first' : 'second'), {
      first: first as never,
      second: second as never,
    }) as never
  }
  if (of.no_grad_for !== undefined) {
    return groups((path) => (`init/${path}` === of.no_grad_for ? 'frozen' : 'free'), {
      frozen: freeze,
      free: whole as never,
    }) as never
  }
  const clip = clipping(of)
  return clip === undefined ? ascending : (chain(clip as SomeOptimizer, ascending) as never)
}

const gradientsAt = (of: Trajectory, step: number): Parameters =>
  treeOf((parameter) => rowOf(of.grads[`init/${parameter}`] ?? '', step))

const run = (of: Trajectory, check: (step: number, parameters: Parameters) => void): unknown => {
  const optimizer = optimizerOf(of)
  let parameters = treeOf((parameter) => rowOf(`${of.name}/params.${parameter}`, 0))
  let state = optimizer.init(parameters)
  for (let step = 0; step < steps; step++) {
    const [updates, next] = optimizer.update(gradientsAt(of, step), state, parameters)
    parameters = applyUpdates(parameters, updates)
    state = next
    check(step, parameters)
  }
  return state
}

/** PyTorch 1.13's code of NAdam multiplies one momentum in twice, against its documentation, which we follow. */
const chosenDeviations = ['nadam_torch113', 'nadam_wd_torch113']
const followed = trajectories.filter(({ name }) => !chosenDeviations.includes(name))

describe('optimizers', () => {
  it('has all the records: 49 to follow, 2 chosen deviations', () => {
    expect(trajectories).toHaveLength(51)
    expect(followed).toHaveLength(49)
  })

  it.each(followed)('follow the recorded steps of PyTorch: $name', (of) => {
    const state = run(of, (step, parameters) => {
      for (const name of names) {
        const expected = rowOf(`${of.name}/params.${name}`, step + 1)
        closeTo(toArray(parameters[name] as Tensor), toArray(expected), `${name} after step ${String(step + 1)}`)
      }
    })
    if (of.averaged_params === undefined) return
    const [, { average }] = state as readonly [unknown, { readonly average: Parameters }]
    for (const name of names) {
      const expected = recorded(of.averaged_params[`init/${name}`] ?? '').data
      closeTo(toArray(average[name] as Tensor), expected, `average of ${name}`)
    }
  })

  it.each(trajectories.filter(({ name }) => chosenDeviations.includes(name)))(
    'differ from the code of PyTorch 1.13 where it differs from its documentation: $name',
    (of) => {
      let farthest = 0
      run(of, (step, parameters) => {
        const expected = toArray(rowOf(`${of.name}/params.W1`, step + 1))
        toArray(parameters['W1'] as Tensor).forEach((value, at) => {
          farthest = Math.max(farthest, Math.abs(value - (expected[at] ?? 0)))
        })
      })
      expect(farthest).toBeGreaterThan(1e-6)
      expect(farthest).toBeLessThan(0.2)
    },
  )
})

describe('clipping', () => {
  const clipped = trajectories.filter(({ clip }) => clip !== undefined)

  it.each(clipped)('gives the clipped gradients and the norms of PyTorch: $name', (of) => {
    const clip = clipping(of) as SomeOptimizer
    for (let step = 0; step < steps; step++) {
      const gradients = gradientsAt(of, step)
      const [found] = clip.update(gradients, clip.init(gradients), gradients)
      for (const name of names) {
        const expected = rowOf(of.clipped_grads?.[`init/${name}`] ?? '', step)
        closeTo(toArray(found[name] as Tensor), toArray(expected), `${name} at step ${String(step)}`)
      }
      if (of.total_norms === undefined) continue
      const order = of.clip?.norm_type === 'inf' ? 'largest' : (of.clip?.norm_type as 1 | 2)
      closeTo([item(globalNorm({ order })(gradients))], [recorded(of.total_norms).data[step] ?? 0], 'norm')
    }
  })

  it('has records of all orders', () => {
    expect(clipped).toHaveLength(5)
  })
})
