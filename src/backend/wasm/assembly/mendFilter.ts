/** @file Mending of a kernel's gradient (see `mendOutputs.ts`): weights are summed again over the outputs that they meet. */
import { isPairSafe, isRangeSafe } from './channelMagnitudes'
import { cellOf } from './windowAxis'

/**
 * Sums weights of a kernel's gradient again. args: 0 input, 1 error, 2 gradient, 3 and 4 `channelMagnitudes` of both, or 0
 * where no tile was used: then weights that are NaN are summed again; 5 channels of a group, 6 features of a group, 7 groups, 8 images, 9 features of a unit, 10-16 the axis of rows, 17-23 that of columns.
 */
export function mendFilter(args: usize, unit: i32): void {
  const ofInput: usize = load<u32>(args, 12)
  const ofError: usize = load<u32>(args, 16)
  const channels = load<i32>(args, 20)
  const features = load<i32>(args, 24)
  const groups = load<i32>(args, 28)
  const images = load<i32>(args, 32)
  const perUnit = load<i32>(args, 36)
  const rows = args + 40
  const columns = args + 68
  const down = load<i32>(rows)
  const across = load<i32>(columns)
  const xPlane = (<usize>(load<i32>(rows, 24) * load<i32>(columns, 24))) << 2
  const yPlane = (<usize>(load<i32>(rows, 4) * load<i32>(columns, 4))) << 2
  const xImage = <usize>(groups * channels) * xPlane
  const yImage = <usize>(groups * features) * yPlane
  const last = min(groups * features, (unit + 1) * perUnit)
  if (ofInput != 0 && isRangeSafe(ofInput, 0, channels, ofError, unit * perUnit, last)) return
  for (let feature = unit * perUnit; feature < last; feature++) {
    const y = load<u32>(args, 4) + <usize>feature * yPlane
    const group = feature / features
    for (let c = 0; c < channels; c++) {
      const channel = group * channels + c
      const x = load<u32>(args) + <usize>channel * xPlane
      let to = load<u32>(args, 8) + ((<usize>((feature * channels + c) * down * across)) << 2)
      const isTiled = ofInput != 0
      if (isTiled && isPairSafe(ofInput + ((<usize>channel) << 4), ofError + ((<usize>feature) << 4))) continue
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
  rows: usize,
  columns: usize,
  p: i32,
  q: i32,
  x: usize,
  y: usize,
  images: i32,
  xs: usize,
  ys: usize,
): f32 {
  const height = load<i32>(rows, 4)
  const width = load<i32>(columns, 4)
  const cellsWide = load<i32>(columns, 24)
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
