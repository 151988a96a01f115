/**
 * @file Elementwise operations over blocks, and the interpreter of a fused instruction: blocks of the output that stay
 * in the first-level cache, with one loop over a block per step. Lengths are rounded up to whole vectors; every buffer
 * has room for that.
 */
import { broadcastBlock } from './broadcast'
import { applyStep } from './generated/applyStep'
import { Elementwise, Fused, Operand } from './generated/interface'

/** The address of an operand of a step. */
function addressOf(operand: Operand, first: usize, scratch: usize, blockBytes: usize): usize {
  return operand.isBlock ? scratch + operand.place * blockBytes : operand.place + first
}

/** Runs the steps of a fused instruction, block by block. */
export function fused(args: Fused, unit: i32, scratch: usize): void {
  const perUnit = args.perUnit
  const broadcasts = args.broadcasts
  const broadcastsCount = args.broadcastsCount
  const steps = args.steps
  const stepsCount = args.stepsCount
  const block = args.block
  const blockBytes = (<usize>block) << 2
  const last = min(args.count, (unit + 1) * perUnit)
  for (let start = unit * perUnit; start < last; start += block) {
    const length = min(block, last - start)
    const first = (<usize>start) << 2
    const bytes = (<usize>((length + 3) >> 2)) << 4
    for (let k = 0; k < broadcastsCount; k++) {
      const broadcast = broadcasts.at(k)
      broadcastBlock(
        broadcast.source,
        scratch + <usize>broadcast.block * blockBytes,
        broadcast.axes,
        broadcast.axesCount,
        start,
        length,
      )
    }
    for (let k = 0; k < stepsCount; k++) {
      const step = steps.at(k)
      const d = addressOf(step.target, first, scratch, blockBytes)
      const a = addressOf(step.a, first, scratch, blockBytes)
      const b = addressOf(step.b, first, scratch, blockBytes)
      const c = addressOf(step.c, first, scratch, blockBytes)
      applyStep(step.operation, d, a, b, c, d + bytes)
    }
  }
}

/** Applies one operation. */
export function elementwise(args: Elementwise, unit: i32, _scratch: usize): void {
  const perUnit = args.perUnit
  const first = unit * perUnit
  const last = min(args.count, first + perUnit)
  const from = (<usize>first) << 2
  const d = args.target + from
  const end = d + ((<usize>((last - first + 3) >> 2)) << 4)
  applyStep(args.operation, d, args.a + from, args.b + from, args.c + from, end)
}
