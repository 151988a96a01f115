/** @file Architectures by their summary: what each layer gives, holds and costs. Nothing is computed to know it. */
import { networks } from 'cotangent/models'
import type { Summary } from 'cotangent/nn'
import { summary } from 'cotangent/nn'
import type { ArchitectureName } from './names.ts'

/** The summary of a network for one image of its usual size. */
export const summaryOf = (name: ArchitectureName): Summary => {
  const found = networks[name]
  if (found === undefined) throw new RangeError(`there is no ${name}`)
  return summary(found.network(), [1, ...found.input])
}
