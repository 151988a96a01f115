/** @file What each function of PyTorch is here, by group. */
import type { Ours } from '../check.ts'
import { elementwise, elementwiseBackward } from './elementwise.ts'
import { models } from './models.ts'
import { norms, normsBackward } from './norms.ts'
import { shaping } from './shaping.ts'
import { convolutions, poolings } from './windows.ts'

/** Our functions by group and name. */
export const ours: Readonly<Record<string, Readonly<Record<string, Ours>>>> = {
  conv: { ...convolutions, ...elementwiseBackward, ...normsBackward },
  norm: norms,
  pool: poolings,
  math: elementwise,
  shape: shaping,
  model: models,
}
