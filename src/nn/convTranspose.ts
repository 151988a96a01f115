/**
 * @file convTranspose1d and convTranspose2d: layers that enlarge signals and images. Every input cell adds a copy of a
 * learned kernel, scaled by the cell, to the output.
 *
 * Formula, shape rule and laws: see `ops/convTranspose.ts`. The weight has shape [in, out / groups, ...kernel], the bias
 * [out], as in PyTorch.
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
import { convTranspose, transposedOptionNames } from '../ops/convTranspose.ts'
import { alongChannels, checkParameter } from './checkParameter.ts'
import type { ConvTransposeLayerOptions, ConvTransposeParams, ConvTransposeRule } from './ConvTransposeTypes.ts'
import { fansOf, torchUniform, uniformByFan } from './initializers.ts'
import type { Layer, None } from './Layer.ts'
import { parametric, restore } from './Layer.ts'

interface Params {
  readonly weight: Tensor
  readonly bias?: Tensor
}

const optionNames = {
  ...{ in: true, out: true, kernel: true, bias: true, initialWeight: true, initialBias: true },
  ...transposedOptionNames,
} as const satisfies OptionNames<ConvTransposeLayerOptions>

const weightShape = (rank: 1 | 2, options: ConvTransposeLayerOptions): Shape => {
  const name = `convTranspose${String(rank)}d`
  const { in: ins, out: outs, kernel, groups = 1, stride, dilation } = checkOptions(name, options, optionNames)
  checkRequiredSizes(name, { in: ins, out: outs, kernel })
  checkSizes(name, { groups, stride, dilation })
  const sides = typeof kernel === 'number' ? Array.from({ length: rank }, () => kernel) : kernel
  const phrase = `make a convTranspose${String(rank)}d layer`
  return sides.length !== rank
    ? refuse(
        'convTranspose',
        [],
        { expected: `a kernel of ${countOf(rank, 'side')}`, found: String(sides.length) },
        phrase,
      )
    : ins % groups !== 0 || outs % groups !== 0
      ? refuse(
          'convTranspose',
          [],
          { expected: `channels in ${countOf(groups, 'equal group')}`, found: `${String(ins)} to ${String(outs)}` },
          phrase,
        )
      : [ins, outs / groups, ...sides]
}

const layerOf =
  <Rank extends 1 | 2>(rank: Rank) =>
  <const O extends ConvTransposeLayerOptions>(
    given: OnlyKnown<O, ConvTransposeLayerOptions>,
  ): Layer<ConvTransposeRule<Rank, O>, ConvTransposeParams<Rank, O>, None> => {
    const options: ConvTransposeLayerOptions = ownOptions(given)
    const { in: ins, out: outs, bias: hasBias = true, initialWeight = torchUniform } = options
    const shape = weightShape(rank, options)
    const { initialBias = uniformByFan(fansOf(shape).in) } = options
    const convolve = convTranspose({
      stride: options.stride ?? 1,
      padding: options.padding ?? 0,
      outputPadding: options.outputPadding ?? 0,
      dilation: options.dilation ?? 1,
      groups: options.groups ?? 1,
    })
    const init = (key: Key): Params => {
      const [forWeight, forBias] = split(key)
      const weight: Tensor = initialWeight(shape)(forWeight)
      return hasBias ? { weight, bias: initialBias([outs])(forBias) } : { weight }
    }
    const layer = parametric<ConvTransposeRule<Rank, O>, Params>(init, ({ weight, bias }, x) => {
      if (x.shape.length !== rank + 2 || x.shape[1] !== ins) {
        const expected = `[N, ${String(ins)}, ${rank === 1 ? 'W' : 'H, W'}]`
        return refuse(
          'convTranspose',
          [x.shape],
          { expected, found: showShape(x.shape) },
          `convolve ${showShape(x.shape)} transposed`,
        )
      }
      const y = convolve(x, checkParameter(`convTranspose${String(rank)}d`, 'weight', weight, shape))
      return bias === undefined ? y : add(y, alongChannels(`convTranspose${String(rank)}d`, 'bias', bias, outs, rank))
    })
    return restore(layer)
  }

/**
 * A layer from signals [N, in, W] to larger ones. Refuses any other number of channels.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { convTranspose1d, evalMode } from 'cotangent/nn'
 *
 * const layer = convTranspose1d({ in: 4, out: 2, kernel: 4, stride: 2, padding: 1 })
 * const [params, state] = layer.init(key(1))
 * layer.apply(evalMode)(params, state, ones([8, 4, 5]))[0].shape // => [8, 2, 10]
 * ```
 */
export const convTranspose1d = layerOf(1)

/**
 * A layer from images [N, in, H, W] to larger ones. Refuses any other number of channels.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { convTranspose2d, evalMode } from 'cotangent/nn'
 *
 * const layer = convTranspose2d({ in: 16, out: 3, kernel: 2, stride: 2 })
 * const [params, state] = layer.init(key(1))
 * params.weight.shape // => [16, 3, 2, 2]
 * layer.apply(evalMode)(params, state, ones([1, 16, 14, 14]))[0].shape // => [1, 3, 28, 28]
 * ```
 */
export const convTranspose2d = layerOf(2)
