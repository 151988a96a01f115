/** @file The steps of an optimizer on one number. */
import type { Tensor } from 'cotangent'
import { tensor } from 'cotangent'
import type { Optimizer, StateFunction } from 'cotangent/optim'
import { applyUpdates } from 'cotangent/optim'
import { expect } from 'vitest'
import { item } from '../float64.ts'

/** The updates of a parameter that begins at 1, for each gradient in turn; the parameter moves along. */
export const updatesOf = <F extends StateFunction>(
  optimizer: Optimizer<F>,
  gradients: readonly number[],
): readonly number[] => {
  let w: Tensor = tensor(1, [])
  let state = optimizer.init(w)
  return gradients.map((gradient) => {
    const [update, next] = optimizer.update(tensor(gradient, []) as Tensor, state, w)
    w = applyUpdates(w, update)
    state = next
    return item(update)
  })
}

/** Expects the updates for these gradients to be these, to 12 digits. */
export const expectUpdates = <F extends StateFunction>(
  optimizer: Optimizer<F>,
  gradients: readonly number[],
  expected: readonly number[],
): void => {
  updatesOf(optimizer, gradients).forEach((update, k) => expect(update).toBeCloseTo(expected[k]!, 12))
}
