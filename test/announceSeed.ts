/** @file Says the seed of a run before its first test, so that a failure can be replayed. */
import { seed } from './seed.ts'

export const setup = (): void => {
  console.log(`Random tests use COTANGENT_SEED=${String(seed())}`)
}
