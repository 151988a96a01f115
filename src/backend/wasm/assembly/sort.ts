/**
 * @file Sorting: a stable merge sort. An entry and its position share a word of 64 bits, the entry in the high half, so
 * that one unsigned comparison orders both. The bits of positive floats order them as integers, those of negative ones
 * in reverse.
 */
import { Argsort } from './generated/interface'

/** Runs that are sorted by insertion before any are merged. */
const RUN: i32 = 16

/** The order of a float as an unsigned integer: both zeros are equal, NaN is greatest. */
function rankOf(x: f32): u32 {
  if (x != x) return u32.MAX_VALUE
  const bits = reinterpret<u32>(x + 0)
  return bits >> 31 ? ~bits : bits | 0x80000000
}

function insertRun(words: usize, from: i32, to: i32): void {
  for (let k = from + 1; k < to; k++) {
    const word = load<u64>(words + ((<usize>k) << 3))
    let at = k
    while (at > from) {
      const before = load<u64>(words + ((<usize>(at - 1)) << 3))
      if (before <= word) break
      store<u64>(words + ((<usize>at) << 3), before)
      at--
    }
    store<u64>(words + ((<usize>at) << 3), word)
  }
}

/** Merges words from `a` to `b` and from `b` to `end` into those from `to`. */
function merge(a: usize, b: usize, end: usize, to: usize): void {
  const middle = b
  const last = to + (end - a)
  while (to < last) {
    const isLeft = a < middle && (b >= end || load<u64>(a) <= load<u64>(b))
    store<u64>(to, load<u64>(isLeft ? a : b))
    if (isLeft) a += 8
    else b += 8
    to += 8
  }
}

/** Sorts n words; returns their address, which is one buffer or the other. */
function sortWords(words: usize, other: usize, n: i32): usize {
  for (let k = 0; k < n; k += RUN) insertRun(words, k, min(n, k + RUN))
  for (let width = RUN; width < n; width *= 2) {
    for (let k = 0; k < n; k += 2 * width) {
      const middle = <usize>min(n, k + width)
      const end = <usize>min(n, k + 2 * width)
      merge(words + ((<usize>k) << 3), words + (middle << 3), words + (end << 3), other + ((<usize>k) << 3))
    }
    const sorted = other
    other = words
    words = sorted
  }
  return words
}

/** Writes the positions of the first entries of each line in sorted order. */
export function argsort(args: Argsort, unit: i32, _scratch: usize): void {
  const length = args.length
  const inner = args.inner
  const count = args.count
  const inverted: u32 = args.isDescending ? u32.MAX_VALUE : 0
  const bytes = args.lineBytes
  const workspace = args.workspace + bytes * <usize>unit
  const perUnit = args.perUnit
  const last = min(args.lines, (unit + 1) * perUnit)
  const step = (<usize>inner) << 2
  for (let line = unit * perUnit; line < last; line++) {
    const outer = line / inner
    const within = line - outer * inner
    let from = args.source + ((<usize>(outer * length * inner + within)) << 2)
    for (let k = 0; k < length; k++, from += step) {
      const rank = <u64>(rankOf(load<f32>(from)) ^ inverted)
      store<u64>(workspace + ((<usize>k) << 3), (rank << 32) | (<u64>k))
    }
    const sorted = sortWords(workspace, workspace + (bytes >> 1), length)
    let to = args.target + ((<usize>(outer * count * inner + within)) << 2)
    for (let k = 0; k < count; k++, to += step) {
      store<f32>(to, <f32>load<u32>(sorted + ((<usize>k) << 3)))
    }
  }
}
