/** @file Optimizers: 25 recorded steps from the gradients that PyTorch saw, the group `optim`. */
import type { Runtime, Tensor } from 'cotangent'
import { item, tensor, toArray } from 'cotangent'
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
import type { Judge, Judgement } from '../check.ts'
import { farthest, worse } from '../check.ts'
import type { Case, Group } from '../vectors.ts'

/** A recorded descent. */
export interface Trajectory extends Case {
  readonly param_groups?: readonly { readonly params: readonly string[]; readonly [name: string]: unknown }[]
  readonly no_grad_for?: string
  readonly clip?: { readonly kind: string; readonly value: number; readonly norm_type: number | 'inf' | null }
  readonly clipped_grads?: Readonly<Record<string, string>>
  readonly total_norms?: string
  readonly averaged_params?: Readonly<Record<string, string>>
}

type Parameters = Readonly<Record<string, Tensor>>
type SomeOptimizer = Optimizer<StateFunction>

const names = ['W1', 'b1', 'w2', 's'] as const
const steps = 25

/** Row `step` of a recorded history. */
const rowOf = (group: Group, name: string, step: number): Tensor => {
  const { numbers, shape } = group.answer(name)
  const [, ...row] = shape
  const size = row.reduce((product, d) => product * d, 1)
  return tensor(numbers.slice(step * size, (step + 1) * size), row)
}

const treeOf = (f: (name: string) => Tensor): Parameters => Object.fromEntries(names.map((name) => [name, f(name)]))

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

/** The optimizer of a record. */
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
      free: whole,
    }) as never
  }
  const clip = clipping(of)
  return clip === undefined ? ascending : (chain(clip as SomeOptimizer, ascending) as never)
}

const gradientsAt = (of: Trajectory, group: Group, step: number): Parameters =>
  treeOf((parameter) => rowOf(group, of.grads?.[`init/${parameter}`] ?? '', step))

/** How far one may be: in 64 bits by so little that any other rule would be seen, in 32 as the record allows. */
const allowed =
  (of: Trajectory, runtime: Runtime) =>
  (answer: number): number =>
    runtime.backend.bytesPerNumber === 8
      ? 1e-12 + 1e-10 * Math.abs(answer)
      : (of.tolerance?.atol ?? 0) + (of.tolerance?.rtol ?? 0) * Math.abs(answer)

/** The steps, and at the end the average of the parameters where it is recorded. */
const followed = (of: Trajectory, group: Group, runtime: Runtime): Judgement => {
  const optimizer = optimizerOf(of)
  const limit = allowed(of, runtime)
  const at = (step: number): Parameters => treeOf((name) => rowOf(group, `${of.name}/params.${name}`, step))
  let parameters = at(0)
  let state = optimizer.init(parameters)
  let sofar: Judgement = [0, '']
  for (let step = 0; step < steps; step++) {
    const [updates, next] = optimizer.update(gradientsAt(of, group, step), state, parameters)
    const moved = runtime.run({ parameters: applyUpdates(parameters, updates), state: next })
    parameters = moved.parameters
    state = moved.state
    const expected = at(step + 1)
    for (const name of names) {
      const [found, wanted] = [toArray(parameters[name]!, runtime), toArray(expected[name]!, runtime)]
      sofar = worse(sofar, farthest(`${name} after step ${String(step + 1)}`, found, wanted, limit))
    }
  }
  if (of.averaged_params === undefined) return sofar
  const [, { average }] = state as readonly [unknown, { readonly average: Parameters }]
  return names.reduce<Judgement>((worst, name) => {
    const expected = group.answer(of.averaged_params?.[`init/${name}`] ?? '').numbers
    return worse(worst, farthest(`average of ${name}`, toArray(average[name]!, runtime), expected, limit))
  }, sofar)
}

/** The clipped gradients of every step, and their norms. */
const clipped = (of: Trajectory, group: Group, runtime: Runtime): Judgement => {
  const clip = clipping(of) as SomeOptimizer | undefined
  if (clip === undefined) return [0, '']
  const limit = allowed(of, runtime)
  const order = of.clip?.norm_type === 'inf' ? 'largest' : (of.clip?.norm_type as 1 | 2)
  return Array.from({ length: steps }).reduce<Judgement>(
    (sofar, _, step) => {
      const gradients = gradientsAt(of, group, step)
      const [found] = clip.update(gradients, clip.init(gradients), gradients)
      const own = names.map((name) => {
        const expected = toArray(rowOf(group, of.clipped_grads?.[`init/${name}`] ?? '', step), runtime)
        return farthest(`clipped ${name} at step ${String(step)}`, toArray(found[name]!, runtime), expected, limit)
      })
      const norms =
        of.total_norms === undefined
          ? []
          : [
              farthest(
                `norm at step ${String(step)}`,
                [item(globalNorm({ order })(gradients), runtime)],
                [group.answer(of.total_norms).numbers[step] ?? 0],
                limit,
              ),
            ]
      return [...own, ...norms].reduce(worse, sofar)
    },
    [0, ''],
  )
}

const judge: Judge['judge'] = (one, group, runtime) =>
  worse(followed(one, group, runtime), clipped(one, group, runtime))

/** Optimizers by their names. */
export const optimizers: Readonly<Record<string, Judge>> = Object.fromEntries(
  Object.keys(makers).map((name) => [`optim.${name}`, { judge }]),
)
