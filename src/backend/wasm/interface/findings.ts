/**
 * @file What one command leaves in memory for another one to read. A finding is a record of words; findings of one kind lie
 * side by side, each `words` long. `npm run build:wasm` writes a class for each, which reads and writes its words.
 */
import type { ScalarField } from './records.ts'

/** A record in memory, and the words from one to the next. */
export interface Finding {
  readonly words: number
  readonly layout: Readonly<Record<string, ScalarField>>
}

/** The findings, by name. */
export const findings = {
  /**
   * What `judgeKernels` finds of all kernels of a convolution, and `mend` reads: whether any of them is not trusted, and the
   * least and the largest of the greatest magnitudes of those that are. A cache line; a `verdict` for each kernel follows.
   */
  judgement: { words: 16, layout: { hasDoubts: 'flag', least: 'float', largest: 'float' } },
  /** What `judgeKernels` finds of one kernel: whether it is not trusted. */
  verdict: { words: 1, layout: { isDoubtful: 'flag' } },
  /**
   * What `channelMagnitudes` finds of one channel, and `mendFilter` reads: the sum of all magnitudes, that of the border, and
   * the greatest. A vector.
   */
  channelMagnitude: { words: 4, layout: { all: 'float', border: 'float', greatest: 'float' } },
} as const satisfies Readonly<Record<string, Finding>>
