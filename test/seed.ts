/**
 * @file The seed of every random test: one number a run.
 *
 * `COTANGENT_SEED` if it is set, else taken from the commit, so that a commit passes or fails always alike and new
 * commits try new examples; outside a git checkout, a constant.
 */
import { execFileSync } from 'node:child_process'

const outsideGit = 20_090_701

const commit = (): string | null => {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

const fromCommit = (hash: string | null): number =>
  hash === null || !/^[0-9a-f]{8}/.test(hash) ? outsideGit : Number.parseInt(hash.slice(0, 8), 16) & 0x7fffffff

/** The seed of this run, an integer below 2^31. Throws when `COTANGENT_SEED` is set to something else. */
export const seed = (): number => {
  const asked = process.env['COTANGENT_SEED']
  if (asked === undefined || asked === '') return fromCommit(commit())
  const value = Number(asked)
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) return value
  throw new RangeError(`Cannot seed the tests with COTANGENT_SEED=${asked}: expected an integer from 0 to 2147483647`)
}
