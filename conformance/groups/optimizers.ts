/** @file Optimizers: 25 recorded steps from the gradients that PyTorch saw, the group `optim`. */
import type { Runtime, Tensor } from 'cotangent'
import { isTensor, item, tensor, toArray } from 'cotangent'
import type { GlobalNormOptions, Optimizer, StateFunction, Stateless } from 'cotangent/optim'
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
import * as t from 'io-ts'
import type { Judge, Judgement } from '../check.ts'
import { farthest, judging, worse } from '../check.ts'
import type { Group } from '../vectors.ts'
import { Case, decoded, NamesByName, Params } from '../vectors.ts'
import { flag, number, numbers, pair } from './params.ts'

/** Gradients clipped entry by entry, or by the norm of all. */
const Clip = t.union([
  t.type({ kind: t.literal('value'), value: t.number }),
  t.type({
    kind: t.literal('norm'),
    value: t.number,
    norm_type: t.union([t.literal(1), t.literal(2), t.literal('inf')]),
  }),
])

/** Parameters by name, and what their optimizer has otherwise than the others. */
const ParamGroup = t.intersection([t.type({ params: t.readonlyArray(t.string) }), Params])

/** A recorded descent. */
export const Trajectory = t.readonly(
  t.intersection([
    Case,
    t.partial({
      param_groups: t.tuple([ParamGroup, ParamGroup]),
      no_grad_for: t.string,
      clip: Clip,
      clipped_grads: NamesByName,
      total_norms: t.string,
      averaged_params: NamesByName,
    }),
  ]),
)

/** A recorded descent. */
export type Trajectory = t.TypeOf<typeof Trajectory>

type Parameters = Readonly<Record<string, Tensor>>

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

/** Options of our optimizers. */
const Options = t.partial({
  learningRate: t.number,
  weightDecay: t.number,
  momentum: t.number,
  dampening: t.number,
  nesterov: t.boolean,
  beta1: t.number,
  beta2: t.number,
  epsilon: t.number,
  amsgrad: t.boolean,
  centered: t.boolean,
  decay: t.number,
  momentumDecay: t.number,
  initialSum: t.number,
  power: t.number,
  start: t.number,
})

/** Options of some optimizer, which refuses what is none of its own. */
type SomeOptions = t.TypeOf<typeof Options>

/** Our words for PyTorch's parameters; `null` for what is told otherwise. */
const common: Readonly<Record<string, string | null>> = {
  lr: 'learningRate',
  weight_decay: 'weightDecay',
  eps: 'epsilon',
  maximize: null,
}

/** PyTorch's parameters in our words, without those that are not given. */
const translated = (params: Params, own: Readonly<Record<string, string>> = {}): SomeOptions => {
  const words: Readonly<Record<string, string | null>> = { ...common, ...own }
  const { betas, ...others } = params
  const [beta1, beta2] = numbers(params, 'betas')
  const pairs = Object.entries({ ...others, ...(betas === undefined ? {} : { beta1, beta2 }) }).flatMap(
    ([name, value]) => {
      const ours = words[name]
      return ours === null ? [] : [[ours ?? name, value] as const]
    },
  )
  return decoded(Options, Object.fromEntries(pairs), 'options of an optimizer')
}

/** What is done with an optimizer, whatever its state: the types do not say which optimizer a record names. */
type Use<A> = <F extends StateFunction>(optimizer: Optimizer<F>) => A

/** Makes an optimizer and hands it on. */
type Maker = <A>(params: Params, use: Use<A>) => A

const ofNadam: Maker = (params, use) => use(nadam(translated(params, { momentum_decay: 'momentumDecay' })))

const makers: Readonly<Record<string, Maker>> = {
  SGD: (params, use) => use(sgd({ ...translated(params), learningRate: number(params, 'lr') })),
  Adagrad: (params, use) => {
    const { lr_decay: _, ...others } = params
    const [initial, decay] = [number(params, 'lr'), number(params, 'lr_decay')]
    return use(
      adagrad({
        ...translated(others, { initial_accumulator_value: 'initialSum' }),
        learningRate: decay === 0 ? initial : inverseTime({ initial, decay }),
      }),
    )
  },
  RMSprop: (params, use) =>
    use(rmsprop({ ...translated(params, { alpha: 'decay' }), learningRate: number(params, 'lr') })),
  Adadelta: (params, use) => use(adadelta(translated(params, { rho: 'decay' }))),
  Adam: (params, use) => use(adam(translated(params))),
  AdamW: (params, use) => use(adamw(translated(params))),
  Adamax: (params, use) => use(adamax(translated(params))),
  NAdam: ofNadam,
  NAdam113: ofNadam,
  RAdam: (params, use) => use(radam(translated(params))),
  Rprop: (params, use) => {
    const { etas: _, step_sizes: _sizes, ...others } = params
    const [shrink, grow] = pair(params, 'etas', [0.5, 1.2])
    return use(rprop({ ...translated(others), shrink, grow, between: pair(params, 'step_sizes', [1e-6, 50]) }))
  },
  ASGD: (params, use) => use(asgd(translated(params, { lambd: 'decay', alpha: 'power', t0: 'start' }))),
}

/** The norm by which gradients are clipped. */
const orderOf = (clip: Trajectory['clip']): NonNullable<GlobalNormOptions['order']> =>
  clip?.kind !== 'norm' ? 2 : clip.norm_type === 'inf' ? 'largest' : clip.norm_type

const clipping = ({ clip }: Trajectory): Optimizer<Stateless> | undefined =>
  clip === undefined
    ? undefined
    : clip.kind === 'value'
      ? clipByValue(clip.value)
      : clipByGlobalNorm(clip.value, { order: orderOf(clip) })

/** Hands on the optimizer of a record. */
const withOptimizer = <A>(of: Trajectory, use: Use<A>): A => {
  const { op, params, param_groups: parts, no_grad_for: frozen } = of
  const make = makers[op.replace('optim.', '')]
  if (make === undefined) throw new Error(`no optimizer for ${op}`)
  if (parts !== undefined) {
    const [{ params: names, ...ofFirst }, { params: _, ...ofSecond }] = parts
    const group = (path: string): 'first' | 'second' => (names.includes(`init/${path}`) ? 'first' : 'second')
    return make({ ...params, ...ofFirst }, (first) =>
      make({ ...params, ...ofSecond }, (second) => use(groups(group, { first, second }))),
    )
  }
  return make(params, (whole) => {
    if (frozen !== undefined)
      return use(groups((path) => (`init/${path}` === frozen ? 'frozen' : 'free'), { frozen: freeze, free: whole }))
    const clip = clipping(of)
    const clipped: Use<A> = (optimizer) => (clip === undefined ? use(optimizer) : use(chain(clip, optimizer)))
    return flag(params, 'maximize') ? clipped(chain(scale(-1), whole)) : clipped(whole)
  })
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

const SomeTensor = new t.Type<Tensor>(
  'a tensor',
  isTensor,
  (u, context) => (isTensor(u) ? t.success(u) : t.failure(u, context)),
  t.identity,
)

/** The state of an optimizer that averages the parameters. */
const Averaging = t.tuple([t.unknown, t.type({ average: t.record(t.string, SomeTensor) })])

/** The steps, and at the end the average of the parameters where it is recorded. */
const followed = <F extends StateFunction>(
  optimizer: Optimizer<F>,
  of: Trajectory,
  group: Group,
  runtime: Runtime,
): Judgement => {
  const limit = allowed(of, runtime)
  const at = (step: number): Parameters => treeOf((name) => rowOf(group, `${of.name}/params.${name}`, step))
  let parameters = at(0)
  let state = optimizer.init<Parameters>(parameters)
  let sofar: Judgement = [0, '']
  for (let step = 0; step < steps; step++) {
    const [updates, next] = optimizer.update<Parameters>(gradientsAt(of, group, step), state, parameters)
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
  const [, { average }] = decoded(Averaging, state, 'the state of an average')
  return names.reduce<Judgement>((worst, name) => {
    const expected = group.answer(of.averaged_params?.[`init/${name}`] ?? '').numbers
    return worse(worst, farthest(`average of ${name}`, toArray(average[name]!, runtime), expected, limit))
  }, sofar)
}

/** The clipped gradients of every step, and their norms. */
const clipped = (of: Trajectory, group: Group, runtime: Runtime): Judgement => {
  const clip = clipping(of)
  if (clip === undefined) return [0, '']
  const limit = allowed(of, runtime)
  const order = orderOf(of.clip)
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

const descent = judging(Trajectory, (of, group, runtime) => {
  const descended = withOptimizer(of, (optimizer) => followed(optimizer, of, group, runtime))
  return worse(descended, clipped(of, group, runtime))
})

/** Optimizers by their names. */
export const optimizers: Readonly<Record<string, Judge>> = Object.fromEntries(
  Object.keys(makers).map((name) => [`optim.${name}`, descent]),
)
