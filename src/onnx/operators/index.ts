/** @file All operators of ONNX that can be imported, by name; each family is a table of its own. */
import type { Operator } from '../Call.ts'
import { activations } from './activations.ts'
import { arithmetic } from './arithmetic.ts'
import { control } from './control.ts'
import { indexing } from './indexing.ts'
import { linear } from './linear.ts'
import { normalizations } from './normalization.ts'
import { poolings } from './pooling.ts'
import { reductions } from './reductions.ts'
import { shapes } from './shapes.ts'

/** The operators by name. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  [activations, arithmetic, control, indexing, linear, normalizations, poolings, reductions, shapes].flatMap((family) =>
    Object.entries(family),
  ),
)
