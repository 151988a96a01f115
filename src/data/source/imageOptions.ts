/**
 * @file Images of files in a source: decoded where the pass decodes, brought to a size, and what is done with broken ones.
 */
import * as E from 'fp-ts/lib/Either.js'
import { budgetWith } from '../../codecs/Budget.ts'
import type { DecodeError } from '../DecodeError.ts'
import type { Decoded } from '../decoding/decodeJob.ts'
import type { DecodedImage } from '../image/DecodedImage.ts'
import { fitted } from '../image/resized.ts'
import type { ImageFolderOptions } from '../imageFolder.ts'
import { inFile } from '../imageFolder.ts'
import type { Sides } from '../imageSize.ts'
import type { Outcome, Reading } from './SourceItem.ts'

/** Decodes an image, where decoding happens, and brings it to these sides, if any. */
export const decodedBy = (
  { antialias = true, orient = true, ...limits }: Omit<ImageFolderOptions, 'skipBroken'>,
  sides: Sides | null,
  { decode }: Reading,
): ((bytes: Uint8Array) => Promise<Decoded>) => {
  const budget = budgetWith(limits)
  const how = { size: antialias ? sides : null, orient, ...budget }
  return async (bytes) => {
    const decoded = await decode(bytes, how)
    if (antialias || sides === null) return decoded
    // Without averaging it is an operation on tensors, which a decoding thread has not.
    return E.chain((image: DecodedImage): Decoded => fitted(budget, sides, antialias)(image))(decoded)
  }
}

/** An error of a file: the end of the stream, or an example that is left out. */
export const brokenFile = (file: string, error: DecodeError, skipBroken: boolean): Outcome<never> =>
  skipBroken ? { _tag: 'Skipped', file, error } : E.left(inFile(file)(error))
