/** @file Sums of the magnitudes of a run of floats, and the greatest of them. */

/**
 * The greater of two magnitudes in each lane; NaN is the greatest. The bits of magnitudes are in this order as whole
 * numbers, for which it takes one instruction.
 */
export function greater(a: v128, b: v128): v128 {
  return i32x4.max_s(a, b)
}

export function larger(at: usize, value: f32): void {
  store<f32>(at, max(load<f32>(at), abs(value)))
}

export function join(a: f32, b: f32, isSum: bool): f32 {
  return isSum ? a + b : max(a, b)
}

export function sumOf(from: usize, count: i32): f32 {
  let total: f32 = 0
  for (let k = 0; k < count; k++) total += load<f32>(from + ((<usize>k) << 2))
  return total
}

export function magnitudeOf(line: usize, first: i32, end: i32, isSum: bool): f32 {
  let k = first
  let result: f32 = 0
  if (end - first >= 4) {
    let lanes = f32x4.splat(0)
    if (end - first >= 16) {
      let second = lanes
      let third = lanes
      let fourth = lanes
      for (; k + 16 <= end; k += 16) {
        const at = line + ((<usize>k) << 2)
        const a = f32x4.abs(v128.load(at))
        const b = f32x4.abs(v128.load(at, 16))
        const c = f32x4.abs(v128.load(at, 32))
        const d = f32x4.abs(v128.load(at, 48))
        if (isSum) {
          lanes = f32x4.add(lanes, a)
          second = f32x4.add(second, b)
          third = f32x4.add(third, c)
          fourth = f32x4.add(fourth, d)
        } else {
          lanes = greater(lanes, a)
          second = greater(second, b)
          third = greater(third, c)
          fourth = greater(fourth, d)
        }
      }
      if (isSum) lanes = f32x4.add(f32x4.add(lanes, second), f32x4.add(third, fourth))
      else lanes = greater(greater(lanes, second), greater(third, fourth))
    }
    for (; k + 4 <= end; k += 4) {
      const value = f32x4.abs(v128.load(line + ((<usize>k) << 2)))
      lanes = isSum ? f32x4.add(lanes, value) : greater(lanes, value)
    }
    const a = f32x4.extract_lane(lanes, 0)
    const b = f32x4.extract_lane(lanes, 1)
    const c = f32x4.extract_lane(lanes, 2)
    const d = f32x4.extract_lane(lanes, 3)
    result = isSum ? a + b + (c + d) : max(max(a, b), max(c, d))
  }
  for (; k < end; k++) {
    const value = abs(load<f32>(line + ((<usize>k) << 2)))
    result = isSum ? result + value : max(result, value)
  }
  return result
}

/** The greatest magnitude of those that `sumAndGreatest` has summed. */
export let greatestOfSum: f32 = 0

export function sumAndGreatest(from: usize, count: i32): f32 {
  let a = f32x4.splat(0)
  let b = a
  let m = a
  let n = a
  let k = 0
  for (; k + 8 <= count; k += 8, from += 32) {
    const x = f32x4.abs(v128.load(from))
    const y = f32x4.abs(v128.load(from, 16))
    a = f32x4.add(a, x)
    b = f32x4.add(b, y)
    m = greater(m, x)
    n = greater(n, y)
  }
  a = f32x4.add(a, b)
  m = greater(m, n)
  let sum = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  const half = max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1))
  let most = max(half, max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)))
  for (; k < count; k++, from += 4) {
    const value = abs(load<f32>(from))
    sum += value
    most = max(most, value)
  }
  greatestOfSum = most
  return sum
}
