/**
 * @file Convolution: three primitives that are each other's pullbacks.
 *
 *     y[n, o, i, j] = sum over c, p, q of x[n, c, i s + p d - pad, j s + q d - pad] w[o, c, p, q]
 *
 * (a correlation, as in every library of the field). The sum  x * w * dy  over all matching cells is linear in each
 * of its three tensors; leaving one out gives the three readings
 *
 *     conv(x, w) -> y        convInput(dy, w) -> x        convFilter(x, dy) -> w
 *
 * Shape rule: x [N, C, ...S], w [O, C / groups, ...K], y [N, O, ...] with floor((S + 2 pad - (d (K - 1) + 1)) / s) + 1
 * along each spatial axis.
 * Pullback: of each reading, the other two.
 * Laws: finite differences (step 1, exact), adjointness, pullback linearity, second order; bilinearity; translation;
 * "rotated-kernel recursion": convInput is dy, dilated by the stride and padded, correlated with w rotated by 180
 * degrees and its channels exchanged; "filter gradient is a correlation": convFilter is x correlated with dy;
 * "transposed convolution": convInput is the adjoint of conv, used forwards; "meaning"; "padding and dilation are
 * zeros"; "groups are convolved apart".
 */
import { ownList } from '../core/own.ts'
import { convolution } from '../backend/families.ts'
import { convGeometry } from '../core/ConvGeometry.ts'
import type { ConvWindow } from '../core/InstructionSet.ts'
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive, checkTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { WindowCaller, WindowOptions } from '../core/Window.ts'
import { windowInput, windowKernel, windowOf, windowOutput } from '../core/Window.ts'

const convPullback = (g: Tensor, { params, inputs: [x, w] }: Site<'conv'>) =>
  [applyPrimitive(convInputPrimitive, params, [g, w]), applyPrimitive(convFilterPrimitive, params, [x, g])] as const

const convInputPullback = (g: Tensor, { params, inputs: [dy, w] }: Site<'convInput'>) =>
  [applyPrimitive(convPrimitive, params, [g, w]), applyPrimitive(convFilterPrimitive, params, [g, dy])] as const

const convFilterPullback = (g: Tensor, { params, inputs: [x, dy] }: Site<'convFilter'>) =>
  [applyPrimitive(convInputPrimitive, params, [dy, g]), applyPrimitive(convPrimitive, params, [x, g])] as const

export const convPrimitive: Primitive<'conv'> = {
  name: 'conv',
  family: convolution,
  shape: (params, [x, w]) => {
    const { images, groups, features } = convGeometry('conv', params, [x, w])
    return [images, groups * features, ...windowOutput(params.window)]
  },
  pullback: convPullback,
}

export const convInputPrimitive: Primitive<'convInput'> = {
  name: 'convInput',
  family: convolution,
  shape: (params, [dy, w]) => {
    const { images, groups, channels } = convGeometry('convInput', params, [dy, w])
    return [images, groups * channels, ...windowInput(params.window)]
  },
  pullback: convInputPullback,
}

export const convFilterPrimitive: Primitive<'convFilter'> = {
  name: 'convFilter',
  family: convolution,
  shape: (params, [x, dy]) => {
    const { groups, channels, features } = convGeometry('convFilter', params, [x, dy])
    return [groups * features, channels, ...windowKernel(params.window)]
  },
  pullback: convFilterPullback,
}

/** How a kernel slides over an input; stride 1, no padding, dilation 1 and one group by default. */
export interface ConvOptions extends Omit<WindowOptions, 'ceilMode'> {
  /** Channels are split into this many groups that do not mix; one group per channel is a depthwise convolution. */
  readonly groups?: number
}

/** The options of a convolution. */
export const convOptionNames: OptionNames<ConvOptions> = {
  stride: true,
  padding: true,
  dilation: true,
  inputDilation: true,
  groups: true,
}

/** Refuses a number of groups that is none. */
export const checkGroups = ({ operation, shapes, phrase }: WindowCaller, groups: number): void => {
  if (!Number.isSafeInteger(groups) || groups < 1)
    refuse(operation, shapes, { expected: 'groups to be a whole number, 1 or more', found: String(groups) }, phrase)
}

/** Validates a convolution from the shapes of its input and kernel. */
export const convParams = (x: Shape, w: Shape, options: ConvOptions): ConvWindow => {
  const phrase = `convolve ${showShape(x)} with ${showShape(w)}`
  const rank = x.length - 2
  const { groups = 1 } = options
  if ((rank !== 1 && rank !== 2) || w.length !== x.length) {
    return refuse(
      'conv',
      [x, w],
      {
        expected: 'a spatial rank of 1 or 2 in both, [N, C, ...S] and [O, C / groups, ...K]',
        found: `ranks ${String(x.length)} and ${String(w.length)}`,
      },
      phrase,
    )
  }
  const caller = { operation: 'conv', shapes: [x, w], phrase }
  checkGroups(caller, groups)
  const params = { window: windowOf(caller, x.slice(2), w.slice(2), options), groups }
  convGeometry('conv', params, [x, w], phrase)
  return params
}

/** A convolution that takes inputs of one rank alone. */
export const ofRank =
  (operation: string, spatialRank: number, convolve: (x: Tensor, w: Tensor) => Tensor) =>
  (x: Tensor, w: Tensor): Tensor =>
    checkTensor(x, 'convolve').shape.length === spatialRank + 2
      ? convolve(x, w)
      : refuse(operation, [x.shape, checkTensor(w, 'convolve').shape], {
          expected: `an input of rank ${String(spatialRank + 2)}, [N, C, ...S]`,
          found: `rank ${String(x.shape.length)}`,
        })

/**
 * Convolution over 1 or 2 spatial axes, as many as the input has; see `conv1d` and `conv2d` for shapes in types, and
 * `conv3d` for volumes.
 *
 * @example
 * ```ts
 * import { conv, tensor, toNested } from 'cotangent'
 *
 * toNested(conv()(tensor([1, 2, 3], [1, 1, 3]), tensor([1, 10], [1, 1, 2]))) // => [[[21, 32]]]
 * ```
 */
export const conv = (given: ConvOptions = {}) => {
  const options = checkOptions('conv', given, convOptionNames)
  return (x: Tensor, w: Tensor): Tensor => {
    const params = convParams(checkTensor(x, 'convolve').shape, checkTensor(w, 'convolve').shape, options)
    return applyPrimitive(convPrimitive, params, [x, w])
  }
}

/**
 * The cotangent of a convolution's input, given the cotangent of its output. This is the adjoint of {@link conv} in its
 * input, and therefore also the transposed convolution. `input` is the shape [N, C, ...S] of the input.
 *
 * @example
 * ```ts
 * import { convInput, ones, toNested } from 'cotangent'
 *
 * toNested(convInput([1, 1, 3])(ones([1, 1, 2]), ones([1, 1, 2]))) // => [[[1, 2, 1]]]
 * ```
 */
export const convInput = <const S extends Shape>(input: S, options: ConvOptions = {}) => {
  const [own, ownShape] = [checkOptions('conv', options, convOptionNames), ownList(input)]
  return (dy: Tensor, w: Tensor): Tensor<S> =>
    applyPrimitive(convInputPrimitive, convParams(ownShape, w.shape, own), [dy, w])
}

/**
 * The gradient of a convolution's kernel, given the cotangent of its output: the correlation of the input with the
 * cotangent. `kernel` is the shape [O, C / groups, ...K] of the kernel.
 *
 * @example
 * ```ts
 * import { convFilter, ones, tensor, toNested } from 'cotangent'
 *
 * toNested(convFilter([1, 1, 2])(tensor([1, 2, 3], [1, 1, 3]), ones([1, 1, 2]))) // => [[[3, 5]]]
 * ```
 */
export const convFilter = <const W extends Shape>(kernel: W, options: ConvOptions = {}) => {
  const [own, ownShape] = [checkOptions('conv', options, convOptionNames), ownList(kernel)]
  return (x: Tensor, dy: Tensor): Tensor<W> =>
    applyPrimitive(convFilterPrimitive, convParams(x.shape, ownShape, own), [x, dy])
}
