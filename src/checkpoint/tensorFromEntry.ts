/**
 * @file A tensor of a file as a tensor to compute with, whatever its element type.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { ownList, ownNumbers } from '../core/own.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { leaf } from '../core/Tensor.ts'
import type { CheckpointError } from './CheckpointError.ts'
import { numbersOfWhole } from './dtype.ts'
import type { SafetensorsEntry } from './SafetensorsEntry.ts'
import { checkFilled } from './SafetensorsEntry.ts'

/** The numbers of a tensor of a file; 64-bit integers as float64, each of which must be exact. */
export const numbersOf = (name: string, { data }: SafetensorsEntry): E.Either<CheckpointError, NumberArray> => {
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return E.right(data)
  const numbers = numbersOfWhole(data)
  const index = numbers.findIndex((value) => !Number.isSafeInteger(value))
  const value = data[index]
  return value === undefined ? E.right(numbers) : E.left({ _tag: 'InexactInteger', name, index, value })
}

/**
 * Makes a tensor of a tensor of a file, without a template: of what `decodeNpy` reads, or of an entry of what
 * `decodeSafetensors`, `decodeStateDict` or `decodeNpz` reads. The numbers are copied. Integers of 64 bits become float64;
 * one above 2^53 is refused with an `InexactInteger`. Booleans become 0 and 1. Throws a `TensorError` when the data do not
 * fill the shape, or are not in the array of their element type.
 *
 * @example
 * ```ts
 * import { toNested } from 'cotangent'
 * import { decodeNpy, encodeNpy, tensorFromEntry } from 'cotangent/checkpoint'
 * import * as E from 'fp-ts/lib/Either.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const bytes = encodeNpy({ dtype: 'I64', data: BigInt64Array.of(5n, 0n, 4n), shape: [3] })
 * const labels = pipe(bytes, decodeNpy(), E.chain(tensorFromEntry))
 * E.isRight(labels) && toNested(labels.right) // => [5, 0, 4]
 * ```
 */
export const tensorFromEntry = (entry: SafetensorsEntry): E.Either<CheckpointError, Tensor> => {
  checkFilled('tensorFromEntry', 'take the tensor', entry)
  return pipe(
    numbersOf('the tensor', entry),
    E.map((numbers) => leaf(ownNumbers(numbers) ?? numbers, ownList(entry.shape))),
  )
}
