/**
 * @file Functions that are differentiated, compiled or mapped are called once and answer at once: what they return is the
 * expression. One that is async returns a promise, and goes on when nobody follows it any more.
 */
import { refuse } from './TensorError.ts'

/** Whether a value is a promise, of this realm or of another. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** What a function returned. Refuses a promise, whose own failure is then nobody's concern. */
export const notPromised = <Y>(operation: string, phrase: string, value: Y): Y => {
  if (!isPromise(value)) return value
  value.then(undefined, () => undefined)
  const remedy = 'await what it needs before, and hand that over'
  return refuse(
    operation,
    [],
    { expected: 'a function that answers at once', found: 'one that is async, or returns a promise', advice: remedy },
    phrase,
  )
}
