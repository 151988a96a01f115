/**
 * @file Indexing along an axis by data. Indices are whole numbers held as floats; the first one outside the axis, or too
 * large to be exact, is reported and ends the program.
 */

/** Address of two words: whether an index was refused, and its bits. */
let refusal: usize = 0

export function reportRefusalsAt(address: usize): void {
  refusal = address
}

/** The index at an address, below `end`; -1 where it is refused. */
function indexAt(at: usize, end: i32): i32 {
  const index = load<f32>(at)
  const whole = <i32>i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(f32x4.splat(index)), 0)
  if (<f32>whole == index && whole >= 0 && whole < end) return whole
  if (atomic.cmpxchg<i32>(refusal, 0, 1) == 0) store<f32>(refusal, index, 4)
  return -1
}

/**
 * args: array, indices, destination, length of the array along the axis, length of the indices, inner, outers of a unit,
 * outers, end of the indices that are exact.
 */
export function gather(args: usize, unit: i32): void {
  const length = load<i32>(args, 12)
  const count = load<i32>(args, 16)
  const inner = load<i32>(args, 20)
  const perUnit = load<i32>(args, 24)
  const last = min(load<i32>(args, 28), (unit + 1) * perUnit)
  const end = load<i32>(args, 32)
  let at = (<usize>(unit * perUnit * count * inner)) << 2
  const indices: usize = load<u32>(args, 4)
  const to: usize = load<u32>(args, 8)
  for (let o = unit * perUnit; o < last; o++) {
    const from = load<u32>(args) + ((<usize>(o * length * inner)) << 2)
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < inner; i++, at += 4) {
        const index = indexAt(indices + at, end)
        if (index < 0) return
        store<f32>(to + at, load<f32>(from + ((<usize>(index * inner + i)) << 2)))
      }
    }
  }
}

function addTo(to: usize, index: i32, value: f32): void {
  const at = to + ((<usize>index) << 2)
  store<f32>(at, load<f32>(at) + value)
}

/**
 * args: indices, updates, destination, size of the axis, length of the indices, inner, outers of a unit, outers, end of the
 * indices that are exact.
 */
export function scatterAdd(args: usize, unit: i32): void {
  const size = load<i32>(args, 12)
  const count = load<i32>(args, 16)
  const inner = load<i32>(args, 20)
  const perUnit = load<i32>(args, 24)
  const last = min(load<i32>(args, 28), (unit + 1) * perUnit)
  const end = load<i32>(args, 32)
  let at = (<usize>(unit * perUnit * count * inner)) << 2
  const indices: usize = load<u32>(args)
  const updates: usize = load<u32>(args, 4)
  const bytes = (<usize>(size * inner)) << 2
  for (let o = unit * perUnit; o < last; o++) {
    const to = load<u32>(args, 8) + o * bytes
    memory.fill(to, 0, bytes)
    let k = 0
    if (inner == 1) {
      // Four at a time, as long as all are in range.
      for (; k + 4 <= count; k += 4, at += 16) {
        const index = v128.load(indices + at)
        const whole = i32x4.trunc_sat_f32x4_s(index)
        const isWhole = f32x4.eq(f32x4.convert_i32x4_s(whole), index)
        if (!i32x4.all_true(v128.and(isWhole, i32x4.lt_u(whole, i32x4.splat(end))))) break
        addTo(to, i32x4.extract_lane(whole, 0), load<f32>(updates + at))
        addTo(to, i32x4.extract_lane(whole, 1), load<f32>(updates + at, 4))
        addTo(to, i32x4.extract_lane(whole, 2), load<f32>(updates + at, 8))
        addTo(to, i32x4.extract_lane(whole, 3), load<f32>(updates + at, 12))
      }
    }
    for (; k < count; k++) {
      for (let i = 0; i < inner; i++, at += 4) {
        const index = indexAt(indices + at, end)
        if (index < 0) return
        const place = to + ((<usize>(index * inner + i)) << 2)
        store<f32>(place, load<f32>(place) + load<f32>(updates + at))
      }
    }
  }
}

/** args: indices, destination, length, inner, lines, table of words (a power of two, twice the length), its mask. */
export function lastOccurrence(args: usize): void {
  const length = load<i32>(args, 8)
  const inner = load<i32>(args, 12)
  const lines = load<i32>(args, 16)
  const table: usize = load<u32>(args, 20)
  const mask = load<u32>(args, 24)
  for (let line = 0; line < lines; line++) {
    memory.fill(table, 0xff, (<usize>mask + 1) << 2)
    const outer = line / inner
    const start = outer * length * inner + line - outer * inner
    for (let k = length - 1; k >= 0; k--) {
      const at = (<usize>(start + k * inner)) << 2
      const value = load<f32>(load<u32>(args) + at)
      // One word for the two zeros, and one for all NaN.
      const word: u32 = value == 0 ? 0 : value == value ? reinterpret<u32>(value) : 0x7fc00000
      let slot = (word * 0x9e3779b1) >> 7
      slot &= mask
      while (load<u32>(table + ((<usize>slot) << 2)) != 0xffffffff && load<u32>(table + ((<usize>slot) << 2)) != word) {
        slot = (slot + 1) & mask
      }
      const isNew = load<u32>(table + ((<usize>slot) << 2)) != word
      store<u32>(table + ((<usize>slot) << 2), word)
      store<f32>(load<u32>(args, 4) + at, isNew ? 1 : 0)
    }
  }
}
