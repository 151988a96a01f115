/**
 * @file Operators of ONNX, one small model each. ONNX's own tests, which are many more, are in the conformance suite; their
 * archives are not part of the repository.
 */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { tensor, toNested } from '../../src/index.ts'
import { evalMode } from '../../src/nn/index.ts'
import { decodeOnnx, onnxNetwork, showOnnxError } from '../../src/onnx/index.ts'
import type { TensorProto } from 'onnx-buf'
import { bytesOf, floats, ints, node, slot } from './models.ts'

type Settings = Parameters<typeof node>[3]

/** Applies an operator to an input and constants, and gives its first output. */
const applied = (
  operator: string,
  [shape, entries]: readonly [readonly number[], readonly number[]],
  constants: readonly (TensorProto | null)[] = [],
  settings: Settings = {},
  opset = 24,
): unknown => {
  const given = constants.flatMap((one) => (one === null ? [] : [one]))
  const names = constants.map((one) => one?.name ?? '')
  const bytes = bytesOf(
    {
      inputs: [slot('x', shape)],
      outputs: [slot('y', null)],
      initializers: given,
      nodes: [node(operator, ['x', ...names], ['y'], settings)],
    },
    opset,
  )
  const network = E.chain(onnxNetwork())(decodeOnnx(bytes))
  if (E.isLeft(network)) throw new Error(showOnnxError(network.left))
  const { apply, params, state } = network.right
  return toNested(apply(evalMode)(params, state, { x: tensor([...entries], shape) })[0]['y']!)
}

/** Two boxes of a row of three pixels. */
const aligned = (boxes: readonly number[], settings: Settings, opset = 22): unknown =>
  applied(
    'RoiAlign',
    [
      [1, 1, 1, 3],
      [2, 4, 8],
    ],
    [floats('boxes', [2, 4], boxes), ints('images', [2], [0, 0])],
    settings,
    opset,
  )

describe('operators', () => {
  it.each<readonly [name: string, found: () => unknown, expected: unknown]>([
    [
      'RoiAlign has a place for each pixel of a box, if it is not told how many',
      () => aligned([0, 0, 1, 1, 0, 0, 3, 1], { mode: 'avg' }),
      [[[[2]]], [[[Math.fround(14 / 3)]]]],
    ],
    [
      'RoiAlign has the greatest weighed pixel as its maximum',
      () => aligned([0.5, 0, 2.5, 1, 0, 0, 3, 1], { mode: 'max' }),
      [[[[4]]], [[[8]]]],
    ],
    [
      'RoiAlign has boxes of a pixel at least, and no shift, in its first version',
      () => aligned([1, 0, 1, 0, 0, 0, 1, 1], { sampling_ratio: 1 }, 10),
      [[[[6]]], [[[3]]]],
    ],
    [
      'QuantizeLinear rounds to even and saturates',
      () =>
        applied(
          'QuantizeLinear',
          [[4], [1, 3, -9, 1e6]],
          [floats('s', [], [2]), { ...ints('z', [], [1]), dataType: 2, int64Data: [], int32Data: [1] }],
        ),
      [1, 3, 0, 255],
    ],
    [
      'DequantizeLinear has a scale for each entry along an axis',
      () =>
        applied(
          'DequantizeLinear',
          [
            [2, 2],
            [1, 2, 3, 4],
          ],
          [floats('s', [2], [2, 10])],
          { axis: 0 },
        ),
      [
        [2, 4],
        [30, 40],
      ],
    ],
    [
      'DequantizeLinear has a scale for each block',
      () => applied('DequantizeLinear', [[3], [1, 2, 3]], [floats('s', [2], [2, 10])], { axis: 0, block_size: 2 }),
      [2, 4, 30],
    ],
    [
      'Conv has three axes',
      () =>
        applied(
          'Conv',
          [
            [1, 1, 2, 1, 1],
            [3, 4],
          ],
          [floats('w', [1, 1, 2, 1, 1], [1, 10])],
        ),
      [[[[[43]]]]],
    ],
    [
      'MaxPool has three axes',
      () =>
        applied(
          'MaxPool',
          [
            [1, 1, 2, 1, 2],
            [3, 4, 7, 1],
          ],
          [],
          { kernel_shape: [2, 1, 1] },
        ),
      [[[[[7, 4]]]]],
    ],
    [
      'Resize keeps the ratio of sides',
      () =>
        applied(
          'Resize',
          [
            [1, 1, 1, 2],
            [5, 6],
          ],
          [null, null, ints('s', [4], [1, 1, 2, 6])],
          { keep_aspect_ratio_policy: 'not_larger' },
        ),
      [
        [
          [
            [5, 5, 6, 6],
            [5, 5, 6, 6],
          ],
        ],
      ],
    ],
    [
      'Resize takes a part of an image',
      () =>
        applied(
          'Resize',
          [
            [1, 1, 1, 3],
            [0, 10, 20],
          ],
          [floats('r', [8], [0, 0, 0, 0, 1, 1, 1, 2]), null, ints('s', [4], [1, 1, 1, 3])],
          { mode: 'linear', coordinate_transformation_mode: 'tf_crop_and_resize', extrapolation_value: { float: 7 } },
        ),
      [[[[0, 20, 7]]]],
    ],
    [
      'Resize has scales, and places of cells, of 32 bits',
      () =>
        [
          [0.6, 9],
          [0.7, 10],
        ].map(([scale = 1, side = 1]) =>
          applied(
            'Resize',
            [[1, 1, 1, side], Array.from({ length: side }, (_, k) => k)],
            [null, floats('s', [4], [1, 1, 1, scale])],
            { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
          ),
        ),
      [[[[[0, 1, 3, 5, 6]]]], [[[[0, 1, 2, 4, 5, 7, 8]]]]],
    ],
    [
      'Resize averages with cells of the edge again',
      () =>
        applied(
          'Resize',
          [
            [1, 1, 1, 4],
            [1, 2, 3, 4],
          ],
          [null, floats('s', [4], [1, 1, 1, 0.5])],
          { mode: 'linear', antialias: 1 },
        ),
      [[[[1.625, 3.375]]]],
    ],
    [
      'GridSample has zeros outside',
      () =>
        applied(
          'GridSample',
          [
            [1, 1, 1, 2],
            [2, 4],
          ],
          [floats('g', [1, 1, 2, 2], [0, 0, 9, 0])],
        ),
      [[[[3, 0]]]],
    ],
    [
      'AffineGrid makes coordinates from the last axis on',
      () =>
        applied(
          'AffineGrid',
          [
            [1, 2, 3],
            [1, 0, 0.5, 0, 1, 0],
          ],
          [ints('s', [4], [1, 1, 1, 2])],
        ),
      [
        [
          [
            [0, 0],
            [1, 0],
          ],
        ],
      ],
    ],
    [
      'SwiGLU gates the second input',
      () => applied('SwiGLU', [[2], [0, 1e3]], [floats('b', [2], [3, 4])], {}, 28),
      [0, 4000],
    ],
    [
      'CausalConvWithState sees what came before',
      () =>
        applied(
          'CausalConvWithState',
          [
            [1, 1, 2],
            [1, 2],
          ],
          [floats('w', [1, 1, 2], [1, 10]), null, floats('p', [1, 1, 1], [5])],
          {},
          27,
        ),
      [[[15, 21]]],
    ],
    [
      'TensorScatter wraps around',
      () =>
        applied(
          'TensorScatter',
          [
            [1, 3, 1],
            [1, 2, 3],
          ],
          [floats('u', [1, 2, 1], [8, 9]), ints('i', [1], [2])],
          { mode: 'circular' },
        ),
      [[[9], [2], [8]]],
    ],
    [
      'Attention hides the keys that a short mask does not name',
      () =>
        applied(
          'Attention',
          [[1, 1, 1, 1], [0]],
          [floats('k', [1, 1, 3, 1], [1, 1, 1]), floats('v', [1, 1, 3, 1], [2, 4, 99]), floats('m', [1, 2], [0, 0])],
        ),
      [[[[3]]]],
    ],
    [
      'RotaryEmbedding turns pairs that are half the width apart',
      () =>
        applied(
          'RotaryEmbedding',
          [
            [1, 1, 1, 4],
            [1, 2, 3, 4],
          ],
          [floats('c', [1, 1, 2], [0, 1]), floats('s', [1, 1, 2], [1, 0])],
        ),
      [[[[-3, 2, 1, 4]]]],
    ],
    [
      'RNN turns around in reverse',
      () =>
        applied(
          'RNN',
          [
            [3, 1, 1],
            [1, 2, 4],
          ],
          [floats('w', [1, 1, 1], [1]), floats('r', [1, 1, 1], [1]), floats('b', [1, 2], [0, 0])],
          { direction: 'reverse', hidden_size: 1, activations: ['Relu'] },
        ),
      [[[[7]]], [[[6]]], [[[4]]]],
    ],
  ])('%s', (_, found, expected) => {
    expect(found()).toEqual(expected)
  })

  it('keeps the boxes with the best scores that do not overlap', () => {
    const boxes = floats('boxes', [1, 3, 4], [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 5, 1, 6])
    const scores = floats('scores', [1, 1, 3], [0.7, 0.9, 0.1])
    const chosen = (least: number): unknown => {
      const bytes = bytesOf({
        outputs: [slot('y', null)],
        initializers: [boxes, scores, ints('n', [1], [9]), floats('o', [1], [0.5]), floats('l', [1], [least])],
        nodes: [node('NonMaxSuppression', ['boxes', 'scores', 'n', 'o', 'l'], ['y'])],
      })
      const network = E.chain(onnxNetwork())(decodeOnnx(bytes))
      if (E.isLeft(network)) throw new Error(showOnnxError(network.left))
      return toNested(network.right.apply(evalMode)({}, {}, {})[0]['y']!)
    }
    expect(chosen(0)).toEqual([
      [0, 0, 1],
      [0, 0, 2],
    ])
    expect(chosen(0.5)).toEqual([[0, 0, 1]])
  })
})
