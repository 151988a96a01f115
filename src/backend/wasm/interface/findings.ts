/**
 * @file What one command leaves in memory for another one to read. A finding is a record of words; findings of one kind
 * are contiguous, each `words` long. `npm run build:wasm` writes one class for each, which reads and writes its words.
 */
import type { ScalarField } from './records.ts'

/** A record in memory, and the number of words from one to the next. */
export interface Finding {
  readonly words: number
  readonly layout: Readonly<Record<string, ScalarField>>
}

/** The findings, by name. */
export const findings = {
  /**
   * What `judgeKernels` finds about all kernels of a convolution, and `mend` reads: whether any of them is not trusted,
   * and the smallest and the largest of the greatest magnitudes of the others. It fills a cache line; a `verdict` per
   * kernel follows.
   */
  judgement: { words: 16, layout: { hasDoubts: 'flag', least: 'float', largest: 'float' } },
  /** What `judgeKernels` finds about one kernel: whether it is not trusted. */
  verdict: { words: 1, layout: { isDoubtful: 'flag' } },
  /**
   * What `channelMagnitudes` finds about one channel, and `mendFilter` reads: the sum of all magnitudes, that of the
   * border, and the greatest. It fills a vector.
   */
  channelMagnitude: { words: 4, layout: { all: 'float', border: 'float', greatest: 'float' } },
} as const satisfies Readonly<Record<string, Finding>>
