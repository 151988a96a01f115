/** @file A mending: the memory that it needs, and its commands before, between and after those of a convolution. */
import type { CommandWriter } from '../Command.ts'
import type { TileBatch } from './tiling.ts'

/**
 * The memory of a mending: its two operands, and its workspace, which no other instruction uses from `look` to `mend`.
 */
export interface MendingPlaces {
  readonly operands: readonly [number, number]
  readonly workspace: number
}

/** The memory and commands of mending: first to inspect the operands, then to mend the results. */
export interface Mending {
  readonly workspace: number
  readonly look: (to: CommandWriter, places: MendingPlaces) => void
  /** Inspects what a batch of tiles is about to read, so that it is then in the cache. */
  readonly lookAt: (to: CommandWriter, places: MendingPlaces, batch: TileBatch) => void
  readonly mend: (to: CommandWriter, places: MendingPlaces, output: number) => void
}

/** No commands. */
export const nothing = (): void => {
  // Every output sees all of its taps.
}
/** For convolutions that mix in no other cells. */
export const nothingToMend: Mending = { workspace: 0, look: nothing, lookAt: nothing, mend: nothing }

/**
 * Rows of a plane of `cells` rows that a batch over `outputs` rows is the first to reach, approximately: a partition.
 */
export const rowsOf = (
  { firstRow, rows }: TileBatch,
  outputs: number,
  cells: number,
): readonly [first: number, end: number] => {
  const isLast = (firstRow + rows) * 4 >= outputs
  return [Math.min(cells, firstRow * 4), isLast ? cells : Math.min(cells, (firstRow + rows) * 4)]
}
