/**
 * @file What the address of the page remembers: fields, each with its first value and the text that stands for a value.
 *
 * A table of fields describes the state of a part. Text that no value has is read as the first value, so that every
 * address leads to a page.
 */

/** One remembered value. */
interface Field<T> {
  readonly initial: T
  // A method, so that fields of all types fit in one table; what it is given is what `read` has given.
  show(value: T): string
  /** The value of a text, or `null` if there is none. */
  readonly read: (text: string) => T | null
}

/** The values of a table of fields. */
export type ValuesOf<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

const wholeFrom = (text: string, min: number, max: number): number | null => {
  const value = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : null
}

/** A whole number from `min` to `max`. */
export const whole = (min: number, max: number, initial: number): Field<number> => ({
  initial,
  show: String,
  read: (text) => wholeFrom(text, min, max),
})

/** One of several words. */
export const oneOf = <const W extends string>(words: readonly W[], initial: NoInfer<W>): Field<W> => ({
  initial,
  show: (word) => word,
  read: (text) => words.find((word) => word === text) ?? null,
})

/** As many whole numbers from `min` to `max` as there are at first. */
export const numbers = (min: number, max: number, initial: readonly number[]): Field<readonly number[]> => ({
  initial,
  show: (values) => values.join('.'),
  read: (text) => {
    const values = text.split('.').flatMap((one) => wholeFrom(one, min, max) ?? [])
    return values.length === initial.length && text.split('.').length === initial.length ? values : null
  },
})

/** As many digits from 0 to 9 as there are at first, written without spaces. */
export const digits = (initial: readonly number[]): Field<readonly number[]> => ({
  initial,
  show: (values) => values.join(''),
  read: (text) => (text.length === initial.length && /^\d+$/.test(text) ? Array.from(text, Number) : null),
})

/** A text of up to `longest` characters, or one of several known ones, which stand in the address by their names. */
export const text = <const N extends string>(
  known: Readonly<Record<N, string>>,
  longest: number,
  initial: NoInfer<N>,
): Field<string> => {
  const named = new Map<string, string>(Object.entries(known))
  return {
    initial: known[initial],
    show: (value) => [...named].find(([, other]) => other === value)?.[0] ?? `=${value}`,
    read: (written) =>
      written.startsWith('=') && written.length <= longest + 1 ? written.slice(1) : (named.get(written) ?? null),
  }
}

type Fields = Readonly<Record<string, Field<unknown>>>

/** The values that an address names, and the first value where it names none. */
export const valuesFrom = <const F extends Fields>(fields: F, search: URLSearchParams): ValuesOf<F> => {
  const values = Object.entries(fields).map(([name, { read, initial }]) => {
    const text = search.get(name)
    return [name, (text === null ? null : read(text)) ?? initial]
  })
  // `fromEntries` forgets the names, which are those of the fields.
  return Object.fromEntries(values) as ValuesOf<F>
}

/** The part of an address that names values: those that are not the first. */
export const searchOf = <const F extends Fields>(fields: F, values: ValuesOf<F>): URLSearchParams => {
  const given = new Map<string, unknown>(Object.entries(values))
  const named = Object.entries(fields).flatMap(([name, field]) => {
    const text = field.show(given.get(name))
    return text === field.show(field.initial) ? [] : [[name, text]]
  })
  return new URLSearchParams(named)
}
