/**
 * @file Images of files in a source: decoded where the pass decodes, brought to a size, and what is done with broken ones.
 */
import * as E from 'fp-ts/lib/Either.js'
import { budgetWith } from '../../codecs/Budget.ts'
import type { DecodeError } from '../DecodeError.ts'
import type { Decoded } from '../decoding/decodeJob.ts'
import type { DecodedImage } from '../image/DecodedImage.ts'
import { resized } from '../image/resized.ts'
import type { ImageFolderOptions } from '../imageFolder.ts'
import { inFile } from '../imageFolder.ts'
import type { Outcome, Reading } from './SourceItem.ts'

const sidesOf = (size: number | readonly [height: number, width: number]): readonly [height: number, width: number] =>
  typeof size === 'number' ? [size, size] : size

/** Decodes an image, where decoding happens, and resizes it. */
export const decodedBy = (
  { size, antialias = true, orient = true, ...limits }: Omit<ImageFolderOptions, 'skipBroken'>,
  { decode }: Reading,
): ((bytes: Uint8Array) => Promise<Decoded>) => {
  const sides = size === undefined ? null : sidesOf(size)
  const how = { size: antialias ? sides : null, orient, ...budgetWith(limits) }
  return async (bytes) => {
    const decoded = await decode(bytes, how)
    if (antialias || sides === null) return decoded
    // Without averaging it is an operation on tensors, which a decoding thread has not.
    return E.map((image: DecodedImage) => resized(image, ...sides, { antialias }))(decoded)
  }
}

/** An error of a file: the end of the stream, or an example that is left out. */
export const brokenFile = (file: string, error: DecodeError, skipBroken: boolean): Outcome<never> =>
  skipBroken ? { _tag: 'Skipped', file, error } : E.left(inFile(file)(error))
