/** @file A mending: what it needs of memory, and its commands before, between and after those of a convolution. */
import type { CommandWriter } from '../Command.ts'
import type { TileBatch } from './tiling.ts'

/** Where a mending works: its two operands, and its workspace, which is its own from `look` to `mend`. */
export interface MendingPlaces {
  readonly operands: readonly [number, number]
  readonly workspace: number
}

/** What mending needs of memory, and its commands: to look at the operands first, and to mend what is made of them. */
export interface Mending {
  readonly workspace: number
  readonly look: (to: CommandWriter, places: MendingPlaces) => void
  /** Looks at what a batch of tiles is about to read, so that it is in the cache then. */
  readonly lookAt: (to: CommandWriter, places: MendingPlaces, batch: TileBatch) => void
  readonly mend: (to: CommandWriter, places: MendingPlaces, output: number) => void
}

/** No commands. */
export const nothing = (): void => {
  // Every output sees all of its taps.
}
/** For convolutions that mix nothing in. */
export const nothingToMend: Mending = { workspace: 0, look: nothing, lookAt: nothing, mend: nothing }

/** Rows of a plane of `cells` rows that a batch over `outputs` rows is the first to reach, roughly: they are parted so. */
export const rowsOf = (
  { firstRow, rows }: TileBatch,
  outputs: number,
  cells: number,
): readonly [first: number, end: number] => {
  const isLast = (firstRow + rows) * 4 >= outputs
  return [Math.min(cells, firstRow * 4), isLast ? cells : Math.min(cells, (firstRow + rows) * 4)]
}
