/** @file ONNX's matrix products, convolutions and their kin. */
import type { Shape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import type { Padding } from '../../core/Window.ts'
import { add } from '../../ops/add.ts'
import { conv } from '../../ops/conv.ts'
import { conv3d, convTranspose3d } from '../../ops/conv3d.ts'
import { convTranspose } from '../../ops/convTranspose.ts'
import { deformConv2d } from '../../ops/deformConv2d.ts'
import { einsum } from '../../ops/einsum.ts'
import { matmul } from '../../ops/matmul.ts'
import { mul } from '../../ops/mul.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { padZeros } from '../../ops/slice.ts'
import { transposeMatrix } from '../../ops/transpose.ts'
import type { Call, Operator, NodeOutcome } from '../Call.ts'
import {
  checkAmount,
  flagAttribute,
  floatAttribute,
  intAttribute,
  intsAttribute,
  like,
  operator,
  optionalTensor,
  tensorAt,
  textAttribute,
} from '../Call.ts'

const number = (value: number): Tensor => leaf(Float64Array.of(value), [])

const gemm = (call: Call): NodeOutcome => {
  const [a, b] = [tensorAt(call, 0), tensorAt(call, 1)]
  const c = optionalTensor(call, 2)
  const left = flagAttribute(call, 'transA') ? transposeMatrix(a) : a
  const right = flagAttribute(call, 'transB') ? transposeMatrix(b) : b
  const scaled = (x: Tensor, name: string): Tensor => {
    const factor = floatAttribute(call, name) ?? 1
    return factor === 1 ? x : mul(x, number(factor))
  }
  const product = scaled(matmul(left, right), 'alpha')
  return like(call, c === null ? product : add(product, scaled(c, 'beta')))
}

const words: ReadonlyMap<string, 'same' | 'sameLower'> = new Map([
  ['SAME_UPPER', 'same'],
  ['SAME_LOWER', 'sameLower'],
])

/** Pairs of the widths that ONNX lists: all in front, then all behind. */
const paddingPairs = (pads: readonly number[]): readonly (readonly [number, number])[] =>
  Array.from({ length: pads.length / 2 }, (_, k) => [pads[k] ?? 0, pads[k + pads.length / 2] ?? 0] as const)

/** The padding of a window: widths, or a word for what follows from the input. */
export const windowPadding = (call: Call): Padding =>
  words.get(textAttribute(call, 'auto_pad') ?? '') ?? paddingPairs(intsAttribute(call, 'pads') ?? [])

/** Taps that are compared with an axis, for each cell that a window may visit. */
const tapsPerCell = 64

/** Refuses a window that moves along an axis so often, or with so many taps, that listing these would take long. */
export const checkWindow = (call: Call, kernel: Shape): void => {
  const pads = intsAttribute(call, 'pads') ?? []
  const most = call.maxCells
  tensorAt(call, 0)
    .shape.slice(2)
    .forEach((length, axis) => {
      const cells = length + Math.max(0, pads[axis] ?? 0) + Math.max(0, pads[axis + kernel.length] ?? 0)
      const windows = Math.ceil(cells / Math.max(1, intsAttribute(call, 'strides')?.[axis] ?? 1))
      checkAmount(windows, most, 'windows along an axis (maxCells)')
      checkAmount(windows * (kernel[axis] ?? 1), most * tapsPerCell, 'taps of all windows along an axis')
    })
}

const perChannel = (bias: Tensor, rank: number): Tensor =>
  reshapeTo(bias, [bias.shape[0] ?? 1, ...Array.from({ length: rank - 2 }, () => 1)])

const withBias = (y: Tensor, bias: Tensor | null): Tensor =>
  bias === null ? y : add(y, perChannel(bias, y.shape.length))

const convolved = (call: Call): NodeOutcome => {
  const [x, w] = [tensorAt(call, 0), tensorAt(call, 1)]
  const given = windowPadding(call)
  checkWindow(call, w.shape.slice(2))
  const padding = Array.isArray(given) && given.length === 0 ? 0 : given
  const stride = intsAttribute(call, 'strides') ?? 1
  const dilation = intsAttribute(call, 'dilations') ?? 1
  const groups = intAttribute(call, 'group') ?? 1
  const convolve = x.shape.length === 5 ? conv3d : conv
  return like(call, withBias(convolve({ stride, padding, dilation, groups })(x, w), optionalTensor(call, 2)))
}

/** What is cut off at both ends of a transposed convolution's output. */
const cutOf = (call: Call, x: Shape, w: Shape): Padding => {
  const size = intsAttribute(call, 'output_shape')
  const word = textAttribute(call, 'auto_pad') ?? 'NOTSET'
  const pads = intsAttribute(call, 'pads')
  if (size === null && (word === 'NOTSET' || word === 'VALID')) return pads === null ? 0 : paddingPairs(pads)
  const [strides, dilations, extra] = ['strides', 'dilations', 'output_padding'].map((name) =>
    intsAttribute(call, name),
  )
  return x.slice(2).map((length, axis) => {
    const s = strides?.[axis] ?? 1
    const whole = s * (length - 1) + (extra?.[axis] ?? 0) + ((w[axis + 2] ?? 1) - 1) * (dilations?.[axis] ?? 1) + 1
    const total = whole - (size?.slice(-(x.length - 2))[axis] ?? length * s)
    const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)]
    return word === 'SAME_UPPER' ? ([less, more] as const) : ([more, less] as const)
  })
}

const transposedConvolved = (call: Call): NodeOutcome => {
  const [x, w] = [tensorAt(call, 0), tensorAt(call, 1)]
  const extra = intsAttribute(call, 'output_padding')
  const stride = intsAttribute(call, 'strides') ?? 1
  const dilation = intsAttribute(call, 'dilations') ?? 1
  const groups = intAttribute(call, 'group') ?? 1
  const cut = cutOf(call, x.shape, w.shape)
  const pairs = typeof cut === 'object' ? cut.map((one) => (typeof one === 'number' ? [one, one] : one)) : []
  // A negative cut adds cells that no copy of the kernel reaches.
  const grown = pairs.map(([low = 0, high = 0]) => [Math.max(0, -low), Math.max(0, -high)] as const)
  const kept = pairs.map(([low = 0, high = 0]) => [Math.max(0, low), Math.max(0, high)] as const)
  const padding = pairs.length === 0 ? 0 : kept
  const convolve = x.shape.length === 5 ? convTranspose3d : convTranspose
  const y = convolve({ stride, dilation, groups, padding, ...(extra === null ? {} : { outputPadding: extra }) })(x, w)
  const wide = padZeros(
    y,
    [0, 0, ...x.shape.slice(2).map((_, axis) => grown[axis]?.[0] ?? 0)],
    [0, 0, ...x.shape.slice(2).map((_, axis) => grown[axis]?.[1] ?? 0)],
    y.shape.map(() => 0),
  )
  return like(call, withBias(wide, optionalTensor(call, 2)))
}

const deformed = (call: Call): NodeOutcome => {
  const [x, w, offset] = [tensorAt(call, 0), tensorAt(call, 1), tensorAt(call, 2)]
  const [pads, mask] = [paddingPairs(intsAttribute(call, 'pads') ?? []), optionalTensor(call, 4)]
  const options = {
    stride: intsAttribute(call, 'strides') ?? 1,
    dilation: intsAttribute(call, 'dilations') ?? 1,
    groups: intAttribute(call, 'group') ?? 1,
    padding: pads.length === 0 ? 0 : pads,
  }
  checkWindow(call, w.shape.slice(2))
  const y = deformConv2d(options)(x, w, mask === null ? { offset } : { offset, mask })
  return like(call, withBias(y, optionalTensor(call, 3)))
}

const summedProducts = (call: Call): NodeOutcome => {
  const equation = textAttribute(call, 'equation')
  if (equation === null) return refuse('einsum', [], { expected: 'an equation', found: 'none' })
  return like(call, einsum(equation)(...call.inputs.flatMap((value) => (value === null ? [] : [value.tensor]))))
}

const windows = 'auto_pad dilations group kernel_shape pads strides'

/** Products and convolutions, by name. */
export const linear: Readonly<Record<string, Operator>> = {
  Conv: operator(windows, convolved),
  ConvTranspose: operator(`${windows} output_padding output_shape`, transposedConvolved),
  DeformConv: operator('dilations group kernel_shape offset_group pads strides', deformed),
  Einsum: operator('equation', summedProducts),
  Gemm: operator('alpha beta transA transB broadcast', gemm),
  MatMul: operator('', (call) => like(call, matmul(tensorAt(call, 0), tensorAt(call, 1)))),
}
