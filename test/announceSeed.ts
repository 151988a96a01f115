/** @file Says the seed of a run before its first test, so that a failure can be replayed; once, for all projects. */
import { seed } from './seed.ts'

const told = 'COTANGENT_SEED_TOLD'

export const setup = (): void => {
  if (process.env[told] !== undefined) return
  process.env[told] = 'yes'
  console.log(`Random tests use COTANGENT_SEED=${String(seed())}`)
}
