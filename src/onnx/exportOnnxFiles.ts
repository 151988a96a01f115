/**
 * @file Functions as ONNX files in two parts: the model, and the numbers of its large tensors in a file beside it. A protocol
 * buffer has at most 2 GiB; the second file may be of any size.
 *
 * Laws: "two files have the numbers of one".
 */
import * as E from 'fp-ts/lib/Either.js'
import { foundValue } from '../core/foundValue.ts'
import { refuse } from '../core/TensorError.ts'
import type { OnnxFiles, WrittenGraph } from './export/encodeModel.ts'
import { bytesOf, encodeFiles } from './export/encodeModel.ts'
import type { ExportOnnxOptions } from './exportOnnx.ts'
import { exportedGraph, mostBytes } from './exportOnnx.ts'
import type { OnnxExportError } from './OnnxExportError.ts'
import { isPlainPath } from './storedTensors.ts'

export type { OnnxFiles } from './export/encodeModel.ts'

/** The other file. */
export interface ExternalFileOption {
  /** Its path from the folder of the model; `model.onnx.data` by default. */
  readonly dataFile?: string
}

/** A graph as a model and a file of this name. */
export const inTwoFiles =
  (dataFile = 'model.onnx.data') =>
  (graph: WrittenGraph): E.Either<OnnxExportError, OnnxFiles> => {
    if (typeof dataFile !== 'string' || !isPlainPath(dataFile))
      return refuse('export', [], {
        expected: "a plain path below the folder of the model as 'dataFile'",
        found: foundValue(dataFile),
      })
    const { all, movable } = bytesOf(graph)
    return all - movable > mostBytes
      ? E.left({ _tag: 'TooLarge', bytes: all - movable })
      : E.right(encodeFiles(graph, dataFile))
  }

/**
 * A function of tensors as {@link exportOnnx} writes it, with the numbers of stored arguments in a file beside the model, unless
 * they are few. The parts of that file are written one after another. Refuses a name outside the folder of the model.
 *
 * @example
 * ```ts
 * import { mul, ones } from 'cotangent'
 * import { exportOnnxFiles } from 'cotangent/onnx'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const files = exportOnnxFiles((w, x) => mul(w, x), [ones([1000]), ones([1000])], { stored: [0] })
 * E.isRight(files) && files.right.data.map(({ length }) => length) // => [4000]
 * ```
 */
export const exportOnnxFiles = <A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  args: Readonly<A>,
  options: ExportOnnxOptions & ExternalFileOption = {},
): E.Either<OnnxExportError, OnnxFiles> => {
  const { dataFile, ...rest } = options
  return E.chain(inTwoFiles(dataFile))(exportedGraph(f, args, rest))
}
