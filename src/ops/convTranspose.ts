/**
 * @file Transposed convolution: every input cell adds a copy of the kernel, scaled by the cell, to the output. This is the
 * pullback of a convolution to its input (`convInput`), used forwards: to upsample, and to visualize a network.
 *
 *     y[n, o, i s + p d - pad, ..] += x[n, c, i, ..] w[c, o, p, ..]
 *
 * Shape rule: x [N, C, ...S], w [C, O / groups, ...K] to [N, O, (S - 1) s - low - high + d (K - 1) + outputPadding + 1, ..];
 * with padding 'same' to [N, O, S s, ..], the smallest input from which a 'same' convolution computes x's shape.
 * Pullback: through its parts, of which convInput has conv and convFilter.
 * Laws: finite differences, adjointness, pullback linearity, second order; "adjoint of conv" of the same padding; PyTorch's values and gradients.
 */
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { Mismatch } from '../core/TensorError.ts'
import { refuse } from '../core/TensorError.ts'
import type { AxisPadding, Padding, PerAxis, SamePadding, WindowCaller } from '../core/Window.ts'
import { checkRank, onAxis, paddingOf, span } from '../core/Window.ts'
import { convInput } from './conv.ts'
import { padZeros } from './slice.ts'

/** How copies of the kernel are laid out; stride 1, no padding, dilation 1 and one group by default. */
export interface ConvTransposeOptions {
  /** The distance between two copies, in cells of the output. */
  readonly stride?: PerAxis<number>
  /**
   * Cells to cut off at the ends of the output: one number for both ends, a number or `[low, high]` per axis, or
   * `'same'`, which makes the output's length the input's length times the stride.
   */
  readonly padding?: Padding
  /**
   * Cells added at the end of the output, fewer than the stride or the dilation. A convolution takes inputs of several
   * lengths to one output length; this option says which input length is meant.
   */
  readonly outputPadding?: PerAxis<number>
  /** The distance between two taps, in cells of the output. */
  readonly dilation?: PerAxis<number>
  /** Channels are split into this many groups that do not mix. */
  readonly groups?: number
}

/** The options of a transposed convolution. */
export const transposedOptionNames: OptionNames<ConvTransposeOptions> = {
  stride: true,
  padding: true,
  outputPadding: true,
  dilation: true,
  groups: true,
}

/** One axis of the output: its length, the cells cut off at its ends, and the number of kernel copies that fit. */
interface OutputAxis {
  readonly output: number
  readonly padding: readonly [low: number, high: number]
  readonly copies: number
  /** The output padding that gives this length. */
  readonly extra: number
}

/** Validates an axis of a transposed convolution. */
export const outputAxis = (
  caller: WindowCaller,
  [input, kernel]: readonly [input: number, kernel: number],
  { stride, padding, outputPadding, dilation }: ConvTransposeOptions,
  axis: number,
): OutputAxis => {
  const fail = (mismatch: Mismatch): never => refuse(caller.operation, caller.shapes, mismatch, caller.phrase)
  const [s, d, extra] = [onAxis(stride, axis, 1), onAxis(dilation, axis, 1), onAxis(outputPadding, axis, 0)]
  const own = onAxis<AxisPadding | SamePadding>(padding, axis, 0)
  const cells = span({ kernel, dilation: d })
  const [low, high] = paddingOf(caller, own, { length: input * s, span: cells, stride: s })
  if (!Number.isSafeInteger(extra) || extra < 0 || extra >= Math.max(s, d)) {
    return fail({
      expected: 'output padding to be a whole number less than the stride or the dilation',
      found: String(extra),
    })
  }
  if (typeof own === 'string' && extra > 0) {
    return fail({ expected: `no output padding beside '${own}' padding`, found: String(extra) })
  }
  const output = typeof own === 'string' ? input * s : (input - 1) * s - low - high + cells + extra
  const copies = Math.floor((output + low + high - cells) / s) + 1
  return output >= 1
    ? { output, padding: [low, high], copies, extra: output - ((input - 1) * s - low - high + cells) }
    : fail({ expected: 'at least 1 cell of the output', found: String(output) })
}

/** As {@link convTranspose}, with options that nobody can change. */
const transposedBy =
  (options: ConvTransposeOptions) =>
  (x: Tensor, w: Tensor): Tensor => {
    const { stride = 1, padding, dilation = 1, groups = 1 } = options
    const phrase = `convolve ${showShape(x.shape)} transposed with ${showShape(w.shape)}`
    const caller = { operation: 'convTranspose', shapes: [x.shape, w.shape], phrase }
    const fail = (mismatch: Mismatch): never => refuse('convTranspose', caller.shapes, mismatch, phrase)
    const rank = x.shape.length - 2
    if ((rank !== 1 && rank !== 2) || w.shape.length !== x.shape.length) {
      return fail({
        expected: 'a spatial rank of 1 or 2 in both, [N, C, ...S] and [C, O / groups, ...K]',
        found: `ranks ${String(x.shape.length)} and ${String(w.shape.length)}`,
      })
    }
    if (x.shape[1] !== w.shape[0]) {
      return fail({ expected: `${countOf(w.shape[0] ?? 0, 'channel')}, as the kernel`, found: String(x.shape[1]) })
    }
    checkRank(caller, 'padding', padding, rank)
    const axes = x.shape
      .slice(2)
      .map((input, axis) => outputAxis(caller, [input, w.shape[axis + 2] ?? 1], options, axis))
    const output: Shape = [x.shape[0] ?? 0, (w.shape[1] ?? 0) * groups, ...axes.map((axis) => axis.output)]
    // Output padding of a stride or more would leave room for copies for which the input has no cells.
    const none = x.shape.map(() => 0)
    const missing = axes.map(({ copies }, axis) => copies - (x.shape[axis + 2] ?? 0))
    const whole = missing.some((count) => count > 0) ? padZeros(x, none, [0, 0, ...missing], none) : x
    const cut = axes.map((axis) => axis.padding)
    return convInput(output, { stride, padding: cut, dilation, groups })(whole, w)
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
 * toNested(convTranspose({ stride: 2, padding: 'same' })(x, ones([1, 1, 3]))) // => [[[1, 1, 11, 10]]]
 * ```
 */
export const convTranspose = (options: ConvTransposeOptions = {}): ((x: Tensor, w: Tensor) => Tensor) =>
  transposedBy(checkOptions('convTranspose', options, transposedOptionNames))
