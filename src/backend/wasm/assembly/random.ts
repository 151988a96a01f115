/**
 * @file Threefry-2x32 with 20 rounds, in unsigned words, and the primitives based on it. A key is four 16-bit words
 * stored as floats.
 */
import { indexAt } from './indexing'
import { KeyFoldIn, KeySplit, Permutation, Uniform } from './generated/interface'

const PARITY: u32 = 0x1bd11bda
const SPLIT: u32 = 0
const FOLD_IN: u32 = 1
const BITS: u32 = 2

function turn(x: v128, r: i32): v128 {
  return v128.or(i32x4.shl(x, r), i32x4.shr_u(x, 32 - r))
}

/** Four blocks at once: counters (a, b) under the key (k0, k1). The second word is left in `second`. */
let second: v128 = i32x4.splat(0)

function threefry(k0: u32, k1: u32, a: v128, b: v128): v128 {
  const x = i32x4.splat(k0)
  const y = i32x4.splat(k1)
  const z = i32x4.splat(PARITY ^ k0 ^ k1)
  a = i32x4.add(a, x)
  b = i32x4.add(b, y)
  for (let group = 0; group < 5; group++) {
    const even = (group & 1) == 0
    a = i32x4.add(a, b)
    b = v128.xor(turn(b, even ? 13 : 17), a)
    a = i32x4.add(a, b)
    b = v128.xor(turn(b, even ? 15 : 29), a)
    a = i32x4.add(a, b)
    b = v128.xor(turn(b, even ? 26 : 16), a)
    a = i32x4.add(a, b)
    b = v128.xor(turn(b, even ? 6 : 24), a)
    const added = (group + 1) % 3
    a = i32x4.add(a, added == 0 ? x : added == 1 ? y : z)
    b = i32x4.add(b, i32x4.add(added == 0 ? y : added == 1 ? z : x, i32x4.splat(group + 1)))
  }
  second = b
  return a
}

function word(key: usize, at: usize): u32 {
  return ((<u32>load<f32>(key + at)) << 16) | (<u32>load<f32>(key + at + 4))
}

function storeWords(to: usize, first: u32, other: u32): void {
  store<f32>(to, <f32>(first >> 16))
  store<f32>(to, <f32>(first & 0xffff), 4)
  store<f32>(to, <f32>(other >> 16), 8)
  store<f32>(to, <f32>(other & 0xffff), 12)
}

function derive(key: usize, to: usize, counter: u32, use: u32): void {
  const first = threefry(word(key, 0), word(key, 8), i32x4.splat(counter), i32x4.splat(use))
  storeWords(to, i32x4.extract_lane(first, 0), i32x4.extract_lane(second, 0))
}

/** A key derived from a key and an index. */
export function keySplit(args: KeySplit, _unit: i32, _scratch: usize): void {
  derive(args.key, args.target, args.index, SPLIT)
}

/** A key derived from a key and data. */
export function keyFoldIn(args: KeyFoldIn, _unit: i32, _scratch: usize): void {
  // Numbers from 2^24 on may already have been rounded.
  const data = indexAt(args.data, 1 << 24)
  if (data < 0) return
  derive(args.key, args.target, <u32>data, FOLD_IN)
}

/** Floats between 0 and 1; writes up to 7 past the end. */
export function uniform(args: Uniform, unit: i32, _scratch: usize): void {
  const k0 = word(args.key, 0)
  const k1 = word(args.key, 8)
  const perUnit = args.perUnit
  const first = unit * perUnit
  const last = min(args.count, first + perUnit)
  let to = args.target + ((<usize>first) << 2)
  const lanes = i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 1, 1), 2, 2), 3, 3)
  const scale = f32x4.splat(5.9604644775390625e-8)
  for (let i = first; i < last; i += 8, to += 32) {
    const a = threefry(k0, k1, i32x4.add(lanes, i32x4.splat(i >>> 1)), i32x4.splat(BITS))
    const x = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(a, 8)), scale)
    const y = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(second, 8)), scale)
    v128.store(to, v128.shuffle<i32>(x, y, 0, 4, 1, 5))
    v128.store(to, v128.shuffle<i32>(x, y, 2, 6, 3, 7), 16)
  }
}

/** The whole numbers below `count` in random order. */
export function permutation(args: Permutation, _unit: i32, _scratch: usize): void {
  const k0 = word(args.key, 0)
  const k1 = word(args.key, 8)
  const to: usize = args.target
  const count = args.count
  for (let i = 0; i < count; i++) store<f32>(to + ((<usize>i) << 2), <f32>i)
  let taken: u32 = 0
  let other: u32 = 0
  for (let place = count - 1; place > 0; place--) {
    const below = <u64>(place + 1)
    const limit: u64 = 4294967296 - (4294967296 % below)
    let drawn: u64 = 0
    do {
      if (taken & 1) drawn = other
      else {
        const block = threefry(k0, k1, i32x4.splat(taken >> 1), i32x4.splat(BITS))
        drawn = <u64>(<u32>i32x4.extract_lane(block, 0))
        other = i32x4.extract_lane(second, 0)
      }
      taken++
    } while (drawn >= limit)
    const chosen = to + ((<usize>(drawn % below)) << 2)
    const value = load<f32>(chosen)
    store<f32>(chosen, load<f32>(to + ((<usize>place) << 2)))
    store<f32>(to + ((<usize>place) << 2), value)
  }
}
