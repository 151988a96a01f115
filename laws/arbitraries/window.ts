/**
 * @file The geometry of sliding windows: strides above one, above the kernel and not dividing what is left; padding
 * that differs at the two ends; dilation of kernel and input; groups, depthwise among them; overlapping pools, ceil
 * mode, windows past the edge.
 *
 * The input's length is drawn as what is left over beyond the least that the window needs, so that every drawing is
 * valid and shrinks toward one window.
 */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import type { SamePadding } from '../../src/core/Window.ts'

/** One axis of a window, before its output is known. */
export interface AxisGeometry {
  readonly input: number
  readonly kernel: number
  readonly stride: number
  readonly padding: readonly [low: number, high: number]
  readonly dilation: number
  readonly inputDilation: number
}

/** The fewest entries of an input that a window of this span fits, with its padding. */
const leastInput = (span: number, padding: number, inputDilation: number): number =>
  Math.max(1, Math.ceil((span - padding - 1) / inputDilation) + 1)

const mostly = (most: number): fc.Arbitrary<number> => fc.nat({ max: 2 * most }).map((n) => 1 + Math.max(0, n - most))

/**
 * Axes of convolutions.
 *
 * @example
 * ```ts
 * import { convAxis } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(convAxis, 20).every(({ input, kernel }) => input >= 1 && kernel >= 1) // => true
 * ```
 */
export const convAxis: fc.Arbitrary<AxisGeometry> = fc
  .record({
    spare: fc.nat({ max: 3 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: mostly(3),
    low: fc.nat({ max: 2 }),
    high: fc.nat({ max: 2 }),
    dilation: mostly(2),
    inputDilation: mostly(1),
  })
  .map(({ spare, kernel, stride, low, high, dilation, inputDilation }) => ({
    input: spare + leastInput(dilation * (kernel - 1) + 1, low + high, inputDilation),
    kernel,
    stride,
    padding: [low, high],
    dilation,
    inputDilation,
  }))

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
  /** How many channels a group may have, before and after; 1 or 2 by default. */
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

/** A transposed convolution over one or two spatial axes. */
export interface TransposedGeometry {
  /** [N, C, ...S] */
  readonly input: Shape
  /** [C, O / groups, ...K] */
  readonly kernel: Shape
  readonly stride: readonly number[]
  readonly padding: readonly (readonly [low: number, high: number])[] | SamePadding
  readonly outputPadding: readonly number[]
  readonly dilation: readonly number[]
  readonly groups: number
}

const transposedAxis = fc
  .record({
    input: fc.integer({ min: 1, max: 3 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: mostly(3),
    low: fc.nat({ max: 2 }),
    high: fc.nat({ max: 2 }),
    extra: fc.nat({ max: 2 }),
    dilation: mostly(2),
  })
  .map((axis) => ({ ...axis, extra: axis.extra % axis.stride }))
  .filter(
    ({ input, kernel, stride, low, high, extra, dilation }) =>
      (input - 1) * stride + dilation * (kernel - 1) + 1 + extra > low + high,
  )

/**
 * Transposed convolutions, padded at both ends alike, at one more, or as `'same'`.
 *
 * @example
 * ```ts
 * import { transposedGeometry } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(transposedGeometry, 20).every(({ input, kernel }) => input[1] === kernel[0]) // => true
 * ```
 */
export const transposedGeometry: fc.Arbitrary<TransposedGeometry> = fc
  .record({
    axes: fc.array(transposedAxis, { minLength: 1, maxLength: 2 }),
    batch: fc.integer({ min: 1, max: 2 }),
    groups: mostly(2),
    channels: fc.integer({ min: 1, max: 2 }),
    features: fc.integer({ min: 1, max: 2 }),
    same: fc.constantFrom(null, null, 'same' as const, 'sameLower' as const),
  })
  .map(({ axes, batch, groups, channels, features, same }) => ({
    input: [batch, groups * channels, ...axes.map((axis) => axis.input)],
    kernel: [groups * channels, features, ...axes.map((axis) => axis.kernel)],
    stride: axes.map((axis) => axis.stride),
    padding: same ?? axes.map(({ low, high }) => [low, high] as const),
    outputPadding: axes.map(({ extra }) => (same === null ? extra : 0)),
    dilation: axes.map((axis) => axis.dilation),
    groups,
  }))

/** A pooling over one or two spatial axes. */
export interface PoolGeometry {
  /** [N, C, ...S] */
  readonly input: Shape
  readonly kernel: readonly number[]
  readonly stride: readonly number[]
  readonly padding: readonly (readonly [low: number, high: number])[]
  readonly dilation: readonly number[]
  readonly ceilMode: boolean
}

/** How many windows an axis has: the rule of the field, written again so that it can be wrong alone. */
const windowsOf = ({ input, kernel, stride, padding: [low, high], dilation }: AxisGeometry, ceil: boolean): number => {
  const room = input + low + high - dilation * (kernel - 1) - 1
  const whole = Math.floor(room / stride) + 1
  return ceil && room % stride !== 0 && whole * stride < input + low ? whole + 1 : whole
}

/** Whether every window has a cell of the input: a dilated one may step over a short input. */
const everyWindowTouches = (axis: AxisGeometry, ceil: boolean): boolean =>
  Array.from({ length: windowsOf(axis, ceil) }, (_, i) => i * axis.stride - axis.padding[0]).every((start) =>
    Array.from({ length: axis.kernel }, (_, tap) => start + tap * axis.dilation).some(
      (cell) => cell >= 0 && cell < axis.input,
    ),
  )

const poolAxis = (ceil: boolean): fc.Arbitrary<AxisGeometry> =>
  fc
    .record({
      spare: fc.nat({ max: 4 }),
      kernel: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 4 }),
      low: mostly(2),
      high: mostly(2),
      dilation: mostly(2),
    })
    .map(({ spare, kernel, stride, low, high, dilation }): AxisGeometry => {
      // Mostly up to half the kernel, at times as much as leaves each window a cell.
      const padding = [Math.min(low - 1, kernel - 1), Math.min(high - 1, kernel - 1)] as const
      const input = spare + leastInput(dilation * (kernel - 1) + 1, padding[0] + padding[1], 1)
      return { input, kernel, stride, padding, dilation, inputDilation: 1 }
    })
    .filter((axis) => everyWindowTouches(axis, ceil))

/** Which pools to draw. */
export interface PoolChoice {
  /** Whether windows may be padded; true by default. */
  readonly padded?: boolean
}

/**
 * Poolings.
 *
 * @example
 * ```ts
 * import { poolGeometry } from 'cotangent/laws'
 * import fc from 'fast-check'
 *
 * fc.sample(poolGeometry({ padded: false }), 20).every(({ padding }) => padding.flat().every((p) => p === 0)) // => true
 * ```
 */
export const poolGeometry = ({ padded = true }: PoolChoice = {}): fc.Arbitrary<PoolGeometry> =>
  fc.boolean().chain((ceilMode) =>
    fc
      .record({
        axes: fc.array(poolAxis(ceilMode), { minLength: 1, maxLength: 2 }),
        batch: fc.integer({ min: 1, max: 2 }),
        channels: fc.integer({ min: 1, max: 2 }),
      })
      .map(({ axes, batch, channels }) => ({
        input: [batch, channels, ...axes.map((axis) => axis.input + (padded ? 0 : axis.padding[0] + axis.padding[1]))],
        kernel: axes.map((axis) => axis.kernel),
        stride: axes.map((axis) => axis.stride),
        padding: axes.map((axis) => (padded ? axis.padding : ([0, 0] as const))),
        dilation: axes.map((axis) => axis.dilation),
        ceilMode,
      })),
  )
