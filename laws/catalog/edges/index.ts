/** @file The functions whose values and derivatives at the edges are recorded, and those whose are not. */
import type { Tensor } from '../../../src/core/Tensor.ts'
import type { EdgeSpec } from '../../edges/edgeLaws.ts'
import { boundsOf } from './bounds.ts'
import { binaryFunctions, unaryFunctions } from './functions.ts'
import { binaryRecords, unaryRecords } from './records.ts'

type Entrywise = (...inputs: readonly Tensor[]) => Tensor

const specsOf = (
  inputs: 1 | 2,
  functions: Readonly<Record<string, unknown>>,
  records: Readonly<Record<string, string>>,
): readonly EdgeSpec[] =>
  Object.entries(functions).map(([name, f]) => ({
    name,
    f: f as Entrywise,
    inputs,
    record: records[name] ?? '',
    bounds: (order) => boundsOf(name, order),
  }))

/** Every recorded function. */
export const recorded: readonly EdgeSpec[] = [
  ...specsOf(1, unaryFunctions, unaryRecords),
  ...specsOf(2, binaryFunctions, binaryRecords),
]
