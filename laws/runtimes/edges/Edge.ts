/**
 * @file Rows of the record: inputs with the expected numbers, and how far a number may be from the expected one.
 *
 * A distance is counted in units in the last place of the expected number: of float64 or of float32, whose numbers are
 * those of the record rounded once more. Numbers that are not finite must be equal, and a zero must have its recorded
 * sign.
 */

/** What is expected: a number, a signed zero, or nothing. */
export type Expected = { readonly value: number; readonly isSigned: boolean } | null

/** Inputs, and what is expected at them: the value, then derivatives in the order of the record. */
export interface Edge {
  readonly inputs: readonly number[]
  readonly expected: readonly Expected[]
}

const numberOf = (text: string): number =>
  text === 'inf' ? Infinity : text === '-inf' ? -Infinity : text === 'nan' ? Number.NaN : Number(text)

const expectedOf = (text: string): Expected =>
  text === '_' ? null : { value: numberOf(text), isSigned: text === '+0' || text === '-0' }

/** An input: of float32 by its fewest digits, of float64 with a `d`. */
const inputOf = (text: string): number => (text.endsWith('d') ? Number(text.slice(0, -1)) : Math.fround(numberOf(text)))

/** The rows of a record with so many inputs. */
export const edgesOf = (record: string, inputs: number): readonly Edge[] =>
  record.split(';').map((row) => {
    const words = row.split(' ')
    return { inputs: words.slice(0, inputs).map(inputOf), expected: words.slice(inputs).map(expectedOf) }
  })

/** A format of binary floating point. */
export interface Format {
  /** Bits of the mantissa, including the implicit one. */
  readonly bits: number
  /** The smallest number with full precision. */
  readonly leastNormal: number
  readonly least: number
  readonly greatest: number
  readonly round: (x: number) => number
}

/** Float64. */
export const double: Format = {
  bits: 53,
  leastNormal: 2 ** -1022,
  least: Number.MIN_VALUE,
  greatest: Number.MAX_VALUE,
  round: (x) => x,
}

/** Float32. */
export const single: Format = {
  bits: 24,
  leastNormal: 2 ** -126,
  least: 2 ** -149,
  greatest: Math.fround(3.4028234663852886e38),
  round: Math.fround,
}

/** The unit in the last place of a number. */
export const unitOf = (x: number, { bits, least, leastNormal }: Format): number => {
  const size = Math.abs(x)
  if (size < leastNormal) return least
  const exponent = Math.floor(Math.log2(size))
  // The logarithm may be rounded up to the next whole number.
  const power = 2 ** exponent > size ? exponent - 1 : exponent
  return Math.max(least, 2 ** (power - bits + 1))
}

/** How a number is judged. */
export interface Judgement {
  readonly format: Format
  /** Sizes beside the expected one that an error may be relative to. */
  readonly scale: number
  /** Whether a number below the smallest normal number may be 0. */
  readonly mayVanish: boolean
  /** Allowed error in multiples of the smallest number. */
  readonly leasts: number
  /** Whether the signs of zeros are ignored. */
  readonly unsigned: boolean
}

/** The distance of a number from the expected one, in units in the last place; infinite if only equality will do. */
export const distance = (found: number, expected: Expected, judgement: Judgement): number => {
  const { format, scale, mayVanish, leasts, unsigned } = judgement
  if (expected === null) return 0
  const wanted = format.round(expected.value)
  if (Object.is(found, wanted)) return 0
  if (Number.isNaN(wanted) || Number.isNaN(found)) return Infinity
  if (found === wanted) return expected.isSigned && !unsigned ? Infinity : 0
  // A number next to the largest may have become infinite, or the other way round.
  const edge = format.greatest * (1 - 2 ** -format.bits)
  if (!Number.isFinite(wanted) || !Number.isFinite(found)) {
    const isNear = Math.sign(wanted) === Math.sign(found) && Math.min(Math.abs(wanted), Math.abs(found)) > edge * 0.9999
    return isNear ? 1 : Infinity
  }
  if (mayVanish && Math.abs(wanted) < 2 * format.leastNormal && Math.abs(found) < 2 * format.leastNormal) return 0
  if (Math.abs(found - wanted) <= leasts * format.least) return 0
  return Math.abs(found - wanted) / unitOf(Math.max(Math.abs(wanted), scale), format)
}
