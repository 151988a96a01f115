/**
 * @file How many samples a law is tried on in a run of the tests: `COTANGENT_RUNS`, 15 unless it is set. The gate is short
 * and tries other samples at each commit; `.ci/run` sets it to 30.
 */
const gate = 15

/** The samples of a law where a test asks for no number. Throws when `COTANGENT_RUNS` is set to what is no count. */
export const samples = (): number => {
  const asked = process.env['COTANGENT_RUNS']
  if (asked === undefined || asked === '') return gate
  const count = Number(asked)
  if (Number.isInteger(count) && count > 0) return count
  throw new RangeError(`Cannot run COTANGENT_RUNS=${asked} samples: expected a whole number above 0`)
}

/** So many samples where others have 25, for laws whose samples are slow. */
export const few = (count: number): number => Math.ceil((count * samples()) / 25)
