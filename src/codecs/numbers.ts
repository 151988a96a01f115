/**
 * @file Codecs of io-ts for numbers, as data holds them and as the words of a command do. The name of a codec is what it
 * expects, which messages quote.
 */
import * as t from 'io-ts'

/** A codec of values that stay as they are. */
export const codecOf = <A>(name: string, is: (u: unknown) => u is A): t.Type<A, A, unknown> =>
  new t.Type(name, is, (u, context) => (is(u) ? t.success(u) : t.failure(u, context)), t.identity)

/** Which numbers a codec accepts. */
interface Accepted {
  readonly name: string
  readonly accepts: (n: number) => boolean
}

const whole = (least: number): Accepted => ({
  name: `a whole number, ${String(least)} or more`,
  accepts: (n) => Number.isSafeInteger(n) && n >= least,
})

/** Whole numbers, 1 or more. */
export const counts: Accepted = whole(1)

/** Whole numbers, 0 or more. */
export const naturals: Accepted = whole(0)

/** A codec of numbers. */
export const numberCodec = ({ name, accepts }: Accepted): t.Type<number, number, unknown> =>
  codecOf(name, (u): u is number => typeof u === 'number' && accepts(u))

/** A codec of numbers written as text. */
export const numberFromText = ({ name, accepts }: Accepted): t.Type<number, string, unknown> =>
  new t.Type(
    name,
    (u): u is number => typeof u === 'number' && accepts(u),
    (u, context) => {
      const n = typeof u === 'string' && u.trim() !== '' ? Number(u) : Number.NaN
      return accepts(n) ? t.success(n) : t.failure(u, context)
    },
    String,
  )
