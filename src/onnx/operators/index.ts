/** @file All operators of ONNX that can be imported, by name; each family is a table of its own. */
import type { Operator } from '../Call.ts'
import { activations } from './activations.ts'
import { arithmetic } from './arithmetic.ts'
import { attentions } from './attention.ts'
import { boxes } from './boxes.ts'
import { caches } from './caches.ts'
import { constants } from './constants.ts'
import { control } from './control.ts'
import { images } from './images.ts'
import { indexing } from './indexing.ts'
import { linear } from './linear.ts'
import { losses } from './losses.ts'
import { normalizations } from './normalization.ts'
import { poolings } from './pooling.ts'
import { quantizations } from './quantization.ts'
import { recurrents } from './recurrent.ts'
import { reductions } from './reductions.ts'
import { shapes } from './shapes.ts'
import { windowFunctions } from './windows.ts'

/** The operators by name. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  [
    activations,
    arithmetic,
    attentions,
    boxes,
    caches,
    constants,
    control,
    images,
    indexing,
    linear,
    losses,
    normalizations,
    poolings,
    quantizations,
    recurrents,
    reductions,
    shapes,
    windowFunctions,
  ].flatMap((family) => Object.entries(family)),
)
