/**
 * @file What numbers among options may be, in the words of a message. Comparisons let NaN pass where they are written the
 * wrong way around, so they are written once.
 */
import { foundList, foundValue, isLikeTensor } from './foundValue.ts'
import { checkCount } from './shapeRules.ts'
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

/** Refuses anything but a whole number of 0 or more. */
export const checkWhole = (operation: string, name: string, value: number): number =>
  checkCount(operation, `'${name}'`, value, 0)

/** Refuses anything but a whole number of 1 or more. */
export const checkPositiveWhole = (operation: string, name: string, value: number): number =>
  checkCount(operation, `'${name}'`, value)

/** Allows infinity besides: no limit. */
export const orEndless =
  (rule: Rule) =>
  (operation: string, name: string, value: number): number =>
    value === Infinity ? value : rule(operation, name, value)

/** Refuses anything but a number from 0 to 1: a probability, a share. */
export const checkShare = (operation: string, name: string, value: number): number =>
  check(operation, name, value, isFinite(value) && value >= 0 && value <= 1, 'a number from 0 to 1')

/** Refuses anything but a number of 0 or more, infinity among them: the most that something may come to. */
export const checkLimit = (operation: string, name: string, value: number): number =>
  check(operation, name, value, typeof value === 'number' && value >= 0, 'a number, 0 or more')

type Rule = (operation: string, name: string, value: number) => number

/** A rule for what may be a tensor too, whose numbers nobody knows yet. */
export const unlessTensor =
  (rule: Rule) =>
  (operation: string, name: string, value: unknown): void => {
    if (typeof value === 'number') rule(operation, name, value)
    else if (!isLikeTensor(value))
      refuse(operation, [], { expected: `'${name}' to be a number`, found: foundValue(value) })
  }

/** A rule for each number of a list. */
export const each =
  (rule: Rule) =>
  (operation: string, name: string, values: readonly number[]): void => {
    if (Array.isArray(values)) values.forEach((value: number) => rule(operation, name, value))
    else refuse(operation, [], { expected: `'${name}' to be a list of numbers`, found: foundValue(values) })
  }

/** A rule for one number, or for each of a list. */
export const oneOrEach =
  (rule: Rule) =>
  (operation: string, name: string, values: number | readonly number[]): void => {
    if (typeof values === 'number') rule(operation, name, values)
    else each(rule)(operation, name, values)
  }

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
