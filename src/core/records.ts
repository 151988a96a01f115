/** @file Records whose names the types know. */

/** The names of a record, in its order. */
export const namesOf = <R extends object>(record: R): readonly (keyof R & string)[] =>
  Object.keys(record).filter((name): name is keyof R & string => Object.hasOwn(record, name))

/** A record with the names of another, each with its own type; `entry` gives what has a name. */
export const recordLike = <M extends object>(
  form: { readonly [K in keyof M]: unknown },
  entry: <N extends keyof M & string>(name: N) => M[N],
): M =>
  // Every name has its entry, of the type that `entry` has for it; `Object.fromEntries` forgets which name has which.
  Object.fromEntries(namesOf(form).map((name) => [name, entry(name)])) as M
