/** @file What each function of PyTorch is here, by group. */
import type { Judge, Ours } from '../check.ts'
import { elementwise, elementwiseBackward } from './elementwise.ts'
import { files } from './files.ts'
import { initial } from './initial.ts'
import { losses } from './losses.ts'
import { models } from './models.ts'
import { optimizers } from './optimizers.ts'
import { schedulesByName } from './schedules.ts'
import { trainings } from './training.ts'
import { norms, normsBackward } from './norms.ts'
import { shaping } from './shaping.ts'
import { convolutions, poolings } from './windows.ts'

/** Our functions by group and name. */
export const ours: Readonly<Record<string, Readonly<Record<string, Ours | Judge>>>> = {
  conv: { ...convolutions, ...elementwiseBackward, ...normsBackward },
  norm: norms,
  pool: poolings,
  math: elementwise,
  shape: shaping,
  model: models,
  loss: losses,
  optim: optimizers,
  schedule: schedulesByName,
  init: initial,
  train: trainings,
  files,
}
