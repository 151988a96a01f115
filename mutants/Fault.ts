/**
 * @file A planted fault: a mistake that somebody could make in a source file, as a replacement of text.
 */

/** A mistake, where it is made, and the tests that must notice. */
export interface Fault {
  /** What is wrong, in a few words. */
  readonly name: string
  /** The source file, from the top of the repository. */
  readonly file: string
  /** Text that occurs in it exactly once. */
  readonly find: string
  /** What the mistake makes of it. */
  readonly replace: string
  /** Test files that are run. */
  readonly tests: readonly string[]
}

/** A fault, its tests last. */
export const fault = (
  file: string,
  name: string,
  find: string,
  replace: string,
  ...tests: readonly string[]
): Fault => ({
  name,
  file,
  find,
  replace,
  tests,
})

/** The source with the fault in it. Throws where the text to replace is not there exactly once. */
export const plant = ({ name, file, find, replace }: Fault, source: string): string => {
  const found = source.split(find).length - 1
  if (found === 1) return source.replace(find, () => replace)
  throw new Error(`Cannot plant "${name}" in ${file}: its text is there ${String(found)} times`)
}
