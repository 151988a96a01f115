/**
 * @file Convolution around its products: planes are padded, cotangents are packed, and sums over pixels become kernels. The
 * products are in `product.ts` and, for gradients of kernels, in `cotangents.ts`.
 */
import { PackCotangents, PadPlanes, UnpackSums } from './generated/interface'
import { copyFloats, fillFloats, storeTransposed } from './broadcast'

/** One row of a padded plane: entries `column * stride + phase - low`, spread by `spread`. */
function padRow(to: usize, from: usize, width: i32, length: i32, stride: i32, start: i32, spread: i32): void {
  if (spread == 1) {
    let c = 0
    let cell = start
    for (; c < length && cell < 0; c++, cell += stride) store<f32>(to + ((<usize>c) << 2), 0)
    const room = cell < width ? (width - cell + stride - 1) / stride : 0
    const inside = min(length - c, room)
    if (stride == 1) copyFloats(to + ((<usize>c) << 2), from + ((<usize>cell) << 2), inside)
    else {
      let at = from + ((<usize>cell) << 2)
      for (let k = 0; k < inside; k++, at += (<usize>stride) << 2)
        store<f32>(to + ((<usize>(c + k)) << 2), load<f32>(at))
    }
    c += inside
    fillFloats(to + ((<usize>c) << 2), 0, length - c)
    return
  }
  for (let c = 0, cell = start; c < length; c++, cell += stride) {
    const isInside = cell >= 0 && cell % spread == 0 && cell / spread < width
    store<f32>(to + ((<usize>c) << 2), isInside ? load<f32>(from + ((<usize>(cell / spread)) << 2)) : 0)
  }
}

/** Pads planes, and splits them by the phase of the stride. */
export function padPlanes(args: PadPlanes, unit: i32, _scratch: usize): void {
  const perUnit = args.perUnit
  const last = min(args.planes, (unit + 1) * perUnit)
  const height = args.rows.input
  const rowStride = args.rows.stride
  const rowSpread = args.rows.spread
  const rows = args.rows.length
  const width = args.columns.input
  const stride = args.columns.stride
  const columns = args.columns.length
  const isSimple = rowStride == 1 && stride == 1 && rowSpread == 1 && args.columns.spread == 1
  for (let plane = unit * perUnit; plane < last; plane++) {
    const from = args.source + ((<usize>(plane * height * width)) << 2)
    let to = args.target + <usize>plane * args.targetPlane
    if (isSimple) {
      const lowRow = args.rows.low
      const lowColumn = args.columns.low
      memory.fill(to, 0, (<usize>(rows * columns)) << 2)
      const first = max(0, lowRow)
      const left = max(0, lowColumn)
      const inside = min(columns, width + lowColumn) - left
      if (inside <= 0) continue
      const end = min(rows, height + lowRow)
      for (let r = first; r < end; r++) {
        copyFloats(
          to + ((<usize>(r * columns + left)) << 2),
          from + ((<usize>((r - lowRow) * width + left - lowColumn)) << 2),
          inside,
        )
      }
      continue
    }
    for (let down = 0; down < rowStride; down++) {
      for (let across = 0; across < stride; across++) {
        const start = across - args.columns.low
        for (let r = 0; r < rows; r++, to += (<usize>columns) << 2) {
          const cell = r * rowStride + down - args.rows.low
          if (cell < 0 || cell % rowSpread != 0 || cell / rowSpread >= height) fillFloats(to, 0, columns)
          else {
            const source = from + ((<usize>((cell / rowSpread) * width)) << 2)
            padRow(to, source, width, columns, stride, start, args.columns.spread)
          }
        }
      }
    }
  }
}

/** Packs cotangents into panels of eight channels, [panel][pixel][8]; missing channels are filled with zeros. */
export function packCotangents(args: PackCotangents, unit: i32, _scratch: usize): void {
  const pixels = args.pixels
  const images = args.images
  const channels = args.channels
  const ofGroup = args.panels
  const panel = unit / images
  const image = unit - panel * images
  const group = panel / ofGroup
  const first = (panel - group * ofGroup) << 3
  const count = min(8, channels - first)
  const plane = (<usize>pixels) << 2
  const from = args.source + image * args.imageBytes + <usize>(group * channels + first) * plane
  const to = args.target + ((<usize>(panel * images + image) * plane) << 3)
  // Missing channels are read from the last one, and then overwritten.
  for (let half = 0; half < 8; half += 4) {
    const r0 = from + <usize>min(half, count - 1) * plane
    const r1 = from + <usize>min(half + 1, count - 1) * plane
    const r2 = from + <usize>min(half + 2, count - 1) * plane
    const r3 = from + <usize>min(half + 3, count - 1) * plane
    const mask = i32x4.gt_s(i32x4.splat(count - half), i32x4(0, 1, 2, 3))
    const m0 = v128.shuffle<i32>(mask, mask, 0, 0, 0, 0)
    const m1 = v128.shuffle<i32>(mask, mask, 1, 1, 1, 1)
    const m2 = v128.shuffle<i32>(mask, mask, 2, 2, 2, 2)
    const m3 = v128.shuffle<i32>(mask, mask, 3, 3, 3, 3)
    let target = to + ((<usize>half) << 2)
    let at: usize = 0
    let k = 0
    for (; k + 4 <= pixels; k += 4, at += 16, target += 128) {
      storeTransposed(
        target,
        32,
        v128.and(m0, v128.load(r0 + at)),
        v128.and(m1, v128.load(r1 + at)),
        v128.and(m2, v128.load(r2 + at)),
        v128.and(m3, v128.load(r3 + at)),
      )
    }
    for (; k < pixels; k++, at += 4, target += 32) {
      let v = v128.load32_zero(r0 + at)
      v = v128.load32_lane(r1 + at, v, 1)
      v = v128.load32_lane(r2 + at, v, 2)
      v128.store(target, v128.and(mask, v128.load32_lane(r3 + at, v, 3)))
    }
  }
}

/** The sum of four lanes, in 64 bits. */
function sumOfFour(at: usize): f64 {
  return load<f64>(at) + load<f64>(at, 8) + (load<f64>(at, 16) + load<f64>(at, 24))
}

/** Sums of `multiplyCotangents` as a kernel. */
export function unpackSums(args: UnpackSums, unit: i32, _scratch: usize): void {
  const isByLanes = args.isByLanes
  const taps = args.taps
  const channels = args.channels
  const panels = args.panels
  const perUnit = args.perUnit
  const last = min(args.rows, (unit + 1) * perUnit)
  const fives = (taps + 4) / 5
  const ofPanel = isByLanes ? 2 : 8
  for (let row = unit * perUnit; row < last; row++) {
    const group = row / channels
    const channel = row - group * channels
    const panel = channel / ofPanel
    const part = <usize>(channel - panel * ofPanel)
    let from = args.sums + <usize>((group * panels + panel) * fives) * 320 + (part << (isByLanes ? 5 : 3))
    let to = args.target + ((<usize>(row * taps)) << 2)
    for (let tap = 0; tap < taps; tap++, from += 64, to += 4) {
      store<f32>(to, <f32>(isByLanes ? sumOfFour(from) : load<f64>(from)))
    }
  }
}
