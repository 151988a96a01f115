/** @file Spans of steps: which lengths are valid, and which share of a span has passed. */
import { scalar } from '../../core/Tensor.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { div } from '../../ops/div.ts'
import { greaterEqual } from '../../ops/greater.ts'
import { maximum } from '../../ops/maximum.ts'
import { minimum } from '../../ops/minimum.ts'
import { sub } from '../../ops/sub.ts'

type Scalar = Tensor<readonly []>

/** A number of steps, 0 or more. Refuses any other value, and NaN, when the schedule is made. */
export const stepsOf = (schedule: string, name: string, steps: number): number =>
  steps >= 0 && steps < Infinity
    ? steps
    : refuse(schedule, [], { expected: `${name} to be a number of steps, 0 or more`, found: String(steps) })

/** A period in steps, above 0. Refuses any other value when the schedule is made: nothing repeats every 0 steps. */
export const periodOf = (schedule: string, name: string, steps: number): number =>
  steps > 0 && steps < Infinity
    ? steps
    : refuse(schedule, [], { expected: `${name} to be a number of steps above 0`, found: String(steps) })

/**
 * The share of a span that has passed, from 0 before it to 1 after it. A span of length 0 has passed once it starts.
 */
export const share = (step: Scalar, start: number, width: number): Scalar =>
  width > 0 ? minimum(maximum(div(sub(step, start), width), 0), 1) : greaterEqual(step, scalar(start))
