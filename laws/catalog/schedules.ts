/** @file Every schedule of `cotangent/optim`, with what is expected of it: one line per schedule. */
import * as optim from '../../src/optim/index.ts'
import type { ScheduleSpec } from '../kinds/schedule.ts'

const { learningRate: onceAround, momentum: against } = optim.oneCycle({ most: 1, steps: 100, rising: 0.25 })
const triangles = optim.cyclic({ least: 0.1, most: 1, up: 20, down: 30, perCycle: 0.5 })
const rising = optim.linear({ from: 0, to: 1, steps: 10 })
const falling = optim.cosine({ initial: 1, steps: 90 })

/** Schedules, by name. */
export const schedules = {
  constant: { schedule: optim.constant(0.1), initial: 0.1, between: [0.1, 0.1] },
  cosine: { schedule: optim.cosine({ initial: 1, least: 0.1, steps: 60 }), initial: 1, between: [0.1, 1] },
  cosineRestarts: { schedule: optim.cosineRestarts({ initial: 1, steps: 7 }), initial: 1, between: [0, 1] },
  'cosineRestarts, stretched': {
    schedule: optim.cosineRestarts({ initial: 1, least: 0.1, steps: 7, stretch: 2 }),
    initial: 1,
    between: [0.1, 1],
  },
  cyclic: { schedule: triangles.learningRate, initial: 0.1, between: [0.1, 1] },
  'cyclic, momentum': { schedule: triangles.momentum, initial: 0.9, between: [0.8, 0.9] },
  exponential: { schedule: optim.exponential({ initial: 1, factor: 0.99 }), initial: 1, between: [0, 1] },
  inverseTime: { schedule: optim.inverseTime({ initial: 1, decay: 0.1, power: 0.75 }), initial: 1, between: [0, 1] },
  linear: { schedule: optim.linear({ from: 1, to: 0.1, steps: 50 }), initial: 1, between: [0.1, 1] },
  multiStep: { schedule: optim.multiStep({ initial: 1, milestones: [10, 20, 20] }), initial: 1, between: [0.001, 1] },
  oneCycle: { schedule: onceAround, initial: 1 / 25, between: [1 / 25e4, 1] },
  'oneCycle, momentum': { schedule: against, initial: 0.95, between: [0.85, 0.95] },
  polynomial: {
    schedule: optim.polynomial({ from: 1, to: 0.1, steps: 50, power: 0.5 }),
    initial: 1,
    between: [0.1, 1],
  },
  product: { schedule: optim.product(rising, falling), initial: 0, between: [0, 1] },
  sequence: { schedule: optim.sequence([rising, falling], [10]), initial: 0, between: [0, 1] },
  stepDecay: { schedule: optim.stepDecay({ initial: 0.1, every: 30 }), initial: 0.1, between: [0, 0.1] },
  warmUp: { schedule: optim.warmUp({ steps: 20, from: 0.5 })(optim.constant(1)), initial: 0.5, between: [0.5, 1] },
} as const satisfies Readonly<Record<string, ScheduleSpec>>
