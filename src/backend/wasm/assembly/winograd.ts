/**
 * @file Winograd's minimal convolution F(4x4, 3x3) (Lavin and Gray, 2016): tiles of 4 by 4 outputs, with 36 products
 * instead of 144. Transforms only; the engine of `product.ts` computes the 36 products of matrices, one per group.
 *
 *     y = A' ((G w G') * (B' x B)) A        dw = G' ((A dy A') * (B' x B)) G
 *
 * Transformed values are stored as [36 points][channels][tiles]; tiles are numbered by image, row and column. Four
 * tiles are computed at a time, so a row of tiles may overrun into the next one, which is written later.
 */
import { PaddedTiles, WinogradFilter, WinogradKernel, WinogradOutput } from './generated/interface'
import { fillFloats } from './broadcast'
import { findPanel, heightOfPanel, rowOfPanel } from './product'
import { storeLanes } from './reduce'

function scaled(x: v128, factor: f32): v128 {
  return f32x4.mul(x, f32x4.splat(factor))
}

/** Six values from six (B'), `step` bytes apart. */
function storeInput(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): void {
  v128.store(to, f32x4.add(f32x4.sub(scaled(a, 4), scaled(c, 5)), e))
  const even = f32x4.sub(e, scaled(c, 4))
  const odd = f32x4.sub(d, scaled(b, 4))
  v128.store(to + step, f32x4.add(even, odd))
  v128.store(to + 2 * step, f32x4.sub(even, odd))
  const half = f32x4.sub(e, c)
  const twice = scaled(f32x4.sub(d, b), 2)
  v128.store(to + 3 * step, f32x4.add(half, twice))
  v128.store(to + 4 * step, f32x4.sub(half, twice))
  v128.store(to + 5 * step, f32x4.add(f32x4.sub(scaled(b, 4), scaled(d, 5)), f))
}

/** Six values from four (A). */
function storeCotangent(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, a)
  const even = f32x4.add(a, c)
  const odd = f32x4.add(b, d)
  v128.store(to + step, f32x4.add(even, odd))
  v128.store(to + 2 * step, f32x4.sub(even, odd))
  const half = f32x4.add(a, scaled(c, 4))
  const twice = f32x4.add(scaled(b, 2), scaled(d, 8))
  v128.store(to + 3 * step, f32x4.add(half, twice))
  v128.store(to + 4 * step, f32x4.sub(half, twice))
  v128.store(to + 5 * step, d)
}

/** The address of row `row` of a plane, or of zeros. */
function rowAt(plane: usize, row: i32, height: i32, width: i32, zeros: usize): usize {
  return row < 0 || row >= height ? zeros : plane + ((<usize>(row * width)) << 2)
}

/** Transforms planes: tiles of 4 by 4 cotangents by A (`isCotangent`), else tiles of 6 by 6 inputs, 4 apart, by B'. */
function transform(args: PaddedTiles, unit: i32, scratch: usize, isCotangent: bool): void {
  const perUnit = args.perUnit
  const last = min(args.channels, (unit + 1) * perUnit)
  const images = args.images
  const height = args.height
  const width = args.width
  const lowRow = args.lowRow
  const lowColumn = args.lowColumn
  const firstRow = args.firstRow
  const rows = args.rows
  const ofRow = args.columns
  const floats = args.floats
  const point: usize = args.pointBytes
  // Rows of the first transform, with space for a vector of tiles after the last one.
  const length = (((ofRow + 3) & ~3) << 2) + 8
  const row4 = (<usize>length) << 2
  const zeros = scratch + 6 * row4 + 64
  fillFloats(zeros, 0, width + 4)
  const start = scratch + ((<usize>lowColumn) << 2)
  const inside = min(width, length - lowColumn)
  for (let channel = unit * perUnit; channel < last; channel++) {
    const own = args.target + ((<usize>(channel * floats)) << 2)
    const pad = own + ((<usize>(floats - 8)) << 2)
    for (let k = 0; k < 36; k++) {
      v128.store(pad + point * k, f32x4.splat(0))
      v128.store(pad + point * k, f32x4.splat(0), 16)
    }
    let to = own
    for (let image = 0; image < images; image++) {
      const plane = args.source + image * args.imageBytes + ((<usize>(channel * height * width)) << 2)
      for (let i = firstRow; i < firstRow + rows; i++, to += (<usize>ofRow) << 2) {
        const r0 = rowAt(plane, 4 * i - lowRow, height, width, zeros)
        const r1 = rowAt(plane, 4 * i + 1 - lowRow, height, width, zeros)
        const r2 = rowAt(plane, 4 * i + 2 - lowRow, height, width, zeros)
        const r3 = rowAt(plane, 4 * i + 3 - lowRow, height, width, zeros)
        const r4 = rowAt(plane, 4 * i + 4 - lowRow, height, width, zeros)
        const r5 = rowAt(plane, 4 * i + 5 - lowRow, height, width, zeros)
        for (let c = 0; c < inside; c += 4) {
          const at = (<usize>c) << 2
          const a = v128.load(r0 + at)
          const b = v128.load(r1 + at)
          const d = v128.load(r2 + at)
          const e = v128.load(r3 + at)
          if (isCotangent) storeCotangent(start + at, row4, a, b, d, e)
          else storeInput(start + at, row4, a, b, d, e, v128.load(r4 + at), v128.load(r5 + at))
        }
        for (let k = 0; k < 6; k++) {
          const from = scratch + row4 * k
          if (lowColumn > 0) fillFloats(from, 0, lowColumn)
          if (length > inside + lowColumn) {
            fillFloats(from + ((<usize>(inside + lowColumn)) << 2), 0, length - inside - lowColumn)
          }
        }
        for (let k = 0; k < 6; k++) {
          let from = scratch + row4 * k
          const target = to + point * (k * 6)
          for (let j = 0; j < ofRow; j += 4, from += 64) {
            const v0 = v128.load(from)
            const v1 = v128.load(from, 16)
            const v2 = v128.load(from, 32)
            const v3 = v128.load(from, 48)
            const p = v128.shuffle<i32>(v0, v1, 0, 4, 1, 5)
            const q = v128.shuffle<i32>(v2, v3, 0, 4, 1, 5)
            const r = v128.shuffle<i32>(v0, v1, 2, 6, 3, 7)
            const s = v128.shuffle<i32>(v2, v3, 2, 6, 3, 7)
            const e0 = v128.shuffle<i32>(p, q, 0, 1, 4, 5)
            const e1 = v128.shuffle<i32>(p, q, 2, 3, 6, 7)
            const e2 = v128.shuffle<i32>(r, s, 0, 1, 4, 5)
            const e3 = v128.shuffle<i32>(r, s, 2, 3, 6, 7)
            const at = target + ((<usize>j) << 2)
            if (isCotangent) storeCotangent(at, point, e0, e1, e2, e3)
            else {
              const v4 = v128.load(from, 64)
              const e4 = v128.shuffle<i32>(e0, v4, 1, 2, 3, 4)
              const e5 = v128.shuffle<i32>(e1, v4, 1, 2, 3, 5)
              storeInput(at, point, e0, e1, e2, e3, e4, e5)
            }
          }
        }
      }
    }
  }
}

export function winogradInput(args: PaddedTiles, unit: i32, scratch: usize): void {
  transform(args, unit, scratch, false)
}

export function winogradCotangent(args: PaddedTiles, unit: i32, scratch: usize): void {
  transform(args, unit, scratch, true)
}

/** Transforms products back to outputs. */
export function winogradOutput(args: WinogradOutput, unit: i32, scratch: usize): void {
  const perUnit = args.perUnit
  const last = min(args.channels, (unit + 1) * perUnit)
  const height = args.height
  const width = args.width
  const firstRow = args.firstRow
  const rows = args.rows
  const ofRow = args.columns
  const floats = args.floats
  const point: usize = args.pointBytes
  const tiles = args.images * rows * ofRow
  const line = (<usize>width) << 2
  for (let channel = unit * perUnit; channel < last; channel++) {
    let from = args.source + ((<usize>(channel * floats)) << 2)
    let image = args.target + ((<usize>(channel * height * width)) << 2)
    let i = 0
    let j = 0
    for (let tile = 0; tile < tiles; tile += 4, from += 16) {
      for (let k = 0; k < 6; k++) {
        const at = from + point * k
        const a = v128.load(at)
        const b = v128.load(at + 6 * point)
        const c = v128.load(at + 12 * point)
        const d = v128.load(at + 18 * point)
        const e = v128.load(at + 24 * point)
        const f = v128.load(at + 30 * point)
        storeOutput(scratch + ((<usize>k) << 4), 96, a, b, c, d, e, f)
      }
      for (let r: usize = 0; r < 4; r++) {
        const at = scratch + r * 96
        const to = scratch + 384 + r * 64
        storeOutput(
          to,
          16,
          v128.load(at),
          v128.load(at, 16),
          v128.load(at, 32),
          v128.load(at, 48),
          v128.load(at, 64),
          v128.load(at, 80),
        )
        const v0 = v128.load(to)
        const v1 = v128.load(to, 16)
        const v2 = v128.load(to, 32)
        const v3 = v128.load(to, 48)
        const p = v128.shuffle<i32>(v0, v1, 0, 4, 1, 5)
        const q = v128.shuffle<i32>(v2, v3, 0, 4, 1, 5)
        const s = v128.shuffle<i32>(v0, v1, 2, 6, 3, 7)
        const t = v128.shuffle<i32>(v2, v3, 2, 6, 3, 7)
        v128.store(to, v128.shuffle<i32>(p, q, 0, 1, 4, 5))
        v128.store(to, v128.shuffle<i32>(p, q, 2, 3, 6, 7), 16)
        v128.store(to, v128.shuffle<i32>(s, t, 0, 1, 4, 5), 32)
        v128.store(to, v128.shuffle<i32>(s, t, 2, 3, 6, 7), 48)
      }
      const lanes = min(4, tiles - tile)
      for (let lane = 0; lane < lanes; lane++) {
        const row = (firstRow + i) << 2
        const column = j << 2
        let to = image + <usize>row * line + ((<usize>column) << 2)
        const some = width - column
        const values = scratch + 384 + ((<usize>lane) << 4)
        const count = min(4, height - row)
        for (let r = 0; r < count; r++, to += line) {
          const y = v128.load(values + ((<usize>r) << 6))
          if (some >= 4) v128.store(to, y)
          else storeLanes(to, y, some)
        }
        if (++j == ofRow) {
          j = 0
          if (++i == rows) {
            i = 0
            image += args.imageBytes
          }
        }
      }
    }
  }
}

/** Four values from six (A'). */
function storeOutput(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): void {
  const even = f32x4.add(b, c)
  const odd = f32x4.sub(b, c)
  const even2 = f32x4.add(d, e)
  const odd2 = f32x4.sub(d, e)
  v128.store(to, f32x4.add(f32x4.add(a, even), even2))
  v128.store(to + step, f32x4.add(odd, scaled(odd2, 2)))
  v128.store(to + 2 * step, f32x4.add(even, scaled(even2, 4)))
  v128.store(to + 3 * step, f32x4.add(f32x4.add(odd, scaled(odd2, 8)), f))
}

/** Six values from three (G). */
function storeKernel(to: usize, step: usize, a: v128, b: v128, c: v128): void {
  v128.store(to, scaled(a, 0.25))
  const outer = f32x4.add(a, c)
  v128.store(to + step, scaled(f32x4.add(outer, b), -1.0 / 6.0))
  v128.store(to + 2 * step, scaled(f32x4.sub(outer, b), -1.0 / 6.0))
  const far = f32x4.add(scaled(a, 1.0 / 24.0), scaled(c, 1.0 / 6.0))
  const near = scaled(b, 1.0 / 12.0)
  v128.store(to + 3 * step, f32x4.add(far, near))
  v128.store(to + 4 * step, f32x4.sub(far, near))
  v128.store(to + 5 * step, c)
}

/** Four weights, `step` bytes apart. */
function gather(at: usize, step: usize): v128 {
  const lanes = v128.load32_lane(at + step, v128.load32_zero(at), 1)
  return v128.load32_lane(at + 3 * step, v128.load32_lane(at + 2 * step, lanes, 2), 3)
}

/**
 * Transforms kernels into packed rows, [36 points][panel][k][row]; panels have five rows or four. Or into [36
 * points][k][row].
 */
export function winogradKernel(args: WinogradKernel, unit: i32, scratch: usize): void {
  const perUnit = args.perUnit
  const last = min(args.panels, (unit + 1) * perUnit)
  const rowStep: usize = args.rowStride
  const step: usize = args.depthStride
  const tap: usize = args.tapStride
  const count = args.depth
  const point: usize = args.pointBytes
  const whole = args.wholeRows
  for (let panel = unit * perUnit; panel < last; panel++) {
    let height = 4
    let row = min(panel << 2, whole - 4)
    if (whole == 0) {
      findPanel(args.panelsByHeight, panel)
      height = heightOfPanel()
      row = rowOfPanel()
    }
    const bytes = (<usize>(whole == 0 ? height : whole)) << 2
    // Five rows are two vectors that share three.
    for (let first = 0; first <= height - 4; first++) {
      let from = args.source + args.firstTap + <usize>(row + first) * rowStep
      let to = args.target + ((<usize>(whole == 0 ? row * count + first : row)) << 2)
      for (let k = 0; k < count; k++, from += step, to += bytes) {
        for (let q: usize = 0; q < 3; q++) {
          const at = from + q * tap
          storeKernel(
            scratch + (q << 4),
            48,
            gather(at, rowStep),
            gather(at + 3 * tap, rowStep),
            gather(at + 6 * tap, rowStep),
          )
        }
        for (let r: usize = 0; r < 6; r++) {
          const at = scratch + r * 48
          storeKernel(to + r * 6 * point, point, v128.load(at), v128.load(at, 16), v128.load(at, 32))
        }
      }
    }
  }
}

/** Three values from six (G'). */
function storeTaps(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): void {
  const even = scaled(f32x4.add(b, c), -1.0 / 6.0)
  const odd = scaled(f32x4.sub(c, b), 1.0 / 6.0)
  const far = f32x4.add(d, e)
  v128.store(to, f32x4.add(f32x4.add(scaled(a, 0.25), even), scaled(far, 1.0 / 24.0)))
  v128.store(to + step, f32x4.add(odd, scaled(f32x4.sub(d, e), 1.0 / 12.0)))
  v128.store(to + 2 * step, f32x4.add(f32x4.add(even, scaled(far, 1.0 / 6.0)), f))
}

/**
 * Transforms products, [36 points][rows][columns], back to kernels, [rows][columns][9]. Repeated from winogradOutput:
 * the six loads of a row are the six arguments of its transform, and AssemblyScript has no function values to pass it
 * by.
 */
export function winogradFilter(args: WinogradFilter, unit: i32, scratch: usize): void {
  const perUnit = args.perUnit
  const last = min(args.rows, (unit + 1) * perUnit)
  const columns = args.columns
  const point: usize = args.pointBytes
  for (let row = unit * perUnit; row < last; row++) {
    for (let first = 0; first < columns; first += 4) {
      const column = min(first, columns - 4)
      const from = args.source + ((<usize>(row * columns + column)) << 2)
      for (let k = 0; k < 6; k++) {
        const at = from + point * k
        storeTaps(
          scratch + ((<usize>k) << 4),
          96,
          v128.load(at),
          v128.load(at + 6 * point),
          v128.load(at + 12 * point),
          v128.load(at + 18 * point),
          v128.load(at + 24 * point),
          v128.load(at + 30 * point),
        )
      }
      let to = args.target + <usize>((row * columns + column) * 36)
      for (let p: usize = 0; p < 3; p++, to += 12) {
        const at = scratch + p * 96
        const taps = scratch + 384
        storeTaps(
          taps,
          16,
          v128.load(at),
          v128.load(at, 16),
          v128.load(at, 32),
          v128.load(at, 48),
          v128.load(at, 64),
          v128.load(at, 80),
        )
        for (let q: usize = 0; q < 3; q++) {
          const y = v128.load(taps + (q << 4))
          const at = to + (q << 2)
          v128.store32_lane(at, y, 0)
          v128.store32_lane(at, y, 1, 36)
          v128.store32_lane(at, y, 2, 72)
          v128.store32_lane(at, y, 3, 108)
        }
      }
    }
  }
}
