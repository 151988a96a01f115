/**
 * @file The geometry of pooling: overlapping windows, ceil mode, windows past the edge, padding at the two ends, dilation; and
 * the cells under each window. Max pooling is in `maxPool.ts`, averages and sums in `avgPool.ts`.
 */
import fc from 'fast-check'
import type { PoolParams } from '../../src/core/InstructionSet.ts'
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { windowOutput } from '../../src/core/Window.ts'
import * as ops from '../../src/ops/index.ts'
import type { PoolOptions } from '../../src/ops/pooling.ts'
import { poolParams } from '../../src/ops/pooling.ts'
import type { Place } from '../framework/equations/indices.ts'
import { indexOf, placesOf } from '../framework/equations/indices.ts'
import type { Operation } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'
import type { AxisGeometry } from '../structures/windows.ts'
import { leastInput, mostly } from '../structures/windows.ts'
import { one } from './fixed.ts'

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

/** The number of windows along an axis: the standard rule, written independently of the library. */
const windowsOf = ({ input, kernel, stride, padding: [low, high], dilation }: AxisGeometry, ceil: boolean): number => {
  const room = input + low + high - dilation * (kernel - 1) - 1
  const whole = Math.floor(room / stride) + 1
  return ceil && room % stride !== 0 && whole * stride < input + low ? whole + 1 : whole
}

/** Whether every window has a cell of the input: a dilated window may skip a short input. */
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
      // Mostly up to half the kernel, sometimes as much as leaves each window a cell.
      const padding = [Math.min(low - 1, kernel - 1), Math.min(high - 1, kernel - 1)] as const
      const least = leastInput(dilation * (kernel - 1) + 1, padding[0] + padding[1], 1)
      // In ceil mode, one window may overhang by less than a stride.
      const input = Math.max(1, spare + least - (ceil ? stride - 1 : 0))
      return { input, kernel, stride, padding, dilation, inputDilation: 1 }
    })
    .filter((axis) => everyWindowTouches(axis, ceil))

/** Which pools to draw. */
export interface PoolChoice {
  /** Whether windows may be padded; true by default. */
  readonly padded?: boolean
  /** 1 by default. */
  readonly minSpatialRank?: number
  /** 2 by default. */
  readonly maxSpatialRank?: number
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
export const poolGeometry = ({
  padded = true,
  minSpatialRank = 1,
  maxSpatialRank = 2,
}: PoolChoice = {}): fc.Arbitrary<PoolGeometry> =>
  fc.boolean().chain((ceilMode) =>
    fc
      .record({
        axes: fc.array(poolAxis(ceilMode), { minLength: minSpatialRank, maxLength: maxSpatialRank }),
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

/** The options of a pooling's geometry. */
export const poolOptions = ({ kernel, stride, padding, dilation, ceilMode }: PoolGeometry): PoolOptions => ({
  kernel,
  stride,
  padding,
  dilation,
  ceilMode,
})

export const poolWindow = (geometry: PoolGeometry): PoolParams =>
  poolParams('pool', geometry.input, poolOptions(geometry))

/** [N, C, ...S'] */
export const poolOutput = (geometry: PoolGeometry): Shape => [
  ...geometry.input.slice(0, 2),
  ...windowOutput(poolWindow(geometry).window),
]

export const pooled = (
  name: string,
  f: (options: PoolOptions) => (x: Tensor) => Tensor,
  options: { readonly exact?: boolean; readonly order?: 0; readonly distinct?: boolean; readonly choice?: PoolChoice },
): Operation<PoolGeometry> => {
  const { distinct = false, choice, ...rest } = options
  return operation(name, {
    ...rest,
    geometry: poolGeometry(choice),
    inputs: ({ input }) => [{ shape: input, domain: distinct ? 'distinct' : 'real' }],
    f: (geometry) => f(poolOptions(geometry)),
  })
}

/** The cells under the window of an output, including padding and cells beyond it, in row-major order. */
export const windowAt = ({ kernel, stride, padding, dilation }: PoolGeometry, [n = 0, c = 0, ...outputs]: Place) =>
  placesOf(kernel).map((tap): Place => [
    n,
    c,
    ...outputs.map((i, k) => i * (stride[k] ?? 1) + (tap[k] ?? 0) * (dilation[k] ?? 1) - (padding[k]?.[0] ?? 0)),
  ])

export const insideOf = (shape: Shape, cells: readonly Place[]): readonly Place[] =>
  cells.filter((cell) => indexOf(shape, cell) >= 0)

/** The shape of the output: one window per start and, in ceil mode, also one that overhangs. */
export const outputOf = ({ input, kernel, stride, padding, dilation, ceilMode }: PoolGeometry): Shape => [
  ...input.slice(0, 2),
  ...kernel.map((taps, k) => {
    const [low, high] = padding[k] ?? [0, 0]
    const [length, by] = [input[k + 2] ?? 1, stride[k] ?? 1]
    const ends = (start: number): number => start + (dilation[k] ?? 1) * (taps - 1)
    const starts = Array.from({ length: length + low + high }, (_, i) => i * by - low)
    const whole = starts.filter((start) => ends(start) < length + high).length
    const next = whole * by - low
    const leftOver = ends((whole - 1) * by - low) < length + high - 1
    return ceilMode && leftOver && next < length ? whole + 1 : whole
  }),
]

const exact = true
const image = [2, 3, 4, 5] as const

/** Pooling over windows that the output chooses, and by powers. */
export const poolingComposites = {
  adaptiveAvgPool2d: one('adaptiveAvgPool2d', image, ops.adaptiveAvgPool2d([3, 2]), { exact }),
  adaptiveMaxPool2d: one('adaptiveMaxPool2d', image, ops.adaptiveMaxPool2d([3, 2]), { domain: 'distinct' }),
  avgPool2d: one('avgPool2d', image, ops.avgPool2d({ kernel: 3, stride: 2, padding: 1 }), { exact }),
  'avgPool2d, padded as same': one(
    'avgPool2d, padded as same',
    image,
    ops.avgPool2d({ kernel: [2, 3], stride: 1, padding: 'sameLower', countIncludePad: false }),
  ),
  globalAvgPool2d: one('globalAvgPool2d', image, ops.globalAvgPool2d),
  globalMaxPool2d: one('globalMaxPool2d', image, ops.globalMaxPool2d, { domain: 'distinct' }),
  maxPool2d: one('maxPool2d', image, ops.maxPool2d({ kernel: 3, stride: 2, padding: 1 }), { domain: 'distinct' }),
  lpPool: one('lpPool', image, ops.lpPool({ p: 3, kernel: 2 }), { domain: 'positive' }),
} as const
