/**
 * @file Indexing along an axis by data. Indices are whole numbers stored as floats; the first one that is out of range,
 * or too large to be exact, is reported and ends the program.
 */
import { Gather, LastOccurrence, ScatterAdd } from './generated/interface'

/** Address of two words: whether an index was refused, and its bits. */
let refusal: usize = 0

export function reportRefusalsAt(address: usize): void {
  refusal = address
}

/** The index at an address, below `end`; -1 if it is refused. */
export function indexAt(at: usize, end: i32): i32 {
  const index = load<f32>(at)
  const whole = <i32>i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(f32x4.splat(index)), 0)
  if (<f32>whole == index && whole >= 0 && whole < end) return whole
  if (atomic.cmpxchg<i32>(refusal, 0, 1) == 0) store<f32>(refusal, index, 4)
  return -1
}

/** Reads entries at indices along an axis. */
export function gather(args: Gather, unit: i32, _scratch: usize): void {
  const length = args.length
  const count = args.count
  const inner = args.inner
  const perUnit = args.perUnit
  const last = min(args.outers, (unit + 1) * perUnit)
  const end = args.end
  let at = (<usize>(unit * perUnit * count * inner)) << 2
  const indices: usize = args.indices
  const to: usize = args.target
  for (let o = unit * perUnit; o < last; o++) {
    const from = args.source + ((<usize>(o * length * inner)) << 2)
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

/** Adds a float to a total in 64 bits. */
function addWide(totals: usize, place: i32, value: f32): void {
  const at = totals + ((<usize>place) << 3)
  store<f64>(at, load<f64>(at) + <f64>value)
}

/** Four indices as whole numbers; `areExact` tells whether all are below `end`. */
let areExact: bool = false

function fourIndices(at: usize, end: i32): v128 {
  const index = v128.load(at)
  const whole = i32x4.trunc_sat_f32x4_s(index)
  const isWhole = f32x4.eq(f32x4.convert_i32x4_s(whole), index)
  areExact = i32x4.all_true(v128.and(isWhole, i32x4.lt_u(whole, i32x4.splat(end))))
  return whole
}

/** Adds four contiguous updates to the totals of four contiguous inner entries. */
function addFour(totals: usize, whole: v128, width: i32, i: i32, from: usize): void {
  const index = i32x4.extract_lane(whole, 0)
  const x = v128.load(from)
  if (i32x4.all_true(i32x4.eq(whole, i32x4.splat(index)))) {
    const at = totals + ((<usize>(index * width + i)) << 3)
    v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(x)))
    const rest = f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3))
    v128.store(at, f64x2.add(v128.load(at, 16), rest), 16)
    return
  }
  addWide(totals, index * width + i, f32x4.extract_lane(x, 0))
  addWide(totals, i32x4.extract_lane(whole, 1) * width + i + 1, f32x4.extract_lane(x, 1))
  addWide(totals, i32x4.extract_lane(whole, 2) * width + i + 2, f32x4.extract_lane(x, 2))
  addWide(totals, i32x4.extract_lane(whole, 3) * width + i + 3, f32x4.extract_lane(x, 3))
}

/** Totals in 64 bits as floats. */
function narrowRun(to: usize, from: usize, count: i32): void {
  let k = 0
  for (; k + 4 <= count; k += 4, to += 16, from += 32) {
    const left = f32x4.demote_f64x2_zero(v128.load(from))
    const right = f32x4.demote_f64x2_zero(v128.load(from, 16))
    v128.store(to, v128.shuffle<i32>(left, right, 0, 1, 4, 5))
  }
  for (; k < count; k++, to += 4, from += 8) store<f32>(to, <f32>load<f64>(from))
}

/** Adds the updates of a row of indices to their totals, one by one; returns false if an index is refused. */
function addRow(totals: usize, indices: usize, updates: usize, first: i32, width: i32, step: i32, end: i32): bool {
  for (let i = first; i < width; i++, indices += 4, updates += 4) {
    const index = indexAt(indices, end)
    if (index < 0) return false
    addWide(totals, step == 0 ? index : index * width + i, load<f32>(updates))
  }
  return true
}

/**
 * One outer entry, summed in 64 bits, some columns of the inner entries at a time; returns false if an index is
 * refused.
 */
function scatterWide(args: ScatterAdd, indices: usize, updates: usize, to: usize, totals: usize): bool {
  const size = args.size
  const count = args.count
  const inner = args.inner
  const end = args.end
  const columns = args.columns
  for (let first = 0; first < inner; first += columns) {
    // If there are no inner entries, the indices themselves are the row.
    const rows = inner == 1 ? 1 : count
    const width = inner == 1 ? count : min(columns, inner - first)
    const step = inner == 1 ? 0 : width
    memory.fill(totals, 0, (<usize>(size * (inner == 1 ? 1 : width))) << 3)
    for (let k = 0; k < rows; k++) {
      let at = (<usize>(k * inner + first)) << 2
      let i = 0
      for (; i + 4 <= width; i += 4, at += 16) {
        const whole = fourIndices(indices + at, end)
        if (!areExact) break
        if (step != 0) addFour(totals, whole, width, i, updates + at)
        else {
          addWide(totals, i32x4.extract_lane(whole, 0), load<f32>(updates + at))
          addWide(totals, i32x4.extract_lane(whole, 1), load<f32>(updates + at, 4))
          addWide(totals, i32x4.extract_lane(whole, 2), load<f32>(updates + at, 8))
          addWide(totals, i32x4.extract_lane(whole, 3), load<f32>(updates + at, 12))
        }
      }
      if (i < width && !addRow(totals, indices + at, updates + at, i, width, step, end)) return false
    }
    const cells = inner == 1 ? 1 : width
    if (cells == inner) narrowRun(to, totals, size * inner)
    else {
      for (let k = 0; k < size; k++) {
        narrowRun(to + ((<usize>(k * inner + first)) << 2), totals + ((<usize>(k * cells)) << 3), cells)
      }
    }
  }
  return true
}

/** Adds updates to the entries at indices along an axis. Repeated from gather: arguments are read into locals, which loops keep. */
export function scatterAdd(args: ScatterAdd, unit: i32, _scratch: usize): void {
  const size = args.size
  const count = args.count
  const inner = args.inner
  const perUnit = args.perUnit
  const last = min(args.outers, (unit + 1) * perUnit)
  const end = args.end
  let at = (<usize>(unit * perUnit * count * inner)) << 2
  const indices: usize = args.indices
  const updates: usize = args.updates
  const bytes = (<usize>(size * inner)) << 2
  const totals: usize = args.totals
  for (let o = unit * perUnit; o < last; o++) {
    const to = args.target + o * bytes
    if (totals != 0) {
      if (!scatterWide(args, indices + at, updates + at, to, totals + <usize>unit * args.totalsBytes)) return
      at += (<usize>(count * inner)) << 2
      continue
    }
    memory.fill(to, 0, bytes)
    let k = 0
    if (inner == 1) {
      // Four at a time, as long as all are in range.
      for (; k + 4 <= count; k += 4, at += 16) {
        const whole = fourIndices(indices + at, end)
        if (!areExact) break
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

/** 1 if an entry is the last of its value along a line, else 0. */
export function lastOccurrence(args: LastOccurrence, _unit: i32, _scratch: usize): void {
  const length = args.length
  const inner = args.inner
  const lines = args.lines
  const table: usize = args.table
  const mask = <u32>args.mask
  for (let line = 0; line < lines; line++) {
    memory.fill(table, 0xff, (<usize>mask + 1) << 2)
    const outer = line / inner
    const start = outer * length * inner + line - outer * inner
    for (let k = length - 1; k >= 0; k--) {
      const at = (<usize>(start + k * inner)) << 2
      const value = load<f32>(args.source + at)
      // One word for both zeros, and one for all NaN.
      const word: u32 = value == 0 ? 0 : value == value ? reinterpret<u32>(value) : 0x7fc00000
      let slot = (word * 0x9e3779b1) >> 7
      slot &= mask
      while (load<u32>(table + ((<usize>slot) << 2)) != 0xffffffff && load<u32>(table + ((<usize>slot) << 2)) != word) {
        slot = (slot + 1) & mask
      }
      const isNew = load<u32>(table + ((<usize>slot) << 2)) != word
      store<u32>(table + ((<usize>slot) << 2), word)
      store<f32>(args.target + at, isNew ? 1 : 0)
    }
  }
}
