/** @file Magnitudes of the cells of a convolution's input, over its channels. */
import { CellMagnitudes } from './generated/interface'
import { greater, larger } from './magnitudes'

/** The sums over all channels of the magnitudes of each cell, followed by the greatest. */
export function cellMagnitudes(args: CellMagnitudes, unit: i32, _scratch: usize): void {
  const channels = args.channels
  const cells = args.cells
  const perUnit = args.perUnit
  const units = args.units
  const place = unit / units
  const image = args.firstImage + place
  const first = args.first + (unit - place * units) * perUnit
  const count = min(perUnit, args.end - first)
  const plane = (<usize>cells) << 2
  const sums = args.target + <usize>image * plane + ((<usize>first) << 2)
  const most = sums + args.toGreatest
  let from = args.source + <usize>image * (<usize>channels * plane) + ((<usize>first) << 2)
  memory.fill(sums, 0, (<usize>count) << 2)
  memory.fill(most, 0, (<usize>count) << 2)
  const end = (<usize>count) << 2
  const whole = (<usize>(count & ~3)) << 2
  let c = 0
  for (; c + 4 <= channels; c += 4, from += plane << 2) {
    let k: usize = 0
    for (; k < whole; k += 16) {
      const a = f32x4.abs(v128.load(from + k))
      const b = f32x4.abs(v128.load(from + plane + k))
      const d = f32x4.abs(v128.load(from + 2 * plane + k))
      const e = f32x4.abs(v128.load(from + 3 * plane + k))
      v128.store(sums + k, f32x4.add(v128.load(sums + k), f32x4.add(f32x4.add(a, b), f32x4.add(d, e))))
      v128.store(most + k, greater(v128.load(most + k), greater(greater(a, b), greater(d, e))))
    }
    for (let at = from; at < from + (plane << 2); at += plane) addCells(sums, most, at, k, end)
  }
  for (; c < channels; c++, from += plane) addCells(sums, most, from, 0, end)
}

function addCells(sums: usize, most: usize, from: usize, first: usize, end: usize): void {
  for (let k = first; k < end; k += 4) {
    store<f32>(sums + k, load<f32>(sums + k) + abs(load<f32>(from + k)))
    larger(most + k, load<f32>(from + k))
  }
}
