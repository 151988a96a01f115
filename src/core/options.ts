/**
 * @file Records of options: one that is not known is refused, and so is a word that is none of an option's, since in
 * JavaScript a misspelt one would be passed over.
 */
import { refuse } from './TensorError.ts'

/** What is known of an option: its words, where it takes one of a few; else just that it is there. */
// Tuples, so that a union is looked at as a whole; no data has these types.
// eslint-disable-next-line no-restricted-syntax
type Known<T> = [T] extends [string] ? (string extends T ? true : Readonly<Record<T, true>>) : true

/** All options of a type by name, and their words: records, so that the compiler tells which is missing. */
export type OptionNames<O> = { readonly [K in keyof O]-?: Known<Exclude<O[K], undefined>> }

/** Options whose words are known. */
const checkWords = <O extends object>(operation: string, options: O, names: OptionNames<O>): O => {
  const known: readonly (readonly [name: string, words: unknown])[] = Object.entries(names)
  known.forEach(([name, words]) => {
    const word: unknown = Reflect.get(options, name)
    if (typeof words !== 'object' || words === null || word === undefined) return
    if (typeof word === 'string' && Object.hasOwn(words, word)) return
    const expected = Object.keys(words).join(', ')
    refuse(
      operation,
      [],
      {
        expected: `${name} to be one of ${expected}`,
        found: typeof word === 'string' ? `'${word}'` : `a ${typeof word}`,
      },
      `set the options of ${operation}`,
    )
  })
  return options
}

/**
 * Options as they are given. Refuses one of another name, a word that is none of an option's, and what is no record. `taken` are options that were taken
 * out of the record before.
 */
export const checkOptions = <O extends object>(
  operation: string,
  options: O,
  names: OptionNames<O>,
  taken: readonly string[] = [],
): O => {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) {
    return refuse(
      operation,
      [],
      { expected: 'a record of options', found: given === null ? 'null' : `a ${typeof given}` },
      `set the options of ${operation}`,
    )
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name))
  if (unknown === undefined) return checkWords(operation, options, names)
  const known = [...taken, ...Object.keys(names)].join(', ')
  return refuse(
    operation,
    [],
    { expected: known === '' ? 'no options' : `options among ${known}`, found: `'${unknown}'` },
    `set the options of ${operation}`,
  )
}
