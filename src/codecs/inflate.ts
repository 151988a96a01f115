/**
 * @file Deflate (RFC 1951) to a size that is known beforehand. Nothing is allocated for a size that the stream cannot
 * reach, and a stream that goes on after it is refused.
 */
import { inflateSync } from 'fflate'
import * as E from 'fp-ts/lib/Either.js'

/** Why a stream was refused. */
type InflateFault =
  | { readonly _tag: 'BadDeflate'; readonly detail: string }
  | { readonly _tag: 'WrongSize'; readonly expected: number; readonly found: number }

/** At most 258 bytes come of two bits. */
const highestRatio = 1032

/** The most bytes that a stream of so many can come to. */
export const mostInflated = (bytes: number): number => highestRatio * bytes

/** The stream's bytes, which must be so many. */
export const inflateTo =
  (size: number) =>
  (stream: Uint8Array): E.Either<InflateFault, Uint8Array> => {
    const most = mostInflated(stream.length)
    if (!(size <= most)) return E.left({ _tag: 'WrongSize', expected: size, found: most })
    try {
      // The byte more shows a stream that does not end where it should.
      const inflated = inflateSync(stream, { out: new Uint8Array(size + 1) })
      return inflated.length === size
        ? E.right(inflated)
        : E.left({ _tag: 'WrongSize', expected: size, found: inflated.length })
    } catch (thrown) {
      const detail = thrown instanceof Error ? thrown.message : String(thrown)
      return E.left({ _tag: 'BadDeflate', detail })
    }
  }
