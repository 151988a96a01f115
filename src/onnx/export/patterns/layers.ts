/** @file Products, convolutions and poolings of layers: with their bias, and with what a layer does around them. */
import { applyPrimitive } from '../../../core/Tensor.ts'
import type { Shape } from '../../../core/Shape.ts'
import type { Tensor } from '../../../core/Tensor.ts'
import { isInstruction } from '../../../compile/Program.ts'
import { add } from '../../../ops/add.ts'
import { avgPool } from '../../../ops/avgPool.ts'
import { convInputPrimitive, convPrimitive } from '../../../ops/conv.ts'
import { take, takeNamed } from '../../../ops/gather.ts'
import { matmul } from '../../../ops/matmul.ts'
import { reshapeTo } from '../../../ops/reshape.ts'
import { mean } from '../../../ops/sum.ts'
import { transposeMatrix } from '../../../ops/transpose.ts'
import type { Before, Guess, Pattern } from '../Pattern.ts'
import { guess } from '../Pattern.ts'
import { convolved, overhangs, plainSettings, transposed } from '../primitives/windows.ts'

const perChannel = (y: Tensor, bias: Tensor): Tensor =>
  add(y, reshapeTo(bias, [y.shape[1] ?? 1, ...y.shape.slice(2).map(() => 1)]))

/** A convolution and a bias per channel. */
const biasedConv: Pattern = {
  endsWith: 'add',
  guesses: ({ at, madeBy }) =>
    at.inputs.flatMap((input) => {
      const made = madeBy('conv', input)
      if (made === null) return []
      const [x = [], w = []] = made.inputShapes
      return [
        guess(
          [x, w, [w[0] ?? 1]],
          (a, b, c) => perChannel(applyPrimitive(convPrimitive, made.params, [a, b]), c),
          (emit, [name = '', ...weights], _, [id = -1]) =>
            convolved(emit, { name, lengths: emit.lengths(id) }, weights, made.params),
        ),
      ]
    }),
}

/** A transposed convolution and a bias per channel. */
const biasedConvTranspose: Pattern = {
  endsWith: 'add',
  guesses: ({ at, madeBy }) =>
    at.inputs.flatMap((input) => {
      const made = madeBy('convInput', input)
      // The bias belongs to what a dilated input is cut down to.
      if (made?.params.window.every(({ inputDilation }) => inputDilation === 1) !== true) return []
      const [y = [], w = []] = made.inputShapes
      return [
        guess(
          [y, w, [at.shape[1] ?? 1]],
          (a, b, c) => perChannel(applyPrimitive(convInputPrimitive, made.params, [a, b]), c),
          (emit, [name = '', ...weights]) => transposed(emit, name, weights, made.params),
        ),
      ]
    }),
}

const swapped = ([rows = 1, columns = 1]: Shape): Shape => [columns, rows]

/** A product of matrices, of which the second may be turned around, and perhaps a bias per column. */
const gemms = (x: Shape, w: Shape): readonly Guess[] => {
  const bias = [w[1] ?? 1]
  const gemm = (transB: number) => ({ alpha: { float: 1 }, beta: { float: 1 }, transB })
  return [
    guess(
      [x, swapped(w), bias],
      (a, b, c) => add(matmul(a, transposeMatrix(b)), c),
      (emit, names) => emit.node('Gemm', names, gemm(1)),
    ),
    guess(
      [x, w, bias],
      (a, b, c) => add(matmul(a, b), c),
      (emit, names) => emit.node('Gemm', names, gemm(0)),
    ),
    guess(
      [x, swapped(w)],
      (a, b) => matmul(a, transposeMatrix(b)),
      (emit, names) => emit.node('Gemm', names, gemm(1)),
    ),
  ]
}

const matrixShapes = ({ at, madeBy }: Before): readonly (readonly [Shape, Shape])[] => {
  const products = at.name === 'matmul' ? [at] : at.inputs.flatMap((input) => madeBy('matmul', input) ?? [])
  return products.flatMap(({ inputShapes: [x = [], w = []] }) =>
    x.length === 2 && w.length === 2 ? [[x, w] as const] : [],
  )
}

const gemmAt = (endsWith: 'add' | 'matmul'): Pattern => ({
  endsWith,
  guesses: (before) => matrixShapes(before).flatMap(([x, w]) => gemms(x, w)),
})

/** A stack of matrices by one matrix is flattened here; ONNX takes it as it is. */
const stackedMatmul: Pattern = {
  endsWith: 'reshape',
  guesses: ({ at, madeBy }) => {
    const w = madeBy('matmul', at.inputs[0])?.inputShapes[1] ?? []
    return w.length !== 2 || at.shape.length < 3
      ? []
      : [
          guess(
            [[...at.shape.slice(0, -1), w[0] ?? 1], w],
            (a, b) => matmul(a, b),
            (emit, names) => emit.node('MatMul', names),
          ),
        ]
  },
}

/** The mean over axes; over all sides of images, ONNX calls it global pooling. */
const means: Pattern = {
  endsWith: 'div',
  guesses: ({ at, madeBy }) => {
    const made = madeBy('sum', at.inputs[0])
    if (made === null) return []
    const [x = []] = made.inputShapes
    const { axes } = made.params
    const isGlobal = x.length === 4 && axes.length === 2 && axes.every((axis, k) => axis === k + 2)
    return [
      guess([x], mean({ axis: axes }), (emit, [name = '']) =>
        isGlobal
          ? emit.node('Flatten', [emit.node('GlobalAveragePool', [name])], { axis: 1 })
          : emit.node('ReduceMean', [name], { axes, keepdims: 0 }),
      ),
    ]
  },
}

/** Means of windows. Cells beyond the padding count in neither; ONNX would count them where padding counts. */
const averagePools: Pattern = {
  endsWith: 'div',
  guesses: ({ at, madeBy }) => {
    const made = madeBy('sumPool', at.inputs[0])
    const window = made?.params.window
    if (made === null || window?.every(({ dilation }) => dilation === 1) !== true) return []
    const options = {
      kernel: window.map(({ kernel }) => kernel),
      stride: window.map(({ stride }) => stride),
      padding: window.map(({ low, high }) => [low, high] as const),
      ceilMode: window.some(overhangs),
    }
    const settings = plainSettings(window)
    const counts = window.some(overhangs) ? [false] : [true, false]
    return counts.map((countIncludePad) =>
      guess([made.inputShapes[0] ?? []], avgPool({ ...options, countIncludePad }), (emit, names) =>
        emit.node('AveragePool', names, { ...settings, count_include_pad: Number(countIncludePad) }),
      ),
    )
  },
}

/** Rows by index, with and without those that count from the back. */
const takes = (endsWith: 'gather' | 'reshape'): Pattern => ({
  endsWith,
  guesses: ({ at, madeBy }) => {
    const gathered = isInstruction('gather', at) ? at : madeBy('gather', at.inputs[0])
    if (gathered === null) return []
    const [x = []] = gathered.inputShapes
    const { axis } = gathered.params
    const indices = at.shape.slice(axis, at.shape.length - x.length + axis + 1)
    return [take({ axis }), (a: Tensor, b: Tensor) => takeNamed(a, b, axis, gathered.params.names)].map((build) => ({
      over: [x, indices],
      build,
      write: (emit, [from = -1, places = -1]) => ({
        name: emit.node('Gather', [emit.value(from), emit.value(places, 'int64')], { axis }),
        kind: 'number',
      }),
    }))
  },
})

/** The patterns of layers. */
export const layerPatterns: readonly Pattern[] = [
  biasedConv,
  biasedConvTranspose,
  gemmAt('add'),
  gemmAt('matmul'),
  stackedMatmul,
  averagePools,
  means,
  takes('reshape'),
  takes('gather'),
]
