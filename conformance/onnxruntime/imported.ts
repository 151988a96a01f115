/** @file Operators that the archives of ONNX's tests do not have, in models of one node: run here and by onnxruntime. */
import { tensor, toArray } from 'cotangent'
import { evalMode } from 'cotangent/nn'
import { decodeOnnx, onnxNetwork, showOnnxError } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import type { WrittenAttribute } from '../../src/onnx/export/encodeModel.ts'
import { encodeModel } from '../../src/onnx/export/encodeModel.ts'
import { difference, numbersIn } from './difference.ts'
import { noise } from './networks.ts'
import type { Onnxruntime } from './session.ts'

/** Boxes on two images of 9 by 11 pixels: inside, partly outside, small, empty, and larger than the image. */
const boxes = [...[1, 1, 7.5, 6], ...[-3, 2, 5, 12], ...[4.2, 3.1, 4.9, 3.6], ...[2, 2, 2, 2], ...[-2, -2, 14, 13]]
const images = [0, 1, 1, 0, 1]

const text = (value: string): WrittenAttribute => ({ _tag: 'Text', value })
const int = (value: number): WrittenAttribute => ({ _tag: 'Int', value })

const modelOf = (attributes: Readonly<Record<string, WrittenAttribute>>): Uint8Array =>
  encodeModel({
    inputs: [
      { name: 'x', type: 'float', shape: [2, 3, 9, 11] },
      { name: 'boxes', type: 'float', shape: [images.length, 4] },
      { name: 'images', type: 'int64', shape: [images.length] },
    ],
    outputs: [{ name: 'y', type: 'float', shape: [images.length, 3, 2, 3] }],
    initializers: new Map(),
    nodes: [{ name: 'align', operator: 'RoiAlign', inputs: ['x', 'boxes', 'images'], outputs: ['y'], attributes }],
  })

/** The ways of RoiAlign, by name. */
const alignments: Readonly<Record<string, Readonly<Record<string, WrittenAttribute>>>> = Object.fromEntries(
  ['avg', 'max'].flatMap((mode) =>
    ['half_pixel', 'output_half_pixel'].flatMap((way) =>
      [0, 1, 2].map((ratio) => [
        `RoiAlign, ${mode}, ${way}, ${String(ratio)} places`,
        {
          mode: text(mode),
          coordinate_transformation_mode: text(way),
          sampling_ratio: int(ratio),
          output_height: int(2),
          output_width: int(3),
          spatial_scale: { _tag: 'Float', value: 0.75 } as const,
        },
      ]),
    ),
  ),
)

/** The greatest difference between onnxruntime and an imported operator, by name. */
export const comparedImports = async (
  ort: Onnxruntime,
): Promise<readonly (readonly [name: string, worst: number])[]> => {
  const found: (readonly [string, number])[] = []
  for (const [name, attributes] of Object.entries(alignments)) {
    const bytes = modelOf(attributes)
    const network = E.chain(onnxNetwork())(decodeOnnx(bytes))
    if (E.isLeft(network)) throw new Error(showOnnxError(network.left))
    const x = noise(2 * 3 * 9 * 11, 3)
    const session = await ort.load(bytes)
    const { y } = await session.run({
      x: ort.floats(x, [2, 3, 9, 11]),
      boxes: ort.floats(Float32Array.from(boxes), [images.length, 4]),
      images: ort.ints(images, [images.length]),
    })
    await session.release()
    const { params, state, apply } = network.right
    const [outputs] = apply(evalMode)(params, state, {
      x: tensor(x, [2, 3, 9, 11]),
      boxes: tensor(boxes, [images.length, 4]),
      images: tensor(images),
    })
    const ours = outputs['y']
    const isThere = y !== undefined && ours !== undefined
    found.push([name, isThere ? difference(toArray(ours), numbersIn(y), 1) : Infinity])
  }
  return found
}
