/** @file Operations that move entries and are made of those of `shaping.ts`, `slicing.ts` and `joining.ts`. */
import * as ops from '../../src/ops/index.ts'
import { one } from './fixed.ts'

const exact = true

/** Operations made of primitives. */
export const rearranging = {
  channelShuffle: one('channelShuffle', [1, 6, 2, 2], ops.channelShuffle(3), { exact }),
  diagonal: one('diagonal', [2, 3, 4], ops.diagonal(1), { exact }),
  pixelShuffle: one('pixelShuffle', [1, 8, 2, 3], ops.pixelShuffle(2), { exact }),
  pixelUnshuffle: one('pixelUnshuffle', [1, 2, 4, 2], ops.pixelUnshuffle(2), { exact }),
  repeatInterleave: one('repeatInterleave', [2, 3], ops.repeatInterleave(2, { axis: 0 }), { exact }),
  roll: one('roll', [2, 5], ops.roll(-2), { exact }),
  tile: one('tile', [2, 3], ops.tile([2, 1, 2]), { exact }),
  tril: one('tril', [2, 3, 4], ops.tril(1), { exact }),
  triu: one('triu', [2, 3, 4], ops.triu(), { exact }),
} as const
