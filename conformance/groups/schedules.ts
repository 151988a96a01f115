/** @file Schedules: the rates, and the momenta, that PyTorch used in 60 steps, the group `schedule`. */
import type { Runtime } from 'cotangent'
import { item } from 'cotangent'
import { add, div, minimum, mul, sqrt, tensor } from 'cotangent'
import type { Cycle, PlateauOptions, Schedule } from 'cotangent/optim'
import {
  cosine,
  cosineRestarts,
  cyclic,
  exponential,
  inverseTime,
  linear,
  multiStep,
  oneCycle,
  polynomial,
  product,
  reduceOnPlateau,
  sequence,
  stepDecay,
} from 'cotangent/optim'
import * as t from 'io-ts'
import type { Judge, Judgement } from '../check.ts'
import { farthest, judging, worse } from '../check.ts'
import type { Params } from '../vectors.ts'
import { Case, numberOf } from '../vectors.ts'
import { numbers, parts } from './params.ts'

const Numbers = t.readonlyArray(t.number)

/** The rates that were recorded. */
const Recorded = t.intersection([
  Case,
  t.type({ lr: Numbers }),
  t.partial({ momentum: Numbers, metric: t.readonlyArray(t.union([t.number, t.string])) }),
])

const number = (params: Params, name: string): number => Number(params[name])

const constantUntil = (initial: number, factor: number, steps: number): Schedule =>
  multiStep({ initial: initial * factor, factor: 1 / factor, milestones: [steps] })

const formulas: Readonly<Record<string, (initial: number) => Schedule>> = {
  '1/(1+0.05*t)': (initial) => inverseTime({ initial, decay: 0.05 }),
  '(1+0.0001*100*t)^-0.75': (initial) => inverseTime({ initial, decay: 0.01, power: 0.75 }),
  // A function of one's own is a schedule.
  'min((t+1)/10, sqrt(10/(t+1)))': (initial) => (step) => {
    const next = add(step, 1)
    return mul(initial, minimum(div(next, 10), sqrt(div(10, next))))
  },
  '0.95 if t % 2 else 0.99': (initial) => (step) => {
    const twos = stepDecay({ initial: 1, factor: 0.99, every: 2 })
    const odd = stepDecay({ initial: 1, factor: 0.95, every: 2 })
    return mul(initial, mul(twos(step), odd(add(step, 1))))
  },
}

const schedules: Readonly<Record<string, (params: Params, initial: number) => Schedule>> = {
  StepLR: (p, initial) => stepDecay({ initial, factor: number(p, 'gamma'), every: number(p, 'step_size') }),
  MultiStepLR: (p, initial) => multiStep({ initial, factor: number(p, 'gamma'), milestones: numbers(p, 'milestones') }),
  ExponentialLR: (p, initial) => exponential({ initial, factor: number(p, 'gamma') }),
  ConstantLR: (p, initial) => constantUntil(initial, number(p, 'factor'), number(p, 'total_iters')),
  LinearLR: (p, initial) =>
    linear({
      from: initial * number(p, 'start_factor'),
      to: initial * number(p, 'end_factor'),
      steps: number(p, 'total_iters'),
    }),
  CosineAnnealingLR: (p, initial) => cosine({ initial, least: number(p, 'eta_min'), steps: number(p, 'T_max') }),
  CosineAnnealingWarmRestarts: (p, initial) =>
    cosineRestarts({
      initial,
      least: number(p, 'eta_min'),
      steps: number(p, 'T_0'),
      stretch: number(p, 'T_mult'),
    }),
  PolynomialLR: (p, initial) =>
    polynomial({ from: initial, to: 0, steps: number(p, 'total_iters'), power: number(p, 'power') }),
  LambdaLR: (p, initial) => formulas[String(p['formula'])]!(initial),
  MultiplicativeLR: (p, initial) => formulas[String(p['formula'])]!(initial),
  SequentialLR: (p, initial) =>
    sequence(
      parts(p, 'schedulers').map((part) => scheduleOf(part, initial)),
      numbers(p, 'milestones'),
    ),
  ChainedScheduler: (p, initial) =>
    product(...parts(p, 'schedulers').map((part, k) => scheduleOf(part, k === 0 ? initial : 1))),
}

const scheduleOf = (params: Params, initial: number): Schedule => schedules[String(params['op'])]!(params, initial)

const cycles: Readonly<Record<string, (params: Params) => Cycle>> = {
  OneCycleLR: (p) =>
    oneCycle({
      most: number(p, 'max_lr'),
      steps: number(p, 'total_steps'),
      rising: number(p, 'pct_start'),
      divide: number(p, 'div_factor'),
      finalDivide: number(p, 'final_div_factor'),
      shape: p['anneal_strategy'] === 'cos' ? 'cosine' : 'linear',
      threePhases: p['three_phase'] === true,
      momentum: [number(p, 'base_momentum'), number(p, 'max_momentum')],
    }),
  CyclicLR: (p) =>
    cyclic({
      least: number(p, 'base_lr_cycle'),
      most: number(p, 'max_lr'),
      up: number(p, 'step_size_up'),
      down: number(p, p['step_size_down'] === null ? 'step_size_up' : 'step_size_down'),
      perCycle: p['mode'] === 'triangular2' ? 0.5 : 1,
      perStep: number(p, 'gamma'),
      momentum: [number(p, 'base_momentum'), number(p, 'max_momentum')],
    }),
}

const near =
  (runtime: Runtime) =>
  (rate: number): number =>
    runtime.backend.bytesPerNumber === 8 ? 1e-12 + 1e-9 * Math.abs(rate) : 1e-7 + 4e-6 * Math.abs(rate)

const follows = (what: string, schedule: Schedule, recorded: readonly number[], runtime: Runtime): Judgement =>
  farthest(
    what,
    recorded.map((_, step) => item(schedule(tensor(step, [])), runtime)),
    recorded,
    near(runtime),
  )

const ofSteps = judging(Recorded, ({ lr, op, params }, _, runtime) => {
  const make = schedules[op.replace('schedule.', '')]!
  return follows('rate', make(params, number(params, 'base_lr')), lr, runtime)
})

const ofCycles = judging(Recorded, ({ lr, momentum: recorded = [], op, params }, _, runtime) => {
  const { learningRate, momentum } = cycles[op.replace('schedule.', '')]!(params)
  const rates = follows('rate', learningRate, lr, runtime)
  return params['cycle_momentum'] === true ? worse(rates, follows('momentum', momentum, recorded, runtime)) : rates
})

const optionsOf = (p: Params): PlateauOptions => ({
  better: p['mode'] === 'min' ? 'smaller' : 'larger',
  factor: number(p, 'factor'),
  patience: number(p, 'patience'),
  threshold: number(p, 'threshold'),
  thresholdMode: p['threshold_mode'] === 'rel' ? 'relative' : 'absolute',
  cooldown: number(p, 'cooldown'),
  least: number(p, 'min_lr'),
  epsilon: number(p, 'eps'),
})

const ofPlateau = judging(Recorded, ({ lr, metric = [], params }, _, runtime) => {
  const plateau = reduceOnPlateau(optionsOf(params))
  let state = plateau.init(number(params, 'base_lr'))
  const rates = metric.map((value) => {
    const rate = item(state.rate, runtime)
    state = plateau.observe(state, numberOf(value))
    return rate
  })
  return farthest('rate', rates, lr, near(runtime))
})

/** Schedules by their names. */
export const schedulesByName: Readonly<Record<string, Judge>> = Object.fromEntries([
  ...Object.keys(schedules).map((name) => [`schedule.${name}`, ofSteps] as const),
  ...Object.keys(cycles).map((name) => [`schedule.${name}`, ofCycles] as const),
  ['schedule.ReduceLROnPlateau', ofPlateau] as const,
])
