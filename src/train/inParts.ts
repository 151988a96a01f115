/**
 * @file Steps in parts: those that compute by several programs, with work in between that no program contains, such as
 * talking to other processes. `train` calls them as they are, where it compiles others whole.
 */

const steps = new WeakSet()

/** Declares that a step computes by itself, in parts. */
export const inParts = <F extends (...args: never) => unknown>(step: F): F => {
  steps.add(step)
  return step
}

/** Whether a step was declared to compute in parts. */
export const isInParts = (step: object): boolean => steps.has(step)
