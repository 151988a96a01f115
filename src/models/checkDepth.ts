/** @file The depths that a family of networks has. */
import { foundValue } from '../core/foundValue.ts'
import { refuse } from '../core/TensorError.ts'

/** Refuses a depth that is not among those of a table; callers from JavaScript may give any. */
export const checkDepth = (network: string, depth: number, table: object): void => {
  if (!Object.hasOwn(table, depth))
    refuse(
      network,
      [],
      { expected: `a depth of ${Object.keys(table).join(', ')}`, found: foundValue(depth) },
      `make a ${network}`,
    )
}
