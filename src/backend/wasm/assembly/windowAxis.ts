/** @file Axes of a convolution that is mended (`interface/records.ts`). */
import { MendedAxis } from './generated/interface'

/** The cell that an output and a tap meet, or -1. */
export function cellOf(axis: MendedAxis, output: i32, tap: i32): i32 {
  const at = axis.scale * output + axis.step * tap + axis.start
  const spacing = axis.spacing
  if (at < 0 || at % spacing != 0) return -1
  const cell = at / spacing
  return cell < axis.cells ? cell : -1
}

/** Whether an output reads all of its taps. */
export function isInside(axis: MendedAxis, output: i32): bool {
  const taps = axis.taps
  for (let tap = 0; tap < taps; tap++) if (cellOf(axis, output, tap) < 0) return false
  return true
}
