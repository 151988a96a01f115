/** @file Records of options: one that is not known is refused, since in JavaScript a misspelt one would be passed over. */
import { refuse } from './TensorError.ts'

/** The names of all options of a type, each once: a record, so that the compiler tells which is missing. */
export type OptionNames<O> = Readonly<Record<keyof O, true>>

/**
 * Options as they are given. Refuses one of another name, and what is no record. `taken` are options that were taken
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
      `options are a record, not ${given === null ? 'null' : `a ${typeof given}`}`,
      `set the options of ${operation}`,
    )
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name))
  if (unknown === undefined) return options
  const known = [...taken, ...Object.keys(names)].join(', ')
  return refuse(operation, [], `'${unknown}' is not one of its options: ${known}`, `set the options of ${operation}`)
}
