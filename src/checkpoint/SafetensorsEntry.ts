/**
 * @file A tensor of a file, and what every encoder demands of the tensors and texts that it is given by name: callers from
 * JavaScript may pass anything, and a file of it would be read by nobody.
 */
import { foundValue } from '../core/foundValue.ts'
import { isRecord } from '../core/isRecord.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, sizeOf } from '../core/Shape.ts'
import { checkShape } from '../core/shapeRules.ts'
import { refuse } from '../core/TensorError.ts'
import type { TypedData } from './dtype.ts'
import { checkTyped } from './dtype.ts'

/** A tensor of a file: its element type, shape and numbers. */
export type SafetensorsEntry = TypedData & { readonly shape: Shape }

/** Refuses anything but a map of texts. */
export const checkMetadata = (operation: string, name: string, metadata: ReadonlyMap<string, string>): void => {
  const expected = `'${name}' to be a Map of texts`
  if (!(metadata instanceof Map)) return refuse(operation, [], { expected, found: foundValue(metadata) })
  const given: ReadonlyMap<unknown, unknown> = metadata
  for (const [at, text] of given) {
    if (typeof at !== 'string') refuse(operation, [], { expected, found: `${foundValue(at)} as a name` })
    if (typeof text !== 'string') refuse(operation, [], { expected, found: `${foundValue(text)} at '${String(at)}'` })
  }
}

/** Refuses what is no tensor of a file, and one whose data are not of its element type, or do not fill its shape. */
export const checkFilled = (operation: string, phrase: string, entry: SafetensorsEntry): void => {
  if (!isRecord(entry)) {
    return refuse(operation, [], { expected: 'a record of dtype, shape and data', found: foundValue(entry) }, phrase)
  }
  checkTyped(operation, phrase, entry)
  const { shape, data } = entry
  checkShape(operation, shape)
  if (sizeOf(shape) !== data.length) {
    refuse(operation, [shape], { expected: countOf(sizeOf(shape), 'number'), found: String(data.length) }, phrase)
  }
}

/** Names are written in UTF-8, which has no halves of a character. */
const checkName = (operation: string, name: string): void => {
  if (/\p{Surrogate}/u.test(name))
    refuse(operation, [], { expected: 'names of whole characters', found: JSON.stringify(name) }, 'encode a name')
}

/** Refuses anything but a map of tensors of a file by name. */
export const checkNamed = (operation: string, tensors: ReadonlyMap<string, SafetensorsEntry>): void => {
  const given: unknown = tensors
  if (!(given instanceof Map)) {
    return refuse(operation, [], { expected: 'a Map of tensors by name', found: foundValue(given) })
  }
  tensors.forEach((entry, name) => {
    checkName(operation, name)
    checkFilled(operation, `encode ${name}`, entry)
  })
}
