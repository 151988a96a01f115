/**
 * @file Tiles that read the second matrix by rows, written by `npm run build:wasm` from `rowTiles.ts`; not to be edited.
 *
 * Rows of x lie `below` bytes apart, four rows of w `step1` to `step3` after the first. Sums are stored from `to` on.
 */
import { madd } from '../math'

/** One entry of four rows. */
function columnAt(w: usize, step1: usize, step2: usize, step3: usize): v128 {
  const two = f32x4.replace_lane(f32x4.splat(load<f32>(w)), 1, load<f32>(w + step1))
  return f32x4.replace_lane(f32x4.replace_lane(two, 2, load<f32>(w + step2)), 3, load<f32>(w + step3))
}

export function rows1x1(
  x: usize,
  below: usize,
  w: usize,
  step1: usize,
  step2: usize,
  step3: usize,
  count: i32,
  to: usize,
): void {
  let s00 = f32x4.splat(0)
  const whole = x + ((<usize>(count & ~3)) << 2)
  for (; x < whole; x += 16, w += 16) {
    const w00 = v128.load(w)
    const w01 = v128.load(w + step1)
    const w02 = v128.load(w + step2)
    const w03 = v128.load(w + step3)
    const t00 = v128.shuffle<i32>(w00, w01, 0, 4, 1, 5)
    const t01 = v128.shuffle<i32>(w02, w03, 0, 4, 1, 5)
    const t02 = v128.shuffle<i32>(w00, w01, 2, 6, 3, 7)
    const t03 = v128.shuffle<i32>(w02, w03, 2, 6, 3, 7)
    const c00 = v128.shuffle<i64>(t00, t01, 0, 2)
    const c01 = v128.shuffle<i64>(t00, t01, 1, 3)
    const c02 = v128.shuffle<i64>(t02, t03, 0, 2)
    const c03 = v128.shuffle<i64>(t02, t03, 1, 3)
    {
      const a = v128.load32_splat(x)
      s00 = madd(a, c00, s00)
    }
    {
      const a = v128.load32_splat(x, 4)
      s00 = madd(a, c01, s00)
    }
    {
      const a = v128.load32_splat(x, 8)
      s00 = madd(a, c02, s00)
    }
    {
      const a = v128.load32_splat(x, 12)
      s00 = madd(a, c03, s00)
    }
  }
  for (let k = count & 3; k > 0; k--, x += 4, w += 4) {
    const c0 = columnAt(w, step1, step2, step3)
    {
      const a = v128.load32_splat(x)
      s00 = madd(a, c0, s00)
    }
  }
  v128.store(to, s00)
}

export function rows4x1(
  x: usize,
  below: usize,
  w: usize,
  step1: usize,
  step2: usize,
  step3: usize,
  count: i32,
  to: usize,
): void {
  let s00 = f32x4.splat(0)
  let s10 = s00
  let s20 = s00
  let s30 = s00
  let x2 = x + below
  let x3 = x + 2 * below
  let x4 = x + 3 * below
  const whole = x + ((<usize>(count & ~3)) << 2)
  for (; x < whole; x += 16, x2 += 16, x3 += 16, x4 += 16, w += 16) {
    const w00 = v128.load(w)
    const w01 = v128.load(w + step1)
    const w02 = v128.load(w + step2)
    const w03 = v128.load(w + step3)
    const t00 = v128.shuffle<i32>(w00, w01, 0, 4, 1, 5)
    const t01 = v128.shuffle<i32>(w02, w03, 0, 4, 1, 5)
    const t02 = v128.shuffle<i32>(w00, w01, 2, 6, 3, 7)
    const t03 = v128.shuffle<i32>(w02, w03, 2, 6, 3, 7)
    const c00 = v128.shuffle<i64>(t00, t01, 0, 2)
    const c01 = v128.shuffle<i64>(t00, t01, 1, 3)
    const c02 = v128.shuffle<i64>(t02, t03, 0, 2)
    const c03 = v128.shuffle<i64>(t02, t03, 1, 3)
    {
      const a = v128.load32_splat(x)
      s00 = madd(a, c00, s00)
    }
    {
      const a = v128.load32_splat(x2)
      s10 = madd(a, c00, s10)
    }
    {
      const a = v128.load32_splat(x3)
      s20 = madd(a, c00, s20)
    }
    {
      const a = v128.load32_splat(x4)
      s30 = madd(a, c00, s30)
    }
    {
      const a = v128.load32_splat(x, 4)
      s00 = madd(a, c01, s00)
    }
    {
      const a = v128.load32_splat(x2, 4)
      s10 = madd(a, c01, s10)
    }
    {
      const a = v128.load32_splat(x3, 4)
      s20 = madd(a, c01, s20)
    }
    {
      const a = v128.load32_splat(x4, 4)
      s30 = madd(a, c01, s30)
    }
    {
      const a = v128.load32_splat(x, 8)
      s00 = madd(a, c02, s00)
    }
    {
      const a = v128.load32_splat(x2, 8)
      s10 = madd(a, c02, s10)
    }
    {
      const a = v128.load32_splat(x3, 8)
      s20 = madd(a, c02, s20)
    }
    {
      const a = v128.load32_splat(x4, 8)
      s30 = madd(a, c02, s30)
    }
    {
      const a = v128.load32_splat(x, 12)
      s00 = madd(a, c03, s00)
    }
    {
      const a = v128.load32_splat(x2, 12)
      s10 = madd(a, c03, s10)
    }
    {
      const a = v128.load32_splat(x3, 12)
      s20 = madd(a, c03, s20)
    }
    {
      const a = v128.load32_splat(x4, 12)
      s30 = madd(a, c03, s30)
    }
  }
  for (let k = count & 3; k > 0; k--, x += 4, x2 += 4, x3 += 4, x4 += 4, w += 4) {
    const c0 = columnAt(w, step1, step2, step3)
    {
      const a = v128.load32_splat(x)
      s00 = madd(a, c0, s00)
    }
    {
      const a = v128.load32_splat(x2)
      s10 = madd(a, c0, s10)
    }
    {
      const a = v128.load32_splat(x3)
      s20 = madd(a, c0, s20)
    }
    {
      const a = v128.load32_splat(x4)
      s30 = madd(a, c0, s30)
    }
  }
  v128.store(to, s00)
  v128.store(to, s10, 16)
  v128.store(to, s20, 32)
  v128.store(to, s30, 48)
}

export function rows1x4(
  x: usize,
  below: usize,
  w: usize,
  step1: usize,
  step2: usize,
  step3: usize,
  count: i32,
  to: usize,
): void {
  let s00 = f32x4.splat(0)
  let s01 = s00
  let s02 = s00
  let s03 = s00
  let wb = w + 4 * step1
  let wc = w + 8 * step1
  let wd = w + 12 * step1
  const whole = x + ((<usize>(count & ~3)) << 2)
  for (; x < whole; x += 16, w += 16, wb += 16, wc += 16, wd += 16) {
    const w00 = v128.load(w)
    const w01 = v128.load(w + step1)
    const w02 = v128.load(w + step2)
    const w03 = v128.load(w + step3)
    const t00 = v128.shuffle<i32>(w00, w01, 0, 4, 1, 5)
    const t01 = v128.shuffle<i32>(w02, w03, 0, 4, 1, 5)
    const t02 = v128.shuffle<i32>(w00, w01, 2, 6, 3, 7)
    const t03 = v128.shuffle<i32>(w02, w03, 2, 6, 3, 7)
    const c00 = v128.shuffle<i64>(t00, t01, 0, 2)
    const c01 = v128.shuffle<i64>(t00, t01, 1, 3)
    const c02 = v128.shuffle<i64>(t02, t03, 0, 2)
    const c03 = v128.shuffle<i64>(t02, t03, 1, 3)
    const w10 = v128.load(wb)
    const w11 = v128.load(wb + step1)
    const w12 = v128.load(wb + step2)
    const w13 = v128.load(wb + step3)
    const t10 = v128.shuffle<i32>(w10, w11, 0, 4, 1, 5)
    const t11 = v128.shuffle<i32>(w12, w13, 0, 4, 1, 5)
    const t12 = v128.shuffle<i32>(w10, w11, 2, 6, 3, 7)
    const t13 = v128.shuffle<i32>(w12, w13, 2, 6, 3, 7)
    const c10 = v128.shuffle<i64>(t10, t11, 0, 2)
    const c11 = v128.shuffle<i64>(t10, t11, 1, 3)
    const c12 = v128.shuffle<i64>(t12, t13, 0, 2)
    const c13 = v128.shuffle<i64>(t12, t13, 1, 3)
    const w20 = v128.load(wc)
    const w21 = v128.load(wc + step1)
    const w22 = v128.load(wc + step2)
    const w23 = v128.load(wc + step3)
    const t20 = v128.shuffle<i32>(w20, w21, 0, 4, 1, 5)
    const t21 = v128.shuffle<i32>(w22, w23, 0, 4, 1, 5)
    const t22 = v128.shuffle<i32>(w20, w21, 2, 6, 3, 7)
    const t23 = v128.shuffle<i32>(w22, w23, 2, 6, 3, 7)
    const c20 = v128.shuffle<i64>(t20, t21, 0, 2)
    const c21 = v128.shuffle<i64>(t20, t21, 1, 3)
    const c22 = v128.shuffle<i64>(t22, t23, 0, 2)
    const c23 = v128.shuffle<i64>(t22, t23, 1, 3)
    const w30 = v128.load(wd)
    const w31 = v128.load(wd + step1)
    const w32 = v128.load(wd + step2)
    const w33 = v128.load(wd + step3)
    const t30 = v128.shuffle<i32>(w30, w31, 0, 4, 1, 5)
    const t31 = v128.shuffle<i32>(w32, w33, 0, 4, 1, 5)
    const t32 = v128.shuffle<i32>(w30, w31, 2, 6, 3, 7)
    const t33 = v128.shuffle<i32>(w32, w33, 2, 6, 3, 7)
    const c30 = v128.shuffle<i64>(t30, t31, 0, 2)
    const c31 = v128.shuffle<i64>(t30, t31, 1, 3)
    const c32 = v128.shuffle<i64>(t32, t33, 0, 2)
    const c33 = v128.shuffle<i64>(t32, t33, 1, 3)
    {
      const a = v128.load32_splat(x)
      s00 = madd(a, c00, s00)
      s01 = madd(a, c10, s01)
      s02 = madd(a, c20, s02)
      s03 = madd(a, c30, s03)
    }
    {
      const a = v128.load32_splat(x, 4)
      s00 = madd(a, c01, s00)
      s01 = madd(a, c11, s01)
      s02 = madd(a, c21, s02)
      s03 = madd(a, c31, s03)
    }
    {
      const a = v128.load32_splat(x, 8)
      s00 = madd(a, c02, s00)
      s01 = madd(a, c12, s01)
      s02 = madd(a, c22, s02)
      s03 = madd(a, c32, s03)
    }
    {
      const a = v128.load32_splat(x, 12)
      s00 = madd(a, c03, s00)
      s01 = madd(a, c13, s01)
      s02 = madd(a, c23, s02)
      s03 = madd(a, c33, s03)
    }
  }
  for (let k = count & 3; k > 0; k--, x += 4, w += 4, wb += 4, wc += 4, wd += 4) {
    const c0 = columnAt(w, step1, step2, step3)
    const c1 = columnAt(wb, step1, step2, step3)
    const c2 = columnAt(wc, step1, step2, step3)
    const c3 = columnAt(wd, step1, step2, step3)
    {
      const a = v128.load32_splat(x)
      s00 = madd(a, c0, s00)
      s01 = madd(a, c1, s01)
      s02 = madd(a, c2, s02)
      s03 = madd(a, c3, s03)
    }
  }
  v128.store(to, s00)
  v128.store(to, s01, 16)
  v128.store(to, s02, 32)
  v128.store(to, s03, 48)
}
