/**
 * @file Source text for sums, however long: terms are added up in blocks, the sums of blocks in blocks of these, so that
 * rounding grows with the length of a block (`core/longSums.ts`). Short sums are plain loops.
 *
 * Totals are names of variables, several where a thread makes several cells; a body adds to the names that it is given.
 */
import { blockLength } from '../../core/longSums.ts'
import { decimal, loop } from './source.ts'

/** Statements that add to the totals of these names. */
export type Adding = (totals: readonly string[]) => string

/** Additions one after another at each level: three levels are as many as the longest sum of a device has. */
const levelLength = blockLength / 4

/** Whether so many terms need blocks. */
export const isLong = (terms: number): boolean => terms > blockLength

/** Adds up what the body adds by itself first, and then to the totals. */
const byItself = (totals: readonly string[], id: string, body: Adding): string => {
  const parts = totals.map((total) => `${total}${id}`)
  return [
    ...parts.map((part) => `let ${part} = 0.0;`),
    body(parts),
    ...totals.map((total, k) => `${total} += ${parts[k] ?? ''};`),
  ].join('\n')
}

/** Adds up what the body adds by itself first where the whole sum is long. `id` tells the names of parts apart. */
export const apart = (isLong: boolean, totals: readonly string[], id: string, body: Adding): string =>
  isLong ? byItself(totals, id, body) : body(totals)

/**
 * A loop whose body adds to totals, `each` terms at a time: in blocks where the whole sum is long. `name` counts, as in a plain
 * loop.
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
