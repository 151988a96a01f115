/** @file How times are told: by their median. */

/** The median of times; of an even number the upper of the two in the middle. */
export const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
