/**
 * @file Convolution. Along each axis let s be the stride, d the dilation, e the input's dilation, H, K, I the lengths of
 * input, kernel and output.
 *
 *     meaning                          y[n, o, i] = sum over c, p of x[n, c, (i s + p d - low) / e] w[o, c, p]
 *     bilinearity                      in x and in w
 *     translation                      x moved by s cells moves y by e outputs
 *     padding and dilation are zeros   a border of zeros, and zeros between cells of the input and of the kernel
 *     groups are convolved apart       side by side
 *     transposed convolution           <conv(x, w), y> = <x, convInput(y, w)> = <w, convFilter(x, y)>
 *
 * Its two gradients are in `convGradients.ts`.
 */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { innerProduct } from '../../src/diff/jvp.ts'
import { concat } from '../../src/ops/concat.ts'
import type { ConvOptions } from '../../src/ops/conv.ts'
import { conv, convFilter, convInput } from '../../src/ops/conv.ts'
import * as ops from '../../src/ops/index.ts'
import { padZeros, sliceAlong } from '../../src/ops/slice.ts'
import type { Equation } from '../framework/Equation.ts'
import { bilinearity, rounding } from '../framework/equations/algebra.ts'
import type { Place } from '../framework/equations/indices.ts'
import { fromPlaces, placesOf, reader } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import type { Operation } from '../framework/Operation.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import { convAxis, mostly } from '../structures/windows.ts'

/** A convolution over one or two spatial axes. */
export interface ConvGeometry {
  /** [N, C, ...S] */
  readonly input: Shape
  /** [O, C / groups, ...K] */
  readonly kernel: Shape
  readonly stride: readonly number[]
  readonly padding: readonly (readonly [low: number, high: number])[]
  readonly dilation: readonly number[]
  readonly inputDilation: readonly number[]
  readonly groups: number
}

/** Which convolutions to draw. */
export interface ConvChoice {
  readonly minSpatialRank?: number
  readonly maxSpatialRank?: number
  /** The possible numbers of input and output channels per group; 1 or 2 by default. */
  readonly channels?: readonly number[]
}

/**
 * Convolutions.
 *
 * @example
 * ```ts
 * import { convGeometry } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(convGeometry({ minSpatialRank: 2 }), 20).every(({ input, kernel }) => input.length === 4 && kernel.length === 4) // => true
 * ```
 */
export const convGeometry = ({
  minSpatialRank = 1,
  maxSpatialRank = 2,
  channels: few = [1, 2],
}: ConvChoice = {}): fc.Arbitrary<ConvGeometry> =>
  fc
    .record({
      axes: fc.array(convAxis, { minLength: minSpatialRank, maxLength: maxSpatialRank }),
      batch: fc.integer({ min: 1, max: 2 }),
      groups: mostly(2),
      channels: fc.constantFrom(...few),
      features: fc.constantFrom(...few),
    })
    .map(({ axes, batch, groups, channels, features }) => ({
      input: [batch, groups * channels, ...axes.map((axis) => axis.input)],
      kernel: [groups * features, channels, ...axes.map((axis) => axis.kernel)],
      stride: axes.map((axis) => axis.stride),
      padding: axes.map((axis) => axis.padding),
      dilation: axes.map((axis) => axis.dilation),
      inputDilation: axes.map((axis) => axis.inputDilation),
      groups,
    }))

const exact = true

/** The options of a convolution's geometry. */
export const convOptions = ({ stride, padding, dilation, inputDilation, groups }: ConvGeometry): ConvOptions => ({
  stride,
  padding,
  dilation,
  inputDilation,
  groups,
})

/** The primitive. */
export const convolution = {
  conv: operation('conv', {
    exact,
    geometry: convGeometry(),
    inputs: ({ input, kernel }) => [
      { shape: input, domain: 'real' },
      { shape: kernel, domain: 'real' },
    ],
    f: (geometry) => ops.conv(convOptions(geometry)),
  }),
} as const

const convOfRank = (name: string, rank: 1 | 2, f: typeof ops.conv, choice: ConvChoice = {}): Operation<ConvGeometry> =>
  operation(name, {
    exact,
    geometry: convGeometry({ ...choice, minSpatialRank: rank, maxSpatialRank: rank }),
    inputs: ({ input, kernel }) => [
      { shape: input, domain: 'real' },
      { shape: kernel, domain: 'real' },
    ],
    f: (geometry) => f(convOptions(geometry)),
  })

/** Operations made of it. */
export const convolutionComposites = {
  conv1d: convOfRank('conv1d', 1, ops.conv1d),
  conv2d: convOfRank('conv2d', 2, ops.conv2d),
  'conv2d of whole vectors': convOfRank('conv2d of whole vectors', 2, ops.conv2d, {
    channels: [4, 8],
  }),
} as const

interface Axis {
  readonly input: number
  readonly kernel: number
  readonly output: number
  readonly stride: number
  readonly dilation: number
  readonly inputDilation: number
  readonly low: number
  readonly high: number
}

/** The spatial axes; the number of outputs by the formula of the field. */
export const axesOf = (geometry: ConvGeometry): readonly Axis[] =>
  geometry.stride.map((stride, k) => {
    const [input, kernel] = [geometry.input[k + 2] ?? 1, geometry.kernel[k + 2] ?? 1]
    const [low, high] = geometry.padding[k] ?? [0, 0]
    const [dilation, inputDilation] = [geometry.dilation[k] ?? 1, geometry.inputDilation[k] ?? 1]
    const room = inputDilation * (input - 1) + 1 + low + high - (dilation * (kernel - 1) + 1)
    return { input, kernel, stride, low, high, dilation, inputDilation, output: Math.floor(room / stride) + 1 }
  })

export const at = (shape: Shape, axis: number): number => shape[axis] ?? 1

/** Convolution as a sum over indices, written to be plain, not fast. */
export const convByDefinition = (geometry: ConvGeometry, x: Tensor, w: Tensor): Tensor => {
  const axes = axesOf(geometry)
  const [read, weigh] = [reader(x), reader(w)]
  const perGroup = at(w.shape, 1)
  const outputsPerGroup = at(w.shape, 0) / geometry.groups
  const cellOf = (outputs: Place, taps: Place): Place =>
    axes.map(
      (axis, k) => ((outputs[k] ?? 0) * axis.stride + (taps[k] ?? 0) * axis.dilation - axis.low) / axis.inputDilation,
    )
  const shape = [at(x.shape, 0), at(w.shape, 0), ...axes.map((axis) => axis.output)]
  const taps = placesOf(w.shape.slice(1))
  return fromPlaces(shape, ([n = 0, o = 0, ...outputs]) => {
    const firstChannel = Math.floor(o / outputsPerGroup) * perGroup
    return taps.reduce(
      (total, [c = 0, ...tap]) => total + read([n, firstChannel + c, ...cellOf(outputs, tap)]) * weigh([o, c, ...tap]),
      0,
    )
  })
}

/** conv is the sum that its header says. */
export const convMeaning = (geometry: ConvGeometry, x: Tensor, w: Tensor): Equation => ({
  left: conv(convOptions(geometry))(x, w),
  right: convByDefinition(geometry, x, w),
  tolerance: rounding,
})

/** conv is linear in the input and in the kernel. */
export const convBilinearity = (
  geometry: ConvGeometry,
  inputs: readonly [Tensor, Tensor],
  kernels: readonly [Tensor, Tensor],
): Equation => bilinearity(conv(convOptions(geometry)), inputs, kernels)

const onAxis = (x: Tensor, axis: number, value: number): readonly number[] =>
  x.shape.map((_, index) => (index === axis ? value : 0))

export const none = (x: Tensor): readonly number[] => x.shape.map(() => 0)

/** An input moved by `stride` cells along a spatial axis moves the output by `inputDilation` entries. */
export const convTranslation = (geometry: ConvGeometry, axis: number, x: Tensor, w: Tensor): Equation => {
  const [stride, inputDilation] = [geometry.stride[axis] ?? 1, geometry.inputDilation[axis] ?? 1]
  const convolve = conv(convOptions(geometry))
  const moved = convolve(padZeros(x, onAxis(x, axis + 2, stride), none(x), none(x)), w)
  return {
    left: sliceAlong(moved, axis + 2, inputDilation, at(moved.shape, axis + 2)),
    right: convolve(x, w),
    tolerance: rounding,
  }
}

export const spatially = (values: readonly number[]): readonly number[] => [0, 0, ...values]

/** Padding and both dilations are zeros that could have been written into the input and the kernel. */
export const convPadding = (geometry: ConvGeometry, x: Tensor, w: Tensor): Equation => {
  const axes = axesOf(geometry)
  const { stride, groups } = geometry
  const written = padZeros(
    x,
    spatially(axes.map((axis) => axis.low)),
    spatially(axes.map((axis) => axis.high)),
    spatially(axes.map((axis) => axis.inputDilation - 1)),
  )
  const spread = padZeros(w, none(w), none(w), spatially(axes.map((axis) => axis.dilation - 1)))
  return {
    left: conv(convOptions(geometry))(x, w),
    right: conv({ stride, groups })(written, spread),
    tolerance: rounding,
  }
}

/** The part of a list of channels that belongs to a group. */
export const groupOf = (x: Tensor, axis: number, group: number, groups: number): Tensor => {
  const size = at(x.shape, axis) / groups
  return sliceAlong(x, axis, group * size, (group + 1) * size)
}

export const byGroup = (groups: number, axis: number, f: (group: number) => Tensor): Tensor =>
  concat({ axis })(Array.from({ length: groups }, (_, group) => f(group)))

/** Each group of channels is convolved separately. */
export const convGroups = (geometry: ConvGeometry, x: Tensor, w: Tensor): Equation => {
  const { groups } = geometry
  const alone = conv({ ...convOptions(geometry), groups: 1 })
  return {
    left: conv(convOptions(geometry))(x, w),
    right: byGroup(groups, 1, (group) => alone(groupOf(x, 1, group, groups), groupOf(w, 0, group, groups))),
    tolerance: rounding,
  }
}

/** Transposed convolution is the adjoint of convolution in its input, and convFilter in its kernel. */
export const convTransposition = (geometry: ConvGeometry, x: Tensor, w: Tensor, dy: Tensor): Equation => {
  const options = convOptions(geometry)
  const product = innerProduct(conv(options)(x, w), dy)
  return {
    left: [product, product],
    right: [
      innerProduct(x, convInput(geometry.input, options)(dy, w)),
      innerProduct(w, convFilter(geometry.kernel, options)(x, dy)),
    ],
    tolerance: rounding,
  }
}

/** Identities of convolution, by name. */
export const convolutionIdentities = {
  conv: [
    lawOf(convolution.conv, 'meaning', ([x, w], { geometry }) => convMeaning(geometry, x, w)),
    lawOf(convolution.conv, 'bilinearity', ([x, w], { geometry, seed }) =>
      convBilinearity(geometry, [x, direction(x.shape, seed, 1)], [w, direction(w.shape, seed, 2)]),
    ),
    lawOf(convolution.conv, 'translation', ([x, w], { geometry, seed }) =>
      convTranslation(geometry, seed % geometry.stride.length, x, w),
    ),
    lawOf(convolution.conv, 'padding and dilation are zeros', ([x, w], { geometry }) => convPadding(geometry, x, w)),
    lawOf(convolution.conv, 'groups are convolved apart', ([x, w], { geometry }) => convGroups(geometry, x, w)),
    lawOf(convolution.conv, 'transposed convolution', ([x, w], { geometry, f, seed }) =>
      convTransposition(geometry, x, w, direction(f(x, w).shape, seed, 1)),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
