/** @file Mending of a kernel's gradient (see `mendOutputs.ts`): weights are summed again over the outputs that they meet. */
import { ChannelMagnitude, MendFilter, MendedAxis } from './generated/interface'
import { isPairSafe, isRangeSafe } from './channelMagnitudes'
import { cellOf } from './windowAxis'

/** Sums weights again: those for which tiles cannot be trusted, or, if no tile was used, those that are NaN. */
export function mendFilter(args: MendFilter, unit: i32, _scratch: usize): void {
  const isTiled = args.ofInput != 0
  const ofInput = changetype<ChannelMagnitude>(args.ofInput)
  const ofCotangent = changetype<ChannelMagnitude>(args.ofCotangent)
  const channels = args.channels
  const features = args.features
  const groups = args.groups
  const images = args.images
  const perUnit = args.perUnit
  const rows = args.rows
  const columns = args.columns
  const down = rows.taps
  const across = columns.taps
  const xPlane = (<usize>(rows.cells * columns.cells)) << 2
  const yPlane = (<usize>(rows.outputs * columns.outputs)) << 2
  const xImage = <usize>(groups * channels) * xPlane
  const yImage = <usize>(groups * features) * yPlane
  const last = min(groups * features, (unit + 1) * perUnit)
  if (isTiled && isRangeSafe(ofInput, 0, channels, ofCotangent, unit * perUnit, last)) return
  for (let feature = unit * perUnit; feature < last; feature++) {
    const y = args.cotangent + <usize>feature * yPlane
    const group = feature / features
    for (let c = 0; c < channels; c++) {
      const channel = group * channels + c
      const x = args.input + <usize>channel * xPlane
      let to = args.gradient + ((<usize>((feature * channels + c) * down * across)) << 2)
      if (isTiled && isPairSafe(ofInput.at(channel), ofCotangent.at(feature))) continue
      for (let p = 0; p < down; p++) {
        for (let q = 0; q < across; q++, to += 4) {
          const value = load<f32>(to)
          if (isTiled || value != value) store<f32>(to, sumTap(rows, columns, p, q, x, y, images, xImage, yImage))
        }
      }
    }
  }
}

/** One weight of a kernel's gradient: over the outputs that its tap meets. */
function sumTap(
  rows: MendedAxis,
  columns: MendedAxis,
  p: i32,
  q: i32,
  x: usize,
  y: usize,
  images: i32,
  xs: usize,
  ys: usize,
): f32 {
  const height = rows.outputs
  const width = columns.outputs
  const cellsWide = columns.cells
  let total: f64 = 0
  for (let image = 0; image < images; image++, x += xs, y += ys) {
    for (let i = 0; i < height; i++) {
      const row = cellOf(rows, i, p)
      if (row < 0) continue
      for (let j = 0; j < width; j++) {
        const column = cellOf(columns, j, q)
        if (column < 0) continue
        const cell = load<f32>(x + ((<usize>(row * cellsWide + column)) << 2))
        total += <f64>cell * <f64>load<f32>(y + ((<usize>(i * width + j)) << 2))
      }
    }
  }
  return <f32>total
}
