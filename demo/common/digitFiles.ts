/** @file The digits that the page shows: 2,000 of MNIST's, in six shades. */
import { avgPool2d, tensor } from 'cotangent'
import type { Dataset, MnistImage } from 'cotangent/data'
import { decodeMnist, showDecodeError } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf } from './messageOf.ts'
import { entriesOf } from './numbersOf.ts'

/** Fetches a file. */
export const bytesAt = (address: URL): TE.TaskEither<string, Uint8Array> =>
  TE.tryCatch(async () => {
    const answer = await fetch(address)
    if (!answer.ok) throw new RangeError(`${address.pathname}: ${String(answer.status)}`)
    return new Uint8Array(await answer.arrayBuffer())
  }, messageOf)

/** Fetches the digits that lie beside the page. */
export const loadDigits = (page: string): TE.TaskEither<string, Dataset<MnistImage>> =>
  pipe(
    TE.Do,
    TE.apS('images', bytesAt(new URL('digits/images.bin', page))),
    TE.apS('labels', bytesAt(new URL('digits/labels.bin', page))),
    TE.chainEitherK((files) => pipe(decodeMnist()(files), E.mapLeft(showDecodeError))),
  )

const side = 28

/** A digit as 14 x 14 cells from 0 to 9: the average of each four pixels. */
export const smallDigit = (digits: Dataset<MnistImage>, index: number): readonly number[] => {
  const pixels = digits.images.subarray(index * side * side, (index + 1) * side * side)
  const small = avgPool2d({ kernel: 2 })(tensor(Float64Array.from(pixels), [1, 1, side, side]))
  return entriesOf(small).map((ink) => Math.round((9 * ink) / 255))
}
