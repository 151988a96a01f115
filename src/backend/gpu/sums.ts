/**
 * @file Source text for long sums: terms are summed in blocks, and the sums of blocks in larger blocks, so that
 * rounding errors grow with the length of a block (`core/longSums.ts`). Short sums are plain loops.
 *
 * Totals are names of variables, several if a thread computes several cells; a body adds to the names that it is given.
 */
import { blockLength } from '../../core/longSums.ts'
import { decimal, loop } from './source.ts'

/** Statements that add to the totals of these names. */
export type Adding = (totals: readonly string[]) => string

/** Consecutive additions at each level: three levels cover the longest sum that a device has. */
const levelLength = blockLength / 4

/** Whether this many terms need blocks. */
export const isLong = (terms: number): boolean => terms > blockLength

/** Sums what the body adds in a subtotal first, then adds that to the totals. */
const byItself = (totals: readonly string[], id: string, body: Adding): string => {
  const parts = totals.map((total) => `${total}${id}`)
  return [
    ...parts.map((part) => `let ${part} = 0.0;`),
    body(parts),
    ...totals.map((total, k) => `${total} += ${parts[k] ?? ''};`),
  ].join('\n')
}

/** Sums what the body adds in a subtotal first if the whole sum is long. `id` keeps the names of parts apart. */
export const apart = (isLong: boolean, totals: readonly string[], id: string, body: Adding): string =>
  isLong ? byItself(totals, id, body) : body(totals)

/**
 * A loop whose body adds `each` terms at a time to totals: in blocks if the whole sum is long. `name` is the counter,
 * as in a plain loop.
 */
export const sumLoop = (
  isLong: boolean,
  name: string,
  length: number,
  totals: readonly string[],
  body: Adding,
  each = 1,
): string => {
  const block = Math.max(1, Math.floor(levelLength / each))
  if (!isLong || length <= block) return loop(name, length, body(totals))
  const blocks = Math.floor(length / block)
  const rest = length % block
  const part = (id: string, own: readonly string[], from: string, count: number): string =>
    byItself(own, `${name}${id}`, (parts) =>
      loop(`${name}${id}`, count, `const ${name} = ${from} + ${name}${id};\n${body(parts)}`),
    )
  const whole = sumLoop(isLong, `${name}s`, blocks, totals, (own) =>
    part('b', own, `${name}s * ${decimal(block)}`, block),
  )
  return rest === 0 ? whole : `${whole}\n${part('r', totals, decimal(blocks * block), rest)}`
}
