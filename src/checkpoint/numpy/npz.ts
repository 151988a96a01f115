/**
 * @file NumPy's archives, `.npz`: named arrays, each a `.npy` file in a zip archive.
 *
 * Laws: "decodeNpz undoes encodeNpz"; "every proper prefix is refused".
 */
import { checkBytes } from '../../core/checkBytes.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { budgetNames, budgetWith } from '../../codecs/Budget.ts'
import { lookingLike } from '../../codecs/FileFormat.ts'
import { checkOptions } from '../../core/options.ts'
import type { CheckpointError } from '../CheckpointError.ts'
import { errorFrom } from '../pth/PthError.ts'
import { archiveOf, contentOf } from '../pth/zip.ts'
import type { SafetensorsEntry } from '../SafetensorsEntry.ts'
import { checkNamed } from '../SafetensorsEntry.ts'
import type { NamedTensors } from '../treeCheckpoint.ts'
import { zipped } from '../zipped.ts'
import type { DecodeNpyOptions } from './npy.ts'
import { arrayOf, encodeNpy } from './npy.ts'

const ending = '.npy'

/** What the archive was refused for, as a fault of this format. */
const ofNumpy = (error: CheckpointError): CheckpointError =>
  error._tag === 'PthFault' ? { _tag: 'NumpyFault', reason: error.reason } : error

const inMember = (name: string, error: CheckpointError): CheckpointError =>
  error._tag === 'NumpyFault' ? { _tag: 'NumpyFault', reason: `${name}: ${error.reason}` } : error

/**
 * Reads a file that `numpy.savez` or `numpy.savez_compressed` wrote: its arrays by name. Members that are no `.npy` are
 * refused.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { decodeNpz, encodeNpz, namedTensors } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const read = decodeNpz()(encodeNpz(namedTensors({ fc: { bias: tensor([1, 2], [2]) } })))
 * E.isRight(read) && Array.from(read.right.keys()) // => ['fc.bias']
 * ```
 */
export const decodeNpz = (given: DecodeNpyOptions = {}) => {
  const options = checkOptions('decodeNpz', given, budgetNames)
  return (bytes: Uint8Array): E.Either<CheckpointError, NamedTensors> => {
    checkBytes('decodeNpz', bytes)
    return pipe(
      E.tryCatch(() => {
        const { members } = archiveOf(bytes, budgetWith(options))
        return [...members.values()].map((member) => [member.name, contentOf(bytes, member)] as const)
      }, errorFrom),
      E.mapLeft(ofNumpy),
      E.chain(
        E.traverseArray(([name, content]) =>
          name.endsWith(ending)
            ? pipe(
                content,
                arrayOf(budgetWith(options)),
                E.bimap(
                  (error) => inMember(name, error),
                  (entry): readonly [string, SafetensorsEntry] => [name.slice(0, -ending.length), entry],
                ),
              )
            : E.left<CheckpointError>({ _tag: 'NumpyFault', reason: `${name} is no array` }),
        ),
      ),
      E.bimap(lookingLike(bytes, 'npz', 'zip'), (entries) => new Map(entries)),
    )
  }
}

/**
 * The bytes of an `.npz` file, which `numpy.load` reads: tensors by name, not compressed.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { encodeNpz, namedTensors } from 'cotangent/checkpoint'
 *
 * const bytes = encodeNpz(namedTensors({ weight: ones([2]) }))
 * String.fromCharCode(...bytes.subarray(0, 2)) // => 'PK'
 * ```
 */
export const encodeNpz = (tensors: NamedTensors): Uint8Array => {
  checkNamed('encodeNpz', tensors)
  return zipped([...tensors].map(([name, entry]) => [`${name}${ending}`, encodeNpy(entry)]))
}
