/**
 * @file Sliding windows along one axis: their geometry, and the equations for their number.
 *
 *     every output is a window position          the last window starts inside
 *     ceil mode adds at most one window          same padding is the least
 *     ceil mode overhangs by less than a stride
 *
 * Strides above one, above the kernel and not dividing what is left; padding that differs at the two ends; dilation of
 * kernel and input. The input's length is drawn as what is left over beyond the least that the window needs, so that
 * every drawing is valid and shrinks toward one window.
 */
import fc from 'fast-check'
import type { WindowAxis } from '../../src/core/Window.ts'
import { dilatedInput, span, windowOf } from '../../src/core/Window.ts'
import type { Equation } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import { law } from '../framework/property.ts'

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
export const leastInput = (span: number, padding: number, inputDilation: number): number =>
  Math.max(1, Math.ceil((span - padding - 1) / inputDilation) + 1)

/** From 1 to `most` + 1, mostly 1. */
export const mostly = (most: number): fc.Arbitrary<number> =>
  fc.nat({ max: 2 * most }).map((n) => 1 + Math.max(0, n - most))

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

const windowAxis = (geometry: AxisGeometry, ceilMode: boolean): WindowAxis => {
  const { input, kernel, stride, padding, dilation, inputDilation } = geometry
  const caller = { operation: 'slide', shapes: [], phrase: 'slide' }
  const options = { stride, padding: [padding], dilation, inputDilation, ceilMode }
  const [axis] = windowOf(caller, [input], [kernel], options)
  if (axis === undefined) return { input, kernel, stride, low: 0, high: 0, dilation, inputDilation, output: 0 }
  return axis
}

/** Every output is a window position: as many as there are starts from which the taps end inside the padded input. */
export const everyOutputIsAPosition = (geometry: AxisGeometry): Equation => {
  const axis = windowAxis(geometry, false)
  const padded = dilatedInput(axis) + axis.low + axis.high
  const starts = Array.from({ length: padded }, (_, start) => start)
  return {
    left: axis.output,
    right: starts.filter((start) => start % axis.stride === 0 && start + span(axis) <= padded).length,
  }
}

/** In ceil mode too, the last window starts inside the input or the padding in front of it. */
export const lastWindowStartsInside = (geometry: AxisGeometry): Equation => {
  const axis = windowAxis(geometry, true)
  const whole = windowAxis(geometry, false).output
  const last = (axis.output - 1) * axis.stride
  return { left: axis.output === whole || last < dilatedInput(axis) + axis.low, right: true }
}

/** Ceil mode adds a window exactly where cells of the input are left over that a further window starts before. */
export const ceilAddsAtMostOne = (geometry: AxisGeometry): Equation => {
  const [whole, ceil] = [windowAxis(geometry, false), windowAxis(geometry, true)]
  const padded = dilatedInput(whole) + whole.low + whole.high
  const end = (whole.output - 1) * whole.stride + span(whole)
  const startsInside = whole.output * whole.stride < dilatedInput(whole) + whole.low
  return { left: ceil.output - whole.output, right: end < padded && startsInside ? 1 : 0 }
}

/** An input that is less than a stride shorter than the window still has one, in ceil mode. */
export const ceilOverhangsByLessThanAStride = ({ kernel, stride, dilation }: AxisGeometry): Equation => {
  const cells = span({ kernel, dilation })
  const inputs = Array.from({ length: Math.min(stride, cells) }, (_, missing) => cells - missing)
  const caller = { operation: 'slide', shapes: [], phrase: 'slide' }
  return {
    left: inputs.map((input) => windowOf(caller, [input], [kernel], { stride, dilation, ceilMode: true })[0]?.output),
    right: inputs.map(() => 1),
  }
}

/**
 * Padding 'same' gives as many windows as strides begin in the input, with the fewest cells: one less would lose a window.
 * Both ends have as many, or the end has one more; 'sameLower' the other way round.
 */
export const samePaddingIsLeast = ({ input, kernel, stride, dilation, inputDilation }: AxisGeometry): Equation => {
  const caller = { operation: 'slide', shapes: [], phrase: 'slide' }
  const axisOf = (padding: 'same' | 'sameLower'): readonly WindowAxis[] =>
    windowOf(caller, [input], [kernel], { stride, padding, dilation, inputDilation, ceilMode: true })
  const wide = (total: number): number => dilatedInput({ input, inputDilation }) + total - span({ kernel, dilation })
  const starts = Array.from({ length: dilatedInput({ input, inputDilation }) }, (_, k) => k)
  const most = starts.length + span({ kernel, dilation })
  const windows = starts.filter((start) => start % stride === 0).length
  const least = Array.from({ length: most }, (_, total) => total).find((total) => wide(total) >= (windows - 1) * stride)
  const [low, high] = [Math.floor((least ?? 0) / 2), Math.ceil((least ?? 0) / 2)]
  return {
    left: [...axisOf('same'), ...axisOf('sameLower')].map((axis) => [axis.low, axis.high, axis.output]),
    right: [
      [low, high, windows],
      [high, low, windows],
    ],
  }
}

/** Windows: the geometry that convolutions and pools share. */
export const slidingLaws: readonly Law[] = [
  law('windows: every output is a window position', convAxis, everyOutputIsAPosition),
  law('windows: the last window starts inside', convAxis, lastWindowStartsInside),
  law('windows: ceil mode adds at most one window', convAxis, ceilAddsAtMostOne),
  law('windows: ceil mode overhangs by less than a stride', convAxis, ceilOverhangsByLessThanAStride),
  law('windows: same padding is the least', convAxis, samePaddingIsLeast),
]
