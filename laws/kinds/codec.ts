/**
 * @file The laws of codecs: of io-ts codecs, and of any pair of functions of this form.
 *
 *     round trip           decode(encode(a)) = Right(a)
 *     garbage is refused   decode of what encodes nothing is Left, and never throws
 *     damage               decode of cut or altered bytes is an Either, and never throws; cut short, it is Left
 */
import type { Either } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import type { Equation, Side } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import { law } from '../framework/property.ts'

/** Encoding, which is total, and decoding, which may refuse. An io-ts codec is one. */
export interface CodecFunctions<A, O> {
  /** Any value as its encoding. */
  readonly encode: (a: A) => O
  /** The value of an encoding, or the reason why there is none. */
  readonly decode: (encoded: never) => Either<unknown, A>
}

/** A codec and its test values. */
export interface CodecSpec<A, O> {
  readonly codec: CodecFunctions<A, O>
  /** Values to encode. */
  readonly values: fc.Arbitrary<A>
  /** Values that must be refused, if any. */
  readonly garbage?: fc.Arbitrary<unknown>
  /** The part of a value that is compared; all of it by default. */
  readonly compared?: (a: A) => Side
  /** Whether an encoding that is cut short must be refused; true by default. */
  readonly refusesCut?: boolean
}

const sideOf = <A>(either: Either<unknown, A>, compared: (a: A) => Side): Side =>
  either._tag === 'Right' ? { right: compared(either.right) } : { left: 'refused' }

interface Damage {
  readonly cut: boolean
  /** A share of the length. */
  readonly at: number
  readonly flip: number
}

const damage: fc.Arbitrary<Damage> = fc.record({
  cut: fc.boolean(),
  at: fc.nat({ max: 999 }).map((n) => n / 1000),
  flip: fc.integer({ min: 1, max: 255 }),
})

const damaged = (bytes: Uint8Array, { cut, at, flip }: Damage): Uint8Array => {
  const place = Math.floor(at * bytes.length)
  return cut ? bytes.slice(0, place) : bytes.map((byte, index) => (index === place ? byte ^ flip : byte))
}

const outcome = (decode: (encoded: never) => Either<unknown, unknown>, encoded: unknown): string => {
  const result = decode(encoded as never) as { readonly _tag?: unknown } | null
  return result?._tag === 'Left' ? 'Left' : result?._tag === 'Right' ? 'Right' : 'no Either'
}

/**
 * The laws of a codec; if encodings are bytes, also that damaged ones do no harm.
 *
 * @example
 * ```ts
 * import { laws } from 'cotangent/laws'
 * import fc from 'fast-check'
 * import * as t from 'io-ts'
 *
 * const codec = t.type({ epochs: t.number, name: t.string })
 * const values = fc.record({ epochs: fc.integer(), name: fc.string() })
 * const garbage = fc.record({ epochs: fc.string() })
 * laws.codec('settings', { codec, values, garbage }).map((law) => law.run({ runs: 10 })._tag) // => ['passed', 'passed']
 * ```
 */
export const codecLaws = <A, O>(
  name: string,
  { codec, values, garbage, compared = (a) => a, refusesCut = true }: CodecSpec<A, O>,
): readonly Law[] => {
  const { encode, decode } = codec
  const refused = (encoded: unknown): Equation => ({ left: outcome(decode, encoded), right: 'Left' })
  const bytes = fc.tuple(values, damage)
  const cutShort = (a: A, how: Damage): Equation | null => {
    const encoded = encode(a)
    if (!(encoded instanceof Uint8Array) || encoded.length === 0) return null
    const result = outcome(decode, damaged(encoded, how))
    const allowed = how.cut && refusesCut ? ['Left'] : ['Left', 'Right']
    return { left: result, right: allowed.includes(result) ? result : allowed.join(' or ') }
  }
  const first = fc.sample(values, { numRuns: 1, seed: 0 }).map(encode)[0]
  return [
    law(`${name}: round trip`, values, (a) => ({
      left: sideOf(decode(encode(a) as never), compared),
      right: { right: compared(a) },
    })),
    ...(garbage === undefined ? [] : [law(`${name}: garbage is refused`, garbage, refused)]),
    ...(first instanceof Uint8Array
      ? [
          law(`${name}: damage does no harm`, bytes, ([a, how]) => {
            const equation = cutShort(a, how)
            if (equation === null) throw new fc.PreconditionFailure()
            return equation
          }),
        ]
      : []),
  ]
}
