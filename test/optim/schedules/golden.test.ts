/** @file Schedules against the rates, and the momenta, that PyTorch used in 60 steps. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, div, minimum, mul, pow, sqrt, sub, tensor } from 'cotangent'
import type { Cycle, PlateauOptions, Schedule } from 'cotangent/optim'
import {
  constant,
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
import { item } from '../../float64.ts'

type Params = Readonly<Record<string, unknown>>

interface Case {
  readonly name: string
  readonly op: string
  readonly params: Params
  readonly lr: readonly number[]
  readonly momentum?: readonly number[]
  readonly metric?: readonly (number | 'nan')[]
}

const { cases } = JSON.parse(readFileSync(new URL('../../vectors/schedule.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[]
}

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
  MultiStepLR: (p, initial) =>
    multiStep({ initial, factor: number(p, 'gamma'), milestones: p['milestones'] as readonly number[] }),
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
      (p['schedulers'] as readonly Params[]).map((part) => scheduleOf(part, initial)),
      p['milestones'] as readonly number[],
    ),
  ChainedScheduler: (p, initial) =>
    product(...(p['schedulers'] as readonly Params[]).map((part, k) => scheduleOf(part, k === 0 ? initial : 1))),
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

const follows = (schedule: Schedule, recorded: readonly number[]): void => {
  const found = recorded.map((_, step) => item(schedule(tensor(step, []))))
  const differing = recorded.flatMap((rate, step) =>
    Math.abs(found[step]! - rate) <= 1e-12 + 1e-9 * rate ? [] : [{ step, rate, found: found[step] }],
  )
  expect(differing).toEqual([])
}

const opOf = ({ op }: Case): string => op.replace('schedule.', '')
const ofStep = cases.filter((of) => opOf(of) in schedules)
const ofCycle = cases.filter((of) => opOf(of) in cycles)
const ofPlateau = cases.filter((of) => opOf(of) === 'ReduceLROnPlateau')

describe('schedules', () => {
  it('has all 34 records to follow', () => {
    expect([ofStep.length, ofCycle.length, ofPlateau.length]).toEqual([23, 7, 4])
    expect(cases).toHaveLength(34)
  })

  it.each(ofStep)('follow the recorded rates of PyTorch: $name', (of) => {
    follows(schedules[opOf(of)]!(of.params, number(of.params, 'base_lr')), of.lr)
  })

  it.each(ofCycle)('follow the recorded rates and momenta of PyTorch: $name', (of) => {
    const { learningRate, momentum } = cycles[opOf(of)]!(of.params)
    follows(learningRate, of.lr)
    if (of.params['cycle_momentum'] === true) follows(momentum, of.momentum!)
  })
})

describe('reduceOnPlateau', () => {
  const optionsOf = ({ params: p }: Case): PlateauOptions => ({
    better: p['mode'] === 'min' ? 'smaller' : 'larger',
    factor: number(p, 'factor'),
    patience: number(p, 'patience'),
    threshold: number(p, 'threshold'),
    thresholdMode: p['threshold_mode'] === 'rel' ? 'relative' : 'absolute',
    cooldown: number(p, 'cooldown'),
    least: number(p, 'min_lr'),
    epsilon: number(p, 'eps'),
  })

  it.each(ofPlateau)('follows the recorded rates of PyTorch, NaN among the metrics: $name', (of) => {
    const plateau = reduceOnPlateau(optionsOf(of))
    let state = plateau.init(number(of.params, 'base_lr'))
    of.metric!.forEach((metric, step) => {
      expect(Math.abs(item(state.rate) - of.lr[step]!), `step ${String(step)}`).toBeLessThanOrEqual(1e-12)
      state = plateau.observe(state, metric === 'nan' ? Number.NaN : metric)
    })
    expect(of.metric).toContain('nan')
  })
})

describe('constant', () => {
  it('is the same at every step', () => {
    follows(constant(0.1), [0.1, 0.1, 0.1])
  })
})

describe('polynomial', () => {
  it('is finite at and past its end, for powers below 1 too', () => {
    const rate = polynomial({ from: 1, to: 0.1, steps: 5, power: 0.5 })
    follows(rate, [1, 0.1 + 0.9 * Math.sqrt(0.8)])
    expect([5, 6, 100].map((step) => item(rate(tensor(step, []))))).toEqual([0.1, 0.1, 0.1])
  })
})

describe('cosineRestarts', () => {
  it('starts again at whole steps, however often and whatever the stretch', () => {
    for (const stretch of [2, 3, 10]) {
      const rate = cosineRestarts({ initial: 1, steps: 3, stretch })
      let start = 0
      for (let length = 3; start < 1e6; length *= stretch) {
        expect(item(rate(tensor(start, [])))).toBeCloseTo(1, 12)
        const last = item(rate(tensor(start + length - 1, [])))
        expect(last).toBeCloseTo((1 + Math.cos((Math.PI * (length - 1)) / length)) / 2, 9)
        start += length
      }
    }
  })
})

describe('sequence', () => {
  const one: Schedule = constant(1)

  it('refuses milestones that do not fit', () => {
    expect(() => sequence([one, one], [])).toThrow('milestones rise and are one fewer than schedules')
    expect(() => sequence([one, one, one], [5, 5])).toThrow('got 3 schedules and [5, 5]')
    expect(() => sequence([], [])).toThrow('0 schedules')
  })

  it('never asks a schedule for a step before its first', () => {
    const root: Schedule = (step: Tensor<readonly []>) => sqrt(sub(step, 0))
    follows(sequence([one, (step) => pow(root(step), 1)], [2]), [1, 1, 0, 1])
  })
})
