/**
 * @file Schedules: from the number of steps taken to the learning rate, both as expressions.
 *
 * The counter is part of the optimizer's state, so a schedule inside a compiled step follows it. Any function of this
 * type is a schedule. Laws: a schedule at step 0 is its initial rate; equals PyTorch's on recorded rates.
 */
import type { Tensor } from '../core/Tensor.ts'

/** The learning rate at a step, counted from 0. */
export type Schedule = (step: Tensor<readonly []>) => Tensor<readonly []>

/**
 * A learning rate: a number, a scalar that is computed elsewhere, such as that of `reduceOnPlateau`, or a schedule. Inside a
 * compiled function a scalar is a rate that may change from call to call, if it is an argument.
 */
export type LearningRate = number | Tensor<readonly []> | Schedule
