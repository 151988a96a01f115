/**
 * @file JPEG, baseline and progressive, to planes; decoded by jpeg-js after its claims are checked against the budget.
 */
import * as E from 'fp-ts/lib/Either.js'
import jpeg from 'jpeg-js'
import type { Budget } from '../../codecs/Budget.ts'
import type { DecodeError } from '../DecodeError.ts'
import { checkSides, noImage } from './DecodedImage.ts'
import type { WithExif } from './decodePng.ts'
import { jpegClaims } from './jpegClaims.ts'

/** While it is decoded, a block takes 64 numbers of 4 bytes, and one byte per sample. */
const bytesOfBlock = 64 * 5

const megabyte = 2 ** 20

/** Decodes a JPEG image. */
export const decodeJpeg =
  (budget: Budget) =>
  (bytes: Uint8Array): E.Either<DecodeError, WithExif> => {
    const claims = jpegClaims(bytes)
    if (E.isLeft(claims)) return claims
    const { width, height, blocks, isRgb, exif } = claims.right
    const count = width * height
    const needed = blocks * bytesOfBlock + 8 * count
    const fits = checkSides(budget, width, height, needed + 3 * count)
    if (E.isLeft(fits)) return fits
    try {
      // The decoder respects the claims even if it finds more than was read here. Half a pixel more, since it multiplies by
      // a million again, which may round below the count; the extra megabyte is for its tables.
      const { data } = jpeg.decode(bytes, {
        useTArray: true,
        ...(isRgb ? { colorTransform: false } : {}),
        maxResolutionInMP: (count + 0.5) / 1e6,
        maxMemoryUsageInMB: 2 * (needed / megabyte) + 1,
      })
      const planes = new Uint8Array(3 * count)
      for (let pixel = 0; pixel < count; pixel++) {
        for (let plane = 0; plane < 3; plane++) planes[plane * count + pixel] = data[4 * pixel + plane] ?? 0
      }
      return E.right({ image: { height, width, planes }, exif })
    } catch (thrown) {
      return noImage(thrown instanceof Error ? thrown.message : String(thrown))
    }
  }
