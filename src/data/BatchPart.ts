/** @file One of several parts, such as the rank of one process among those of a group. */
import { checkCount } from '../core/shapeRules.ts'
import { refuse } from '../core/TensorError.ts'

/** One of several parts, such as a rank of a group of processes: its number, from 0, and how many there are. */
export interface BatchPart {
  readonly rank: number
  readonly size: number
}

/** All of it, as one part. */
export const wholePart: BatchPart = { rank: 0, size: 1 }

/** Refuses a part that is not among as many as it says. */
export const checkPart = (operation: string, { rank, size }: BatchPart): BatchPart => {
  checkCount(operation, 'the size of the part', size)
  return Number.isInteger(rank) && rank >= 0 && rank < size
    ? { rank, size }
    : refuse(operation, [], { expected: `a rank from 0 to ${size - 1}`, found: String(rank) })
}

/** The range of places among `count` that belong to a part; parts differ in length by one at most. */
export const rangeOf = ({ rank, size }: BatchPart, count: number): readonly [first: number, end: number] => [
  Math.floor((rank * count) / size),
  Math.floor(((rank + 1) * count) / size),
]
