/**
 * @file Two binaries that are nearly equal as one: their blocks in turn. Deflate, which finds repeats within 32 kB, then
 * says the second by what differs.
 */

/** Two binaries by name. */
export interface Pair<A> {
  readonly plain: A
  readonly relaxed: A
}

/** A part of one of the two. */
interface Block {
  readonly of: keyof Pair<unknown>
  readonly from: number
  readonly to: number
}

/** Short against the 32 kB within which deflate finds repeats. */
const blockBytes = 4096

/** The blocks of binaries of these lengths, in the order in which they stand in the whole. */
export const blocksOf = (lengths: Pair<number>): readonly Block[] => {
  const count = Math.ceil(Math.max(lengths.plain, lengths.relaxed) / blockBytes)
  const within = (of: keyof Pair<unknown>, k: number): number => Math.min(k * blockBytes, lengths[of])
  return Array.from({ length: count }, (_, k) =>
    (['plain', 'relaxed'] as const).map((of) => ({ of, from: within(of, k), to: within(of, k + 1) })),
  ).flat()
}

/** The two binaries that a whole is made of. */
export const separate = (whole: Uint8Array, lengths: Pair<number>): Pair<Uint8Array<ArrayBuffer>> => {
  const pair = { plain: new Uint8Array(lengths.plain), relaxed: new Uint8Array(lengths.relaxed) }
  let at = 0
  for (const { of, from, to } of blocksOf(lengths)) {
    pair[of].set(whole.subarray(at, at + to - from), from)
    at += to - from
  }
  return pair
}
