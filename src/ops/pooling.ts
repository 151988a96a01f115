/**
 * @file What all pooling operations share: a window that slides over each channel separately.
 */
import type { PoolParams } from '../core/InstructionSet.ts'
import type { OptionNames } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { isList, showShape } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import type { AxisPadding, PerAxis, SamePadding, WindowAxis, WindowOptions } from '../core/Window.ts'
import { onAxis, windowOf, windowOutput } from '../core/Window.ts'

/** How a pooling window slides. */
export interface PoolOptions extends Omit<WindowOptions, 'inputDilation'> {
  /** Cells along each side of the window. */
  readonly kernel: PerAxis<number>
  /** The distance between two windows, in cells; the kernel's size by default, so that windows tile the input. */
  readonly stride?: PerAxis<number>
}

/**
 * Whether every window of an axis has at least one cell of the input. Of windows that begin in the input, the last is the
 * first to miss it, so that only those in front are looked at one by one.
 */
const touchesInput = ({ input, kernel, stride, low, dilation, output }: WindowAxis): boolean => {
  const inFront = Math.min(output, Math.ceil(low / stride))
  const touches = (start: number): boolean => {
    // The first tap that is not before the input.
    const tap = Math.max(0, Math.ceil(-start / dilation))
    return tap < kernel && start + tap * dilation < input
  }
  return (
    touches((output - 1) * stride - low) &&
    Array.from({ length: inFront }, (_, i) => i * stride - low).every((start) => touches(start))
  )
}

/** The options of a pooling. */
export const poolOptions: OptionNames<PoolOptions> = {
  kernel: true,
  stride: true,
  padding: true,
  dilation: true,
  ceilMode: true,
}

/** Validates a pooling of an input [N, C, ...S] with 1 or 2 spatial axes. */
export const poolParams = (operation: string, x: Shape, options: PoolOptions): PoolParams => {
  const phrase = `${operation} ${showShape(x)}`
  const rank = x.length - 2
  if (rank !== 1 && rank !== 2) {
    return refuse(
      operation,
      [x],
      { expected: '1 or 2 spatial axes, [N, C, ...S]', found: `rank ${String(x.length)}` },
      phrase,
    )
  }
  const { kernel: asked, stride = asked } = options
  const kernel = isList(asked) ? asked : x.slice(2).map(() => asked)
  const caller = { operation, shapes: [x], phrase }
  const window = windowOf(caller, x.slice(2), kernel, { ...options, stride })
  window.forEach(({ kernel: size }, axis) => {
    const padding = onAxis<AxisPadding | SamePadding>(options.padding, axis, 0)
    if (typeof padding === 'number' && 2 * padding > size) {
      refuse(
        operation,
        [x],
        { expected: `padding of at most half the window of ${String(size)}`, found: String(padding) },
        phrase,
      )
    }
  })
  return window.every(touchesInput)
    ? { window }
    : refuse(
        operation,
        [x],
        { expected: 'every window to have a cell of the input', found: 'one of padding alone' },
        phrase,
      )
}

/** The shape of a pooled input. */
export const pooledShape = (x: Shape, { window }: PoolParams): Shape => [...x.slice(0, 2), ...windowOutput(window)]
