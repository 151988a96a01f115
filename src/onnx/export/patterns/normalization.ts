/** @file Normalizations that ONNX has an operator for: batch (in use), layer, instance, and local response. */
import type { Shape } from '../../../core/Shape.ts'
import type { Tensor } from '../../../core/Tensor.ts'
import { add } from '../../../ops/add.ts'
import { mul } from '../../../ops/mul.ts'
import { groupNorm, layerNorm, localResponseNormOfPaper, standardize } from '../../../ops/normalization.ts'
import { reshapeTo } from '../../../ops/reshape.ts'
import type { Pattern } from '../Pattern.ts'
import { guess, marks } from '../Pattern.ts'

const mark = marks[0]
const second = marks[1]
const third = marks[2]

const spread = (t: Tensor, x: Tensor): Tensor => reshapeTo(t, [x.shape[1] ?? 1, ...x.shape.slice(2).map(() => 1)])

const scaled = (unit: Tensor, weight: Tensor, bias: Tensor): Tensor => add(mul(unit, weight), bias)

const allBut = (shape: Shape, axis: number): readonly number[] => shape.map((_, k) => k).filter((k) => k !== axis)

/** The statistics are inputs, as those of a layer in use. */
const batchNormalization: Pattern = {
  endsWith: 'add',
  guesses: ({ at: { shape } }) => {
    const channels = [shape[1] ?? 1]
    return shape.length < 2
      ? []
      : [
          guess(
            [shape, channels, channels, channels, channels],
            (x, weight, bias, mean, variance) =>
              scaled(standardize(x, mean, variance, allBut(shape, 1), mark), spread(weight, x), spread(bias, x)),
            (emit, names, [epsilon = 0]) => emit.node('BatchNormalization', names, { epsilon: { float: epsilon } }),
          ),
        ]
  },
}

const instanceNormalization: Pattern = {
  endsWith: 'add',
  guesses: ({ at: { shape } }) => {
    const channels = shape[1] ?? 1
    return shape.length < 3
      ? []
      : [
          guess(
            [shape, [channels], [channels]],
            (x, weight, bias) =>
              scaled(groupNorm({ groups: channels, epsilon: mark })(x), spread(weight, x), spread(bias, x)),
            (emit, names, [epsilon = 0]) => emit.node('InstanceNormalization', names, { epsilon: { float: epsilon } }),
          ),
        ]
  },
}

/** With a scale and a shift per entry of the last axes. */
const layerNormalization: Pattern = {
  endsWith: 'add',
  guesses: ({ at: { shape } }) =>
    shape.map((_, k) => {
      const axes = k + 1
      const last = shape.slice(-axes)
      return guess(
        [shape, last, last],
        (x, weight, bias) => scaled(layerNorm({ axes, epsilon: mark })(x), weight, bias),
        (emit, names, [epsilon = 0]) =>
          emit.node('LayerNormalization', names, { axis: -axes, epsilon: { float: epsilon } }),
      )
    }),
}

/** Without scale and shift: ONNX wants a scale, which is 1. */
const unitNormalization: Pattern = {
  endsWith: 'mul',
  guesses: ({ at: { shape } }) =>
    shape.map((_, k) => {
      const axes = k + 1
      return guess([shape], layerNorm({ axes, epsilon: mark }), (emit, [x = ''], [epsilon = 0], [id = -1]) => {
        const last = emit.lengths(id).slice(-axes)
        const one = emit.node('Expand', [emit.number(1), emit.dims(last)])
        return emit.node('LayerNormalization', [x, one], { axis: -axes, epsilon: { float: epsilon } })
      })
    }),
}

/** An even window lies the other way in ONNX than here, so that only odd ones are the same. */
const localResponse: Pattern = {
  endsWith: 'div',
  guesses: ({ at, madeBy }) => {
    const factors = madeBy('add', madeBy('pow', at.inputs[1])?.inputs[0])?.inputs[0]
    const sums = madeBy('mul', factors)?.inputs[0]
    const pool = madeBy('sumPool', sums) ?? madeBy('sumPool', madeBy('reshape', sums)?.inputs[0])
    const size = pool?.params.window[0]?.kernel ?? 0
    return size % 2 === 0
      ? []
      : [
          guess(
            [at.shape],
            localResponseNormOfPaper({ size, alpha: mark, beta: second, k: third }),
            (emit, names, [alpha = 0, beta = 0, bias = 0]) =>
              emit.node('LRN', names, {
                size,
                alpha: { float: alpha * size },
                beta: { float: beta },
                bias: { float: bias },
              }),
          ),
        ]
  },
}

/** The normalizations. */
export const normalizationPatterns: readonly Pattern[] = [
  batchNormalization,
  instanceNormalization,
  layerNormalization,
  unitNormalization,
  localResponse,
]
