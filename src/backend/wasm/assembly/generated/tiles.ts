/**
 * @file The register tiles of the product, written by `npm run build:wasm` from `registerTiles.ts`; not to be edited.
 *
 *     y[r * yRow + yv[..]] = sum over k of a[k * rows + r] * b[table[k] + xv[..]]
 *
 * A is packed, B is read where it lies: `table` holds the byte offset of every k. There is at least one k.
 */
import { madd } from '../math'

export function tile5x2(
  a: usize,
  table: usize,
  count: i32,
  x0: usize,
  x1: usize,
  y0: usize,
  y1: usize,
  yRow: usize,
): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  let s40 = s00
  let s41 = s00
  {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  table += 4
  a += 20
  for (; table < end; table += 4, a += 20) {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  v128.store(y0, s00)
  v128.store(y1, s01)
  y0 += yRow
  y1 += yRow
  v128.store(y0, s10)
  v128.store(y1, s11)
  y0 += yRow
  y1 += yRow
  v128.store(y0, s20)
  v128.store(y1, s21)
  y0 += yRow
  y1 += yRow
  v128.store(y0, s30)
  v128.store(y1, s31)
  y0 += yRow
  y1 += yRow
  v128.store(y0, s40)
  v128.store(y1, s41)
}

export function tile4x2(
  a: usize,
  table: usize,
  count: i32,
  x0: usize,
  x1: usize,
  y0: usize,
  y1: usize,
  yRow: usize,
): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
  }
  table += 4
  a += 16
  for (; table < end; table += 4, a += 16) {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
  }
  v128.store(y0, s00)
  v128.store(y1, s01)
  y0 += yRow
  y1 += yRow
  v128.store(y0, s10)
  v128.store(y1, s11)
  y0 += yRow
  y1 += yRow
  v128.store(y0, s20)
  v128.store(y1, s21)
  y0 += yRow
  y1 += yRow
  v128.store(y0, s30)
  v128.store(y1, s31)
}

export function tile3x3(
  a: usize,
  table: usize,
  count: i32,
  x0: usize,
  x1: usize,
  x2: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  yRow: usize,
): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s10 = s00
  let s11 = s00
  let s12 = s00
  let s20 = s00
  let s21 = s00
  let s22 = s00
  {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const b2 = v128.load(x2 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    s22 = madd(a2, b2, s22)
  }
  table += 4
  a += 12
  for (; table < end; table += 4, a += 12) {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const b2 = v128.load(x2 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    s22 = madd(a2, b2, s22)
  }
  v128.store(y0, s00)
  v128.store(y1, s01)
  v128.store(y2, s02)
  y0 += yRow
  y1 += yRow
  y2 += yRow
  v128.store(y0, s10)
  v128.store(y1, s11)
  v128.store(y2, s12)
  y0 += yRow
  y1 += yRow
  y2 += yRow
  v128.store(y0, s20)
  v128.store(y1, s21)
  v128.store(y2, s22)
}

export function tile2x4(
  a: usize,
  table: usize,
  count: i32,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
  yRow: usize,
): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s03 = s00
  let s10 = s00
  let s11 = s00
  let s12 = s00
  let s13 = s00
  {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const b2 = v128.load(x2 + at)
    const b3 = v128.load(x3 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    s13 = madd(a1, b3, s13)
  }
  table += 4
  a += 8
  for (; table < end; table += 4, a += 8) {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const b2 = v128.load(x2 + at)
    const b3 = v128.load(x3 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    s13 = madd(a1, b3, s13)
  }
  v128.store(y0, s00)
  v128.store(y1, s01)
  v128.store(y2, s02)
  v128.store(y3, s03)
  y0 += yRow
  y1 += yRow
  y2 += yRow
  y3 += yRow
  v128.store(y0, s10)
  v128.store(y1, s11)
  v128.store(y2, s12)
  v128.store(y3, s13)
}

export function tile1x4(
  a: usize,
  table: usize,
  count: i32,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
  yRow: usize,
): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s03 = s00
  {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const b2 = v128.load(x2 + at)
    const b3 = v128.load(x3 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
  }
  table += 4
  a += 4
  for (; table < end; table += 4, a += 4) {
    const at: usize = load<u32>(table)
    const b0 = v128.load(x0 + at)
    const b1 = v128.load(x1 + at)
    const b2 = v128.load(x2 + at)
    const b3 = v128.load(x3 + at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
  }
  v128.store(y0, s00)
  v128.store(y1, s01)
  v128.store(y2, s02)
  v128.store(y3, s03)
}

export function row5x2(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  let s40 = s00
  let s41 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  table += 4
  a += 20
  for (; table < end; table += 4, a += 20) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  y += yRow
  v128.store(y, s10)
  v128.store(y, s11, 16)
  y += yRow
  v128.store(y, s20)
  v128.store(y, s21, 16)
  y += yRow
  v128.store(y, s30)
  v128.store(y, s31, 16)
  y += yRow
  v128.store(y, s40)
  v128.store(y, s41, 16)
}

export function row5x1(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s10 = s00
  let s20 = s00
  let s30 = s00
  let s40 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
  }
  table += 4
  a += 20
  for (; table < end; table += 4, a += 20) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
  }
  v128.store(y, s00)
  y += yRow
  v128.store(y, s10)
  y += yRow
  v128.store(y, s20)
  y += yRow
  v128.store(y, s30)
  y += yRow
  v128.store(y, s40)
}

export function row4x2(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
  }
  table += 4
  a += 16
  for (; table < end; table += 4, a += 16) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  y += yRow
  v128.store(y, s10)
  v128.store(y, s11, 16)
  y += yRow
  v128.store(y, s20)
  v128.store(y, s21, 16)
  y += yRow
  v128.store(y, s30)
  v128.store(y, s31, 16)
}

export function row4x1(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s10 = s00
  let s20 = s00
  let s30 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
  }
  table += 4
  a += 16
  for (; table < end; table += 4, a += 16) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
  }
  v128.store(y, s00)
  y += yRow
  v128.store(y, s10)
  y += yRow
  v128.store(y, s20)
  y += yRow
  v128.store(y, s30)
}

export function row3x3(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s10 = s00
  let s11 = s00
  let s12 = s00
  let s20 = s00
  let s21 = s00
  let s22 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const b2 = v128.load(at, 32)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    s22 = madd(a2, b2, s22)
  }
  table += 4
  a += 12
  for (; table < end; table += 4, a += 12) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const b2 = v128.load(at, 32)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    s22 = madd(a2, b2, s22)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  v128.store(y, s02, 32)
  y += yRow
  v128.store(y, s10)
  v128.store(y, s11, 16)
  v128.store(y, s12, 32)
  y += yRow
  v128.store(y, s20)
  v128.store(y, s21, 16)
  v128.store(y, s22, 32)
}

export function row3x1(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s10 = s00
  let s20 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
  }
  table += 4
  a += 12
  for (; table < end; table += 4, a += 12) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
  }
  v128.store(y, s00)
  y += yRow
  v128.store(y, s10)
  y += yRow
  v128.store(y, s20)
}

export function row2x4(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s03 = s00
  let s10 = s00
  let s11 = s00
  let s12 = s00
  let s13 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const b2 = v128.load(at, 32)
    const b3 = v128.load(at, 48)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    s13 = madd(a1, b3, s13)
  }
  table += 4
  a += 8
  for (; table < end; table += 4, a += 8) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const b2 = v128.load(at, 32)
    const b3 = v128.load(at, 48)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    s13 = madd(a1, b3, s13)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  v128.store(y, s02, 32)
  v128.store(y, s03, 48)
  y += yRow
  v128.store(y, s10)
  v128.store(y, s11, 16)
  v128.store(y, s12, 32)
  v128.store(y, s13, 48)
}

export function row2x1(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s10 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
  }
  table += 4
  a += 8
  for (; table < end; table += 4, a += 8) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
  }
  v128.store(y, s00)
  y += yRow
  v128.store(y, s10)
}

export function row1x4(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s03 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const b2 = v128.load(at, 32)
    const b3 = v128.load(at, 48)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
  }
  table += 4
  a += 4
  for (; table < end; table += 4, a += 4) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const b1 = v128.load(at, 16)
    const b2 = v128.load(at, 32)
    const b3 = v128.load(at, 48)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  v128.store(y, s02, 32)
  v128.store(y, s03, 48)
}

export function row1x1(a: usize, table: usize, count: i32, x: usize, y: usize, yRow: usize): void {
  const end = table + ((<usize>count) << 2)
  let s00 = f32x4.splat(0)
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
  }
  table += 4
  a += 4
  for (; table < end; table += 4, a += 4) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(at)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
  }
  v128.store(y, s00)
}

export function step5x2(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 20)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  let s40 = s00
  let s41 = s00
  {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  x += step
  a += 20
  for (; a < end; x += step, a += 20) {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  y += yRow
  v128.store(y, s10)
  v128.store(y, s11, 16)
  y += yRow
  v128.store(y, s20)
  v128.store(y, s21, 16)
  y += yRow
  v128.store(y, s30)
  v128.store(y, s31, 16)
  y += yRow
  v128.store(y, s40)
  v128.store(y, s41, 16)
}

export function step5x1(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 20)
  let s00 = f32x4.splat(0)
  let s10 = s00
  let s20 = s00
  let s30 = s00
  let s40 = s00
  {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
  }
  x += step
  a += 20
  for (; a < end; x += step, a += 20) {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    const a4 = v128.load32_splat(a, 16)
    s40 = madd(a4, b0, s40)
  }
  v128.store(y, s00)
  y += yRow
  v128.store(y, s10)
  y += yRow
  v128.store(y, s20)
  y += yRow
  v128.store(y, s30)
  y += yRow
  v128.store(y, s40)
}

export function step4x2(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 16)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
  }
  x += step
  a += 16
  for (; a < end; x += step, a += 16) {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  y += yRow
  v128.store(y, s10)
  v128.store(y, s11, 16)
  y += yRow
  v128.store(y, s20)
  v128.store(y, s21, 16)
  y += yRow
  v128.store(y, s30)
  v128.store(y, s31, 16)
}

export function step4x1(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 16)
  let s00 = f32x4.splat(0)
  let s10 = s00
  let s20 = s00
  let s30 = s00
  {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
  }
  x += step
  a += 16
  for (; a < end; x += step, a += 16) {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    const a3 = v128.load32_splat(a, 12)
    s30 = madd(a3, b0, s30)
  }
  v128.store(y, s00)
  y += yRow
  v128.store(y, s10)
  y += yRow
  v128.store(y, s20)
  y += yRow
  v128.store(y, s30)
}

export function step3x3(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 12)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s10 = s00
  let s11 = s00
  let s12 = s00
  let s20 = s00
  let s21 = s00
  let s22 = s00
  {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const b2 = v128.load(x, 32)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    s22 = madd(a2, b2, s22)
  }
  x += step
  a += 12
  for (; a < end; x += step, a += 12) {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const b2 = v128.load(x, 32)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    s22 = madd(a2, b2, s22)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  v128.store(y, s02, 32)
  y += yRow
  v128.store(y, s10)
  v128.store(y, s11, 16)
  v128.store(y, s12, 32)
  y += yRow
  v128.store(y, s20)
  v128.store(y, s21, 16)
  v128.store(y, s22, 32)
}

export function step3x1(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 12)
  let s00 = f32x4.splat(0)
  let s10 = s00
  let s20 = s00
  {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
  }
  x += step
  a += 12
  for (; a < end; x += step, a += 12) {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    const a2 = v128.load32_splat(a, 8)
    s20 = madd(a2, b0, s20)
  }
  v128.store(y, s00)
  y += yRow
  v128.store(y, s10)
  y += yRow
  v128.store(y, s20)
}

export function step2x4(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 8)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s03 = s00
  let s10 = s00
  let s11 = s00
  let s12 = s00
  let s13 = s00
  {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const b2 = v128.load(x, 32)
    const b3 = v128.load(x, 48)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    s13 = madd(a1, b3, s13)
  }
  x += step
  a += 8
  for (; a < end; x += step, a += 8) {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const b2 = v128.load(x, 32)
    const b3 = v128.load(x, 48)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    s12 = madd(a1, b2, s12)
    s13 = madd(a1, b3, s13)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  v128.store(y, s02, 32)
  v128.store(y, s03, 48)
  y += yRow
  v128.store(y, s10)
  v128.store(y, s11, 16)
  v128.store(y, s12, 32)
  v128.store(y, s13, 48)
}

export function step2x1(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 8)
  let s00 = f32x4.splat(0)
  let s10 = s00
  {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
  }
  x += step
  a += 8
  for (; a < end; x += step, a += 8) {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    const a1 = v128.load32_splat(a, 4)
    s10 = madd(a1, b0, s10)
  }
  v128.store(y, s00)
  y += yRow
  v128.store(y, s10)
}

export function step1x4(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 4)
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s03 = s00
  {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const b2 = v128.load(x, 32)
    const b3 = v128.load(x, 48)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
  }
  x += step
  a += 4
  for (; a < end; x += step, a += 4) {
    const b0 = v128.load(x)
    const b1 = v128.load(x, 16)
    const b2 = v128.load(x, 32)
    const b3 = v128.load(x, 48)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    s02 = madd(a0, b2, s02)
    s03 = madd(a0, b3, s03)
  }
  v128.store(y, s00)
  v128.store(y, s01, 16)
  v128.store(y, s02, 32)
  v128.store(y, s03, 48)
}

export function step1x1(a: usize, x: usize, step: usize, count: i32, y: usize, yRow: usize): void {
  const end = a + <usize>(count * 4)
  let s00 = f32x4.splat(0)
  {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
  }
  x += step
  a += 4
  for (; a < end; x += step, a += 4) {
    const b0 = v128.load(x)
    const a0 = v128.load32_splat(a)
    s00 = madd(a0, b0, s00)
  }
  v128.store(y, s00)
}

/**
 * Ten sums of products over pixels: five taps by two vectors of channels of the cotangent. The pixels of x lie at the
 * offsets from `table` to `end`, those of the cotangent one after the other from `y`.
 */
export function taps5x2(
  table: usize,
  end: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  x4: usize,
  y: usize,
): void {
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  let s40 = s00
  let s41 = s00
  {
    const at: usize = load<u32>(table)
    const b0 = v128.load(y)
    const b1 = v128.load(y, 16)
    const a0 = v128.load32_splat(x0 + at)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(x1 + at)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(x2 + at)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(x3 + at)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(x4 + at)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  table += 4
  y += 32
  for (; table < end; table += 4, y += 32) {
    const at: usize = load<u32>(table)
    const b0 = v128.load(y)
    const b1 = v128.load(y, 16)
    const a0 = v128.load32_splat(x0 + at)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(x1 + at)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(x2 + at)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(x3 + at)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(x4 + at)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  v128.store(end, s00, 0)
  v128.store(end, s01, 16)
  v128.store(end, s10, 32)
  v128.store(end, s11, 48)
  v128.store(end, s20, 64)
  v128.store(end, s21, 80)
  v128.store(end, s30, 96)
  v128.store(end, s31, 112)
  v128.store(end, s40, 128)
  v128.store(end, s41, 144)
}

/**
 * The same where the five taps are neighbours in memory. It is also the product of five neighbouring pixels at `x`, plus
 * the offsets of a table, with eight packed columns from `y`.
 */
export function pixels5x2(table: usize, end: usize, x: usize, y: usize): void {
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  let s40 = s00
  let s41 = s00
  {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(y)
    const b1 = v128.load(y, 16)
    const a0 = v128.load32_splat(at)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(at, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(at, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(at, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(at, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  table += 4
  y += 32
  for (; table < end; table += 4, y += 32) {
    const at: usize = x + <usize>load<u32>(table)
    const b0 = v128.load(y)
    const b1 = v128.load(y, 16)
    const a0 = v128.load32_splat(at)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load32_splat(at, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load32_splat(at, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load32_splat(at, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load32_splat(at, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  v128.store(end, s00, 0)
  v128.store(end, s01, 16)
  v128.store(end, s10, 32)
  v128.store(end, s11, 48)
  v128.store(end, s20, 64)
  v128.store(end, s21, 80)
  v128.store(end, s30, 96)
  v128.store(end, s31, 112)
  v128.store(end, s40, 128)
  v128.store(end, s41, 144)
}

/**
 * Ten inner products, lane by lane: five taps by two channels of the cotangent. Vectors of x and of the cotangent lie at
 * the pairs of offsets from `list` to `end`.
 */
export function dots5x2(
  list: usize,
  end: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  x4: usize,
  y0: usize,
  y1: usize,
): void {
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  let s40 = s00
  let s41 = s00
  {
    const x: usize = load<u32>(list)
    const y: usize = load<u32>(list, 4)
    const b0 = v128.load(y0 + y)
    const b1 = v128.load(y1 + y)
    const a0 = v128.load(x0 + x)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load(x1 + x)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load(x2 + x)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load(x3 + x)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load(x4 + x)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  list += 8
  for (; list < end; list += 8) {
    const x: usize = load<u32>(list)
    const y: usize = load<u32>(list, 4)
    const b0 = v128.load(y0 + y)
    const b1 = v128.load(y1 + y)
    const a0 = v128.load(x0 + x)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load(x1 + x)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load(x2 + x)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load(x3 + x)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load(x4 + x)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  v128.store(end, s00, 0)
  v128.store(end, s01, 16)
  v128.store(end, s10, 32)
  v128.store(end, s11, 48)
  v128.store(end, s20, 64)
  v128.store(end, s21, 80)
  v128.store(end, s30, 96)
  v128.store(end, s31, 112)
  v128.store(end, s40, 128)
  v128.store(end, s41, 144)
}

/** The same where the five taps are neighbours in memory. */
export function neighbours5x2(list: usize, end: usize, x: usize, y0: usize, y1: usize): void {
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  let s40 = s00
  let s41 = s00
  {
    const at: usize = x + <usize>load<u32>(list)
    const y: usize = load<u32>(list, 4)
    const b0 = v128.load(y0 + y)
    const b1 = v128.load(y1 + y)
    const a0 = v128.load(at)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load(at, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load(at, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load(at, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load(at, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  list += 8
  for (; list < end; list += 8) {
    const at: usize = x + <usize>load<u32>(list)
    const y: usize = load<u32>(list, 4)
    const b0 = v128.load(y0 + y)
    const b1 = v128.load(y1 + y)
    const a0 = v128.load(at)
    s00 = madd(a0, b0, s00)
    s01 = madd(a0, b1, s01)
    const a1 = v128.load(at, 4)
    s10 = madd(a1, b0, s10)
    s11 = madd(a1, b1, s11)
    const a2 = v128.load(at, 8)
    s20 = madd(a2, b0, s20)
    s21 = madd(a2, b1, s21)
    const a3 = v128.load(at, 12)
    s30 = madd(a3, b0, s30)
    s31 = madd(a3, b1, s31)
    const a4 = v128.load(at, 16)
    s40 = madd(a4, b0, s40)
    s41 = madd(a4, b1, s41)
  }
  v128.store(end, s00, 0)
  v128.store(end, s01, 16)
  v128.store(end, s10, 32)
  v128.store(end, s11, 48)
  v128.store(end, s20, 64)
  v128.store(end, s21, 80)
  v128.store(end, s30, 96)
  v128.store(end, s31, 112)
  v128.store(end, s40, 128)
  v128.store(end, s41, 144)
}

/**
 * Multiplies and adds in 12 independent vectors, without other work: the most that a core computes. The
 * vectors lie at `y`; `count` products are added to each, 4 at a time. `npm run bench -- --peak` times it.
 */
export function multiplyAdds(count: i32, y: usize): void {
  const a = v128.load(y)
  const b = v128.load(y, 16)
  let s0 = v128.load(y)
  let s1 = v128.load(y, 16)
  let s2 = v128.load(y, 32)
  let s3 = v128.load(y, 48)
  let s4 = v128.load(y, 64)
  let s5 = v128.load(y, 80)
  let s6 = v128.load(y, 96)
  let s7 = v128.load(y, 112)
  let s8 = v128.load(y, 128)
  let s9 = v128.load(y, 144)
  let s10 = v128.load(y, 160)
  let s11 = v128.load(y, 176)
  for (; count > 0; count -= 4) {
    s0 = madd(a, b, s0)
    s1 = madd(a, b, s1)
    s2 = madd(a, b, s2)
    s3 = madd(a, b, s3)
    s4 = madd(a, b, s4)
    s5 = madd(a, b, s5)
    s6 = madd(a, b, s6)
    s7 = madd(a, b, s7)
    s8 = madd(a, b, s8)
    s9 = madd(a, b, s9)
    s10 = madd(a, b, s10)
    s11 = madd(a, b, s11)
    s0 = madd(a, b, s0)
    s1 = madd(a, b, s1)
    s2 = madd(a, b, s2)
    s3 = madd(a, b, s3)
    s4 = madd(a, b, s4)
    s5 = madd(a, b, s5)
    s6 = madd(a, b, s6)
    s7 = madd(a, b, s7)
    s8 = madd(a, b, s8)
    s9 = madd(a, b, s9)
    s10 = madd(a, b, s10)
    s11 = madd(a, b, s11)
    s0 = madd(a, b, s0)
    s1 = madd(a, b, s1)
    s2 = madd(a, b, s2)
    s3 = madd(a, b, s3)
    s4 = madd(a, b, s4)
    s5 = madd(a, b, s5)
    s6 = madd(a, b, s6)
    s7 = madd(a, b, s7)
    s8 = madd(a, b, s8)
    s9 = madd(a, b, s9)
    s10 = madd(a, b, s10)
    s11 = madd(a, b, s11)
    s0 = madd(a, b, s0)
    s1 = madd(a, b, s1)
    s2 = madd(a, b, s2)
    s3 = madd(a, b, s3)
    s4 = madd(a, b, s4)
    s5 = madd(a, b, s5)
    s6 = madd(a, b, s6)
    s7 = madd(a, b, s7)
    s8 = madd(a, b, s8)
    s9 = madd(a, b, s9)
    s10 = madd(a, b, s10)
    s11 = madd(a, b, s11)
  }
  v128.store(y, s0)
  v128.store(y, s1, 16)
  v128.store(y, s2, 32)
  v128.store(y, s3, 48)
  v128.store(y, s4, 64)
  v128.store(y, s5, 80)
  v128.store(y, s6, 96)
  v128.store(y, s7, 112)
  v128.store(y, s8, 128)
  v128.store(y, s9, 144)
  v128.store(y, s10, 160)
  v128.store(y, s11, 176)
}
