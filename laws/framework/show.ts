/**
 * @file Sides of an equation as short text, for the message of a failure.
 */
import { isKey } from '../../src/core/Key.ts'
import { showShape } from '../../src/core/Shape.ts'
import { isTensor } from '../../src/core/Tensor.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Side } from './Equation.ts'

/** How many entries of a tensor, a list or a record are shown. */
const shown = 8

const shortened = (parts: readonly string[], total: number): string =>
  total > parts.length ? `${parts.join(', ')}, ... (${String(total)} in all)` : parts.join(', ')

/** A side as text: the shape and the first numbers of each tensor. */
export const showSide = (side: Side): string => {
  if (isTensor(side)) {
    const numbers = referenceRuntime.evaluate([side])[0] ?? new Float64Array(0)
    return `${showShape(side.shape)} of ${shortened(Array.from(numbers.slice(0, shown), String), numbers.length)}`
  }
  if (isKey(side)) return `a key, ${showSide(side.words)}`
  if (typeof side === 'string') return `'${side}'`
  if (typeof side !== 'object' || side === null) return String(side)
  const entries: readonly (readonly [string, unknown])[] = Object.entries(side)
  const isList = Array.isArray(side) || ArrayBuffer.isView(side)
  const parts = entries
    .slice(0, shown)
    .map(([name, entry]) => (isList ? showSide(entry) : `${name}: ${showSide(entry)}`))
  const text = shortened(parts, entries.length)
  return isList ? `[${text}]` : `{ ${text} }`
}
