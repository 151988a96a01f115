/**
 * @file pad: a border around a tensor, filled in one of four ways.
 *
 *     constant:  0 0 | a b c | 0 0        reflect:  c b | a b c | b a
 *     replicate: a a | a b c | c c        circular: b c | a b c | a b
 *
 * Shape rule: low + n + high entries along each axis. Pullback: through its parts; a border cell sends its cotangent
 * to the cell that it repeats.
 * Laws: finite differences, second order; "slicing undoes padding"; "conservation": the pullback keeps the sum of the
 * cotangent in every mode but constant.
 */
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { asTensor } from '../core/Tensor.ts'
import { countOf } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import { broadcastTo } from './broadcastTo.ts'
import { concatAlong } from './concat.ts'
import { constant } from './constant.ts'
import { flipAxes } from './flip.ts'
import { padZeros, sliceAlong } from './slice.ts'
import { where } from './where.ts'

/** How a border is filled. */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular'

/** The width of the border, and how it is filled. */
export interface PadOptions {
  /** One entry for each of the last axes, in order (the last entry is the last axis): a width, or `[low, high]`. */
  readonly padding: readonly (number | readonly [low: number, high: number])[]
  /** 'constant' by default. */
  readonly mode?: PadMode
  /** The number that mode 'constant' fills with; 0 by default. */
  readonly value?: number
}

type Widths = readonly [low: number, high: number]

const edge = (x: Tensor, axis: number, index: number, count: number): Tensor =>
  broadcastTo(x.shape.map((d, k) => (k === axis ? count : d)))(sliceAlong(x, axis, index, index + 1))

const borders: Readonly<
  Record<
    Exclude<PadMode, 'constant'>,
    (x: Tensor, axis: number, length: number, widths: Widths) => readonly [Tensor, Tensor]
  >
> = {
  reflect: (x, axis, length, [low, high]) => [
    flipAxes(sliceAlong(x, axis, 1, 1 + low), [axis]),
    flipAxes(sliceAlong(x, axis, length - 1 - high, length - 1), [axis]),
  ],
  replicate: (x, axis, length, [low, high]) => [edge(x, axis, 0, low), edge(x, axis, length - 1, high)],
  circular: (x, axis, length, [low, high]) => [sliceAlong(x, axis, length - low, length), sliceAlong(x, axis, 0, high)],
}

/** The widest border that an axis of this length can fill. */
const widest = {
  reflect: (n: number) => n - 1,
  replicate: (n: number) => (n > 0 ? Infinity : 0),
  circular: (n: number) => n,
}

const padAxis = (x: Tensor, axis: number, widths: Widths, mode: Exclude<PadMode, 'constant'>): Tensor => {
  const length = x.shape[axis] ?? 0
  const [low, high] = widths
  if (low === 0 && high === 0) return x
  if (Math.max(low, high) > widest[mode](length)) {
    return refuse('pad', [x.shape], {
      expected: `at most ${countOf(widest[mode](length), 'cell')} of ${mode} padding for ${String(length)}`,
      found: String(Math.max(low, high)),
    })
  }
  const [front, back] = borders[mode](x, axis, length, widths)
  return concatAlong([front, x, back], axis)
}

const padConstant = (x: Tensor, low: readonly number[], high: readonly number[], value: number): Tensor => {
  const none = x.shape.map(() => 0)
  const padded = padZeros(x, low, high, none)
  if (value === 0) return padded
  return where(padZeros(constant(1, x.shape), low, high, none), padded, asTensor(value))
}

/**
 * Adds a border to a tensor. The padding has one entry for each of the last axes: one for the last axis, two for the
 * last two. Refuses negative widths, a border wider than `reflect` (n - 1) or `circular` (n) can fill, and more entries
 * than axes.
 *
 * @example
 * ```ts
 * import { pad, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 2, 3], [3])
 * toNested(pad({ padding: [1] })(x)) // => [0, 1, 2, 3, 0]
 * toNested(pad({ padding: [[2, 0]], mode: 'reflect' })(x)) // => [3, 2, 1, 2, 3]
 * ```
 */
export const pad = (options: PadOptions) => {
  const {
    padding,
    mode = 'constant',
    value = 0,
  } = checkOptions('pad', options, {
    padding: true,
    mode: { constant: true, reflect: true, replicate: true, circular: true },
    value: true,
  })
  return (x: Tensor): Tensor => {
    const unnamed = x.shape.length - padding.length
    if (unnamed < 0) {
      return refuse('pad', [x.shape], {
        expected: `at most one width for each of ${countOf(x.shape.length, 'axis', 'axes')}`,
        found: String(padding.length),
      })
    }
    const widths = x.shape.map((_, axis): Widths => {
      const width = padding[axis - unnamed] ?? 0
      return typeof width === 'number' ? [width, width] : width
    })
    if (!widths.flat().every((width) => Number.isSafeInteger(width) && width >= 0)) {
      return refuse('pad', [x.shape], {
        expected: 'every width to be a whole number, 0 or more',
        found: `[${widths.flat().join(', ')}]`,
      })
    }
    return mode === 'constant'
      ? padConstant(
          x,
          widths.map(([low]) => low),
          widths.map(([, high]) => high),
          value,
        )
      : widths.reduce((padded, width, axis) => padAxis(padded, axis, width, mode), x)
  }
}
