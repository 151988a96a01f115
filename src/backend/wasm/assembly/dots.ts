/**
 * @file Products of few rows with a matrix whose rows lie along the sum, which is read in place, four by four entries at a time.
 * Memory bandwidth limits them. They add in the order of `product.ts`, so that the bits of a product do not depend on whether
 * its transposed operand is in memory.
 */
import { MultiplyRows } from './generated/interface'
import { rows1x1, rows1x4, rows4x1 } from './generated/rowTiles'
import { BLOCKS } from './product'
import { storeLanes } from './reduce'

/** Bytes between the vectors of sums of a tile, and between tiles, in scratch. */
const BESIDE: usize = 16
const TILE: usize = 64

/** Adds vectors of sums to others. */
function addSums(to: usize, from: usize, vectors: i32): void {
  for (let v = 0; v < vectors; v++, to += BESIDE, from += BESIDE) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)))
  }
}

/** What is multiplied at a time: one or four rows of x by four of w, or one by sixteen. */
const ONE: i32 = 1
const FOUR: i32 = 4
const SIXTEEN: i32 = 16

/** A tile, in blocks and groups of them as `multiplyBlocks` of `product.ts` adds. Its vectors of totals are left at `sums`. */
function multiplyBlocks(
  tile: i32,
  x: usize,
  w: usize,
  step: usize,
  step2: usize,
  step3: usize,
  below: usize,
  count: i32,
  block: i32,
  sums: usize,
): void {
  const ofGroup = sums + TILE
  const ofBlock = ofGroup + TILE
  const vectors = tile == ONE ? 1 : 4
  for (let group = 0; group < count; group += block * BLOCKS) {
    const into = group == 0 ? sums : ofGroup
    const end = min(count, group + block * BLOCKS)
    for (let first = group; first < end; first += block) {
      const to = first == group ? into : ofBlock
      const at = (<usize>first) << 2
      const length = min(block, end - first)
      if (tile == SIXTEEN) rows1x4(x + at, below, w + at, step, step2, step3, length, to)
      else if (tile == FOUR) rows4x1(x + at, below, w + at, step, step2, step3, length, to)
      else rows1x1(x + at, below, w + at, step, step2, step3, length, to)
      if (to != into) addSums(into, to, vectors)
    }
    if (into != sums) addSums(sums, into, vectors)
  }
}

/** y = x wT. */
export function multiplyRows(args: MultiplyRows, unit: i32, scratch: usize): void {
  const m = args.m
  const count = args.k
  const n = args.n
  const block = args.block
  const step = (<usize>count) << 2
  const yStep = (<usize>n) << 2
  const last = min(n, (unit + 1) * args.perUnit)
  for (let row = unit * args.perUnit; row < last;) {
    const w = args.w + <usize>row * step
    const lanes = min(4, last - row)
    const isWide = row + 16 <= last
    // Rows after the last are the last again; their sums are not stored.
    const step1 = lanes > 1 ? step : 0
    const step2 = lanes > 2 ? 2 * step : step1
    const step3 = lanes > 3 ? 3 * step : step2
    let y = args.y + ((<usize>row) << 2)
    let x: usize = args.x
    for (let i = 0; i < m;) {
      const tile = i + 4 <= m ? FOUR : isWide ? SIXTEEN : ONE
      if (tile == FOUR && isWide) {
        for (let part: usize = 0; part < 4; part++) {
          multiplyBlocks(FOUR, x, w + part * 4 * step, step, 2 * step, 3 * step, step, count, block, scratch)
          for (let r: usize = 0; r < 4; r++) v128.store(y + r * yStep + part * 16, v128.load(scratch + r * BESIDE))
        }
      } else {
        multiplyBlocks(tile, x, w, step1, step2, step3, step, count, block, scratch)
        if (tile == SIXTEEN) for (let v: usize = 0; v < 64; v += 16) v128.store(y + v, v128.load(scratch + v))
        else
          for (let r: usize = 0; r < <usize>tile; r++) storeLanes(y + r * yStep, v128.load(scratch + r * BESIDE), lanes)
      }
      const rows = tile == FOUR ? 4 : 1
      i += rows
      x += <usize>rows * step
      y += <usize>rows * yStep
    }
    row += isWide ? 16 : 4
  }
}
