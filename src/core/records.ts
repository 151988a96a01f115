/** @file Records whose names are known to the types. */

/** The names of a record, in its order. */
export const namesOf = <R extends object>(record: R): readonly (keyof R & string)[] =>
  Object.keys(record).filter((name): name is keyof R & string => Object.hasOwn(record, name))

/** A record with the names of another; `entry` gives the entry of each name, with its own type. */
export const recordLike = <M extends object>(
  form: { readonly [K in keyof M]: unknown },
  entry: <N extends keyof M & string>(name: N) => M[N],
): M =>
  // Every name has the entry that `entry` gives for it; the type of `Object.fromEntries` forgets which name has which.
  Object.fromEntries(namesOf(form).map((name) => [name, entry(name)])) as M
