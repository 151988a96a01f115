/**
 * @file conv1d and conv2d: layers of learned kernels that slide over signals and images, with one bias per kernel.
 *
 *     y[n, o] = sum over c of x[n, c] * w[o, c] + b[o]
 *
 * Shape rule: [N, in, ...S] to [N, out, ...] with floor((S + 2 pad - (d (K - 1) + 1)) / s) + 1 along each spatial axis. The
 * weight has shape [out, in / groups, ...kernel], the bias [out], as in PyTorch.
 * Laws: "affine"; translation equivariance away from the border; gradient laws through its parts.
 */
import { ownOptions } from '../core/own.ts'
import type { Key } from '../core/Key.ts'
import { split } from '../core/Key.ts'
import type { OnlyKnown, OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, showShape } from '../core/Shape.ts'
import { checkRequiredSizes, checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from '../ops/add.ts'
import { conv } from '../ops/conv.ts'
import { alongChannels, checkParameter } from './checkParameter.ts'
import type { ConvLayerOptions, ConvParams, ConvRule } from './ConvTypes.ts'
import { fansOf, torchUniform, uniformByFan } from './initializers.ts'
import type { Layer, None } from './Layer.ts'
import { parametric, restore } from './Layer.ts'

interface Params {
  readonly weight: Tensor
  readonly bias?: Tensor
}

const optionNames = {
  ...{ in: true, out: true, kernel: true, stride: true, padding: true, dilation: true, groups: true },
  ...{ bias: true, initialWeight: true, initialBias: true },
} as const satisfies OptionNames<ConvLayerOptions>

const weightShape = (rank: 1 | 2, options: ConvLayerOptions): Shape => {
  const name = `conv${String(rank)}d`
  const { in: ins, out: outs, kernel, groups = 1, stride, dilation } = checkOptions(name, options, optionNames)
  checkRequiredSizes(name, { in: ins, out: outs, kernel })
  checkSizes(name, { groups, stride, dilation })
  const sides = typeof kernel === 'number' ? Array.from({ length: rank }, () => kernel) : kernel
  const phrase = `make a conv${String(rank)}d layer`
  return sides.length !== rank
    ? refuse('conv', [], { expected: `a kernel of ${countOf(rank, 'side')}`, found: String(sides.length) }, phrase)
    : ins % groups !== 0 || outs % groups !== 0
      ? refuse(
          'conv',
          [],
          { expected: `channels in ${countOf(groups, 'equal group')}`, found: `${String(ins)} to ${String(outs)}` },
          phrase,
        )
      : [outs, ins / groups, ...sides]
}

const init =
  (
    shape: Shape,
    { bias = true, initialWeight = torchUniform, initialBias = uniformByFan(fansOf(shape).in) }: ConvLayerOptions,
  ) =>
  (key: Key): Params => {
    const [forWeight, forBias] = split(key)
    const weight: Tensor = initialWeight(shape)(forWeight)
    return bias ? { weight, bias: initialBias([shape[0] ?? 0])(forBias) } : { weight }
  }

const convOf =
  <Rank extends 1 | 2>(rank: Rank) =>
  <const O extends ConvLayerOptions>(
    given: OnlyKnown<O, ConvLayerOptions>,
  ): Layer<ConvRule<Rank, O>, ConvParams<Rank, O>, None> => {
    const options: ConvLayerOptions = ownOptions(given)
    const shape = weightShape(rank, options)
    const convolve = conv({
      stride: options.stride ?? 1,
      padding: options.padding ?? 0,
      dilation: options.dilation ?? 1,
      groups: options.groups ?? 1,
    })
    const layer = parametric<ConvRule<Rank, O>, Params>(init(shape, options), ({ weight, bias }, x) => {
      if (x.shape.length !== rank + 2 || x.shape[1] !== options.in) {
        const expected = `[N, ${String(options.in)}, ${rank === 1 ? 'W' : 'H, W'}]`
        return refuse(
          'conv',
          [x.shape],
          { expected, found: showShape(x.shape) },
          `convolve ${showShape(x.shape)} with ${showShape(weight.shape)}`,
        )
      }
      const y = convolve(x, checkParameter(`conv${String(rank)}d`, 'weight', weight, shape))
      return bias === undefined ? y : add(y, alongChannels(`conv${String(rank)}d`, 'bias', bias, options.out, rank))
    })
    return restore(layer)
  }

/**
 * A convolution of signals [N, in, W] with learned kernels, [out, in / groups, KW], plus a bias, [out]. Refuses any other
 * number of channels, and a kernel wider than the padded input.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { conv1d, evalMode } from 'cotangent/nn'
 *
 * const layer = conv1d({ in: 2, out: 4, kernel: 3, stride: 2 })
 * const [params, state] = layer.init(key(1))
 * layer.apply(evalMode)(params, state, ones([8, 2, 9]))[0].shape // => [8, 4, 4]
 * ```
 */
export const conv1d = convOf(1)

/**
 * A convolution of images [N, in, H, W] with learned kernels, [out, in / groups, KH, KW], plus a bias, [out]. The result is
 * [N, out, H', W'] with H' = floor((H + 2 padding - (dilation (KH - 1) + 1)) / stride) + 1, and W' likewise. Refuses any
 * other number of channels, and a kernel larger than the padded input.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { conv2d, evalMode } from 'cotangent/nn'
 *
 * const layer = conv2d({ in: 1, out: 6, kernel: 5, padding: 2 })
 * const [params, state] = layer.init(key(1))
 * params.weight.shape // => [6, 1, 5, 5]
 * layer.apply(evalMode)(params, state, ones([32, 1, 28, 28]))[0].shape // => [32, 6, 28, 28]
 * ```
 */
export const conv2d = convOf(2)
