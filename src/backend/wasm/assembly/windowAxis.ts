/**
 * @file An axis of a convolution: seven words, 0 taps, 1 outputs, then how an output and a tap give a cell of the input:
 * (2 times the output, plus 3 times the tap, plus 4) over 5, if that is whole and below 6, the cells.
 */

/** The cell that an output and a tap meet, or -1. */
export function cellOf(axis: usize, output: i32, tap: i32): i32 {
  const at = load<i32>(axis, 8) * output + load<i32>(axis, 12) * tap + load<i32>(axis, 16)
  const spacing = load<i32>(axis, 20)
  if (at < 0 || at % spacing != 0) return -1
  const cell = at / spacing
  return cell < load<i32>(axis, 24) ? cell : -1
}

/** Whether an output sees all of its taps. */
export function isInside(axis: usize, output: i32): bool {
  const taps = load<i32>(axis)
  for (let tap = 0; tap < taps; tap++) if (cellOf(axis, output, tap) < 0) return false
  return true
}
