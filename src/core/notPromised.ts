/**
 * @file Functions that are differentiated, compiled or mapped are called once and must return their expression
 * synchronously. An async function returns a promise instead, and goes on after tracing has ended.
 */
import { refuse } from './TensorError.ts'

/** Whether a value is a promise, of this realm or of another. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** What a function returned. Refuses a promise, and ignores the promise's own rejection. */
export const notPromised = <Y>(operation: string, phrase: string, value: Y): Y => {
  if (!isPromise(value)) return value
  value.then(undefined, () => undefined)
  const remedy = 'await what it needs before, and hand that over'
  return refuse(
    operation,
    [],
    {
      expected: 'a function that returns synchronously',
      found: 'one that is async, or returns a promise',
      advice: remedy,
    },
    phrase,
  )
}
