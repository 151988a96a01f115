/**
 * @file Checks records of options. Unknown options, words that an option does not accept, and values that break the rule of
 * an option are refused, since JavaScript would silently ignore misspelt ones.
 */
import { isLikeTensor, kindOf } from './foundValue.ts'
import { ownOptions } from './own.ts'
import { refuse } from './TensorError.ts'

/** Refuses a value that an option does not accept; it is told the operation and the option. */
type Rule<T> = (operation: string, name: string, value: T) => unknown

const isRule = (known: unknown): known is Rule<unknown> => typeof known === 'function'

/**
 * What is known of an option: the words that it accepts, if it takes one of a few; the rule that its value must obey; or only
 * that it exists.
 */
// Tuples, so that the conditional type does not distribute over a union; no data has these types.
// eslint-disable-next-line no-restricted-syntax
type Known<T> = [T] extends [string] ? (string extends T ? true | Rule<T> : Readonly<Record<T, true>>) : true | Rule<T>

/** Stands in the place of an option that a function does not have. No value is assignable to it. */
interface OptionError<Message extends string> {
  readonly optionError: Message
}

/**
 * Options of a type that the compiler infers, for a function that has the options `Known`. Any other name must not be there:
 * where a type is inferred, the compiler does not look for names that are too many by itself.
 */
export type OnlyKnown<O, Known> = O & {
  readonly [K in Exclude<keyof O, keyof Known>]: OptionError<`there is no option '${K & string}'`>
}

/** All options of a type by name, with their words or rules. A record, so that the compiler reports a missing one. */
export type OptionNames<O> = { readonly [K in keyof O]-?: Known<Exclude<O[K], undefined>> }

/** Options whose words and rules are known. */
const checkValues = <O extends object>(operation: string, options: O, names: OptionNames<O>): O => {
  const known: readonly (readonly [name: string, words: unknown])[] = Object.entries(names)
  known.forEach(([name, words]) => {
    const word: unknown = Reflect.get(options, name)
    if (isRule(words) && word !== undefined) words(operation, name, word)
    if (typeof words !== 'object' || words === null || word === undefined) return
    if (typeof word === 'string' && Object.hasOwn(words, word)) return
    const expected = Object.keys(words).join(', ')
    refuse(
      operation,
      [],
      {
        expected: `${name} to be one of ${expected}`,
        found: typeof word === 'string' ? `'${word}'` : kindOf(word),
      },
      `set the options of ${operation}`,
    )
  })
  return options
}

/** A function that takes options gives the function of a tensor. */
const calledFirst = (operation: string) => ({ advice: `write ${operation}()(x), or ${operation}() as a layer` })

/**
 * Checks options and returns a copy of them, so that whoever gave them cannot change what was made with them. Refuses unknown options, words and values that an option does not accept, and anything
 * that is not a record. `taken` names options that were removed from the record before.
 */
export const checkOptions = <O extends object>(
  operation: string,
  options: O,
  names: OptionNames<O>,
  taken: readonly string[] = [],
): O => {
  const given: unknown = options
  if (typeof given !== 'object' || given === null || Array.isArray(given) || isLikeTensor(given)) {
    return refuse(
      operation,
      [],
      { expected: 'a record of options', found: kindOf(given), ...(isLikeTensor(given) ? calledFirst(operation) : {}) },
      `set the options of ${operation}`,
    )
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name))
  if (unknown === undefined) return checkValues(operation, ownOptions(options), names)
  const known = [...taken, ...Object.keys(names)].join(', ')
  return refuse(
    operation,
    [],
    { expected: known === '' ? 'no options' : `options among ${known}`, found: `'${unknown}'` },
    `set the options of ${operation}`,
  )
}
