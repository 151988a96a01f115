/**
 * @file Transposed convolution: every input cell adds a copy of the kernel to the output, scaled by itself. It is how the
 * error of a convolution travels back (`convInput`), used forwards: to upsample, and to look inside a network.
 *
 *     y[n, o, i s + p d - pad, ..] += x[n, c, i, ..] w[c, o, p, ..]
 *
 * Shape rule: x [N, C, ...S], w [C, O / groups, ...K] to [N, O, (S - 1) s - 2 pad + d (K - 1) + outputPadding + 1, ..].
 * Pullback: through its parts, of which convInput has conv and convFilter.
 * Laws: finite differences, adjointness, pullback linearity, second order; "adjoint of conv"; PyTorch's values and gradients.
 */
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { PerAxis } from '../core/Window.ts'
import { convInput } from './conv.ts'
import { padZeros } from './slice.ts'

/** How copies of the kernel are laid out; stride 1, no padding, dilation 1 and one group by default. */
export interface ConvTransposeOptions {
  /** Cells of the output between two copies. */
  readonly stride?: PerAxis<number>
  /** Cells cut off from both ends of the output. */
  readonly padding?: PerAxis<number>
  /**
   * Cells added at the end of the output, less than the stride or the dilation: inputs of several lengths are convolved to
   * one, and this says which is meant.
   */
  readonly outputPadding?: PerAxis<number>
  /** Cells of the output between two taps. */
  readonly dilation?: PerAxis<number>
  /** Channels are split into this many groups that do not mix. */
  readonly groups?: number
}

const settingOf = (setting: PerAxis<number> | undefined, otherwise: number, axis: number): number =>
  setting === undefined ? otherwise : typeof setting === 'number' ? setting : (setting[axis] ?? otherwise)

/** One axis: the lengths of the output and of the input that a convolution of that output would give. */
const axisOf = (
  input: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  extra: number,
): { readonly output: number; readonly expected: number } => {
  const output = (input - 1) * stride - 2 * padding + dilation * (kernel - 1) + extra + 1
  const expected = Math.floor((output + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1
  return { output, expected }
}

/**
 * Transposed convolution over 1 or 2 spatial axes, as many as the input has. Refuses channels that do not fit the kernel
 * and the groups, output padding that is not less than the stride or the dilation, and an output without cells.
 *
 * @example
 * ```ts
 * import { convTranspose, ones, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 10], [1, 1, 2])
 * toNested(convTranspose({ stride: 2 })(x, ones([1, 1, 3]))) // => [[[1, 1, 11, 10, 10]]]
 * toNested(convTranspose({ stride: 2, padding: 1, outputPadding: 1 })(x, ones([1, 1, 3]))) // => [[[1, 11, 10, 10]]]
 * ```
 */
export const convTranspose =
  ({ stride, padding, outputPadding, dilation, groups = 1 }: ConvTransposeOptions = {}) =>
  (x: Tensor, w: Tensor): Tensor => {
    const phrase = `convolve ${showShape(x.shape)} transposed with ${showShape(w.shape)}`
    const fail = (reason: string): never => refuse('convTranspose', [x.shape, w.shape], reason, phrase)
    const rank = x.shape.length - 2
    if ((rank !== 1 && rank !== 2) || w.shape.length !== x.shape.length) {
      return fail('both have a spatial rank of 1 or 2, [N, C, ...S] and [C, O / groups, ...K]')
    }
    if (x.shape[1] !== w.shape[0]) return fail(`the kernel expects ${String(w.shape[0])} channels`)
    const axes = x.shape.slice(2).map((input, axis) => {
      const [s, p, d, extra] = [
        settingOf(stride, 1, axis),
        settingOf(padding, 0, axis),
        settingOf(dilation, 1, axis),
        settingOf(outputPadding, 0, axis),
      ]
      const own = axisOf(input, w.shape[axis + 2] ?? 1, s, p, d, extra)
      if (!Number.isSafeInteger(extra) || extra < 0 || extra >= Math.max(s, d)) {
        return fail(`output padding is a whole number less than the stride or the dilation, not ${String(extra)}`)
      }
      return own.output >= 1 ? own : fail(`its output would have ${String(own.output)} cells`)
    })
    const output: Shape = [x.shape[0] ?? 0, (w.shape[1] ?? 0) * groups, ...axes.map((axis) => axis.output)]
    // Output padding of a stride or more leaves room for copies that the input does not have.
    const none = x.shape.map(() => 0)
    const missing = axes.map(({ expected }, axis) => expected - (x.shape[axis + 2] ?? 0))
    const whole = missing.some((count) => count > 0) ? padZeros(x, none, [0, 0, ...missing], none) : x
    const options = {
      ...(stride === undefined ? {} : { stride }),
      ...(padding === undefined ? {} : { padding }),
      ...(dilation === undefined ? {} : { dilation }),
      groups,
    }
    return convInput(output, options)(whole, w)
  }
