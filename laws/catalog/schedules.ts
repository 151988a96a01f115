/** @file Every schedule of `cotangent/optim`, with what is expected of it: a line a schedule. */
import * as optim from '../../src/optim/index.ts'
import type { ScheduleSpec } from '../schedule.ts'

/** Schedules, by name. */
export const schedules = {
  constant: { schedule: optim.constant(0.1), initial: 0.1, between: [0.1, 0.1] },
  stepDecay: { schedule: optim.stepDecay({ initial: 0.1, every: 30 }), initial: 0.1, between: [0, 0.1] },
} as const satisfies Readonly<Record<string, ScheduleSpec>>
