/**
 * @file What numbers among options may be, in the words of a message. Comparisons let NaN pass where they are written the
 * wrong way around, so they are written once.
 */
import { foundList, foundValue } from './foundValue.ts'
import { refuse } from './TensorError.ts'

const check = (operation: string, name: string, value: number, holds: boolean, expected: string): number =>
  holds ? value : refuse(operation, [], { expected: `'${name}' to be ${expected}`, found: foundValue(value) })

const isFinite = (value: unknown): boolean => Number.isFinite(value)

/** Refuses anything but a finite number. */
export const checkFinite = (operation: string, name: string, value: number): number =>
  check(operation, name, value, isFinite(value), 'a finite number')

/** Refuses anything but a finite number above 0. */
export const checkPositive = (operation: string, name: string, value: number): number =>
  check(operation, name, value, isFinite(value) && value > 0, 'a finite number above 0')

/** Refuses anything but a finite number of 0 or more. */
export const checkNotNegative = (operation: string, name: string, value: number): number =>
  check(operation, name, value, isFinite(value) && value >= 0, 'a finite number, 0 or more')

/** Refuses anything but a number from 0 to 1: a probability, a share. */
export const checkShare = (operation: string, name: string, value: number): number =>
  check(operation, name, value, isFinite(value) && value >= 0 && value <= 1, 'a number from 0 to 1')

/** Refuses anything but two finite numbers, the first below the second. */
export const checkRange = (
  operation: string,
  name: string,
  range: readonly [least: number, greatest: number],
): readonly [least: number, greatest: number] => {
  const given: unknown = range
  const [least, greatest] = Array.isArray(given) && given.length === 2 && given.every(isFinite) ? range : [1, 0]
  return least < greatest
    ? range
    : refuse(operation, [], {
        expected: `'${name}' to be two finite numbers, the first below the second`,
        found: foundList(range),
      })
}
