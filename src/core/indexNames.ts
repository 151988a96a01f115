/**
 * @file What indices mean to the caller, such as labels of classes. These names accompany a gather and its adjoint, so
 * that an index out of range is refused in the caller's terms, even inside a compiled step.
 */
import type { Shape } from './Shape.ts'
import { countOf, showShape } from './Shape.ts'
import { refuse } from './TensorError.ts'

/** What indices are called, and what they choose among. */
export interface IndexNames {
  /** The function that was called, such as `crossEntropy`. */
  readonly operation: string
  /** What it was asked to do, such as `take the cross-entropy`. */
  readonly phrase: string
  /** What an index is, such as `label`. */
  readonly index: string
  /** The singular and plural of what it chooses among, such as `class` and `classes`. */
  readonly among: readonly [one: string, several: string]
  /** What to do about one below 0, if that has a meaning elsewhere. */
  readonly negative?: string
  /** Whether indices below 0 were replaced by those that they count to from the back. */
  readonly isFromBack?: boolean
}

/** The names of what plain indices choose: entries along an axis. */
export const gathered: IndexNames = {
  operation: 'gather',
  phrase: 'gather',
  index: 'index',
  among: ['entry', 'entries'],
}

/** The names of entries that indices below 0 choose from the back. */
export const fromEitherEnd: IndexNames = { ...gathered, isFromBack: true }

/** Whether a number is an index below a length. */
export const isIndex = (index: number, length: number): boolean =>
  Number.isInteger(index) && index >= 0 && index < length

/** An index that is refused, and its position. */
export interface BadIndex {
  readonly index: number
  /** How many there are to choose among. */
  readonly length: number
  /** The shape of the indices. */
  readonly shape: Shape
  readonly name: 'gather' | 'scatterAdd'
  readonly names: IndexNames | undefined
}

/** Refuses an index, in the caller's terms where these are known. */
export const refuseIndex = ({ index, length, shape, name, names }: BadIndex): never => {
  if (names === undefined) {
    const operation = name === 'gather' ? 'gather' : 'scatter'
    return refuse(operation, [shape], {
      expected: `an index below ${String(length)} along the axis`,
      found: String(index),
    })
  }
  if (names.isFromBack === true)
    return refuse(
      names.operation,
      [shape],
      {
        expected:
          length === 0 ? 'no index, of no entries' : `an index from ${String(-length)} to ${String(length - 1)}`,
        found: String(index < 0 ? index - length : index),
      },
      `${names.phrase} ${showShape(shape)}`,
    )
  const [one, several] = names.among
  const range = length === 0 ? 'one' : `${length === 1 ? '0' : `from 0 to ${String(length - 1)}`}, one`
  const expected = `the ${names.index} to be ${range} of ${countOf(length, one, several)}`
  const advice = index < 0 && names.negative !== undefined ? { advice: names.negative } : {}
  return refuse(names.operation, [shape], { expected, found: String(index), ...advice }, names.phrase)
}
