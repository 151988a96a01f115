/** @file How times are taken in a turn, and told: by their median. */

/** The median of times; of an even number the upper of the two in the middle. */
export const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN

/** The times of a function's runs within a turn of `budget` milliseconds: three at least, and a thousand at most. */
export const timesOf = (f: () => unknown, budget: number): readonly number[] => {
  const times: number[] = []
  const end = performance.now() + budget
  while (times.length < 3 || (performance.now() < end && times.length < 1000)) {
    const start = performance.now()
    f()
    times.push(performance.now() - start)
  }
  return times
}
