/**
 * @file Sliding-window geometry: validated once, then handed to every operation and kernel that slides a window.
 *
 * Along one axis an input of `H` entries, spread by `inputDilation` (`e - 1` zeros between neighbours) and padded by
 * `low` and `high`, is visited by a window of `K` taps, `dilation` apart, that moves by `stride`:
 *
 *     position(i, p) = (i * stride + p * dilation - low) / inputDilation     (a cell where whole and in 0 .. H - 1)
 *     output = floor((e (H - 1) + 1 + low + high - (d (K - 1) + 1)) / stride) + 1
 *
 * which is `(W - F + 2P) / S + 1` for `e = d = 1`. Padding `'same'` is the least that gives ceil((e (H - 1) + 1) /
 * stride) outputs, one per stride that begins in the input. In ceil mode the division rounds up, and a last window that
 * would start in the high padding is dropped, as in PyTorch; the window may then overhang the padded input, also as the
 * only one over an input that is less than a stride too short.
 *
 * Laws: "every output is a window position", "the last window starts inside", "ceil mode adds at most one window", "ceil
 * mode overhangs by less than a stride", "same padding is the least".
 */
import { foundValue } from './foundValue.ts'
import type { Shape } from './Shape.ts'
import { countOf } from './Shape.ts'
import { refuse } from './TensorError.ts'

/** One axis of a sliding window. All lengths are in cells. */
export interface WindowAxis {
  /** Length of the input. */
  readonly input: number
  /** Number of taps. */
  readonly kernel: number
  /** The distance between two window positions. */
  readonly stride: number
  /** Padding in front. */
  readonly low: number
  /** Padding behind. */
  readonly high: number
  /** The distance between two taps. */
  readonly dilation: number
  /** The distance between two neighbours of the input after dilation. */
  readonly inputDilation: number
  /** Number of window positions. */
  readonly output: number
}

/** A window over all spatial axes. */
export type Window = readonly WindowAxis[]

/** One setting for all spatial axes, or one per axis. */
export type PerAxis<T> = T | readonly T[]

/** Padding of one axis: the same at both ends, or in front and behind. */
export type AxisPadding = number | readonly [low: number, high: number]

/**
 * Padding that follows from the input, so that a window of stride 1 keeps the input's length: `'same'` as TensorFlow's
 * SAME and ONNX's SAME_UPPER, with an odd cell behind; `'sameLower'` with an odd cell in front.
 */
export type SamePadding = 'same' | 'sameLower'

/** Padding: one number, a number or `[low, high]` per axis, or a word for padding that follows from the input. */
export type Padding = number | readonly AxisPadding[] | SamePadding

/** The settings of a window that a caller may give. The defaults are stride 1, padding 0, dilation 1. */
export interface WindowOptions {
  readonly stride?: PerAxis<number>
  /** Zeros at both ends: one number, a number or `[low, high]` per axis, `'same'` or `'sameLower'`. */
  readonly padding?: Padding
  readonly dilation?: PerAxis<number>
  readonly inputDilation?: PerAxis<number>
  /** Whether the number of windows is rounded up instead of down. */
  readonly ceilMode?: boolean
}

/** The operation that the window belongs to, named in errors. */
export interface WindowCaller {
  readonly operation: string
  readonly shapes: readonly Shape[]
  readonly phrase: string
}

/** A setting for one axis. */
export const onAxis = <T>(setting: PerAxis<T> | undefined, axis: number, otherwise: T): T =>
  setting === undefined ? otherwise : isPerAxis(setting) ? (setting[axis] ?? otherwise) : setting

const isPerAxis = <T>(setting: PerAxis<T>): setting is readonly T[] => Array.isArray(setting)

/** The number of cells that the taps of a window span. */
export const span = (axis: Pick<WindowAxis, 'kernel' | 'dilation'>): number =>
  axis.kernel === 0 ? 0 : axis.dilation * (axis.kernel - 1) + 1

/** Length of the input with its dilation, without padding. */
export const dilatedInput = (axis: Pick<WindowAxis, 'input' | 'inputDilation'>): number =>
  axis.input === 0 ? 0 : axis.inputDilation * (axis.input - 1) + 1

const outputOf = (axis: Omit<WindowAxis, 'output'>, ceilMode: boolean): number => {
  const room = dilatedInput(axis) + axis.low + axis.high - span(axis)
  const whole = Math.floor(room / axis.stride) + 1
  const starts = whole * axis.stride < dilatedInput(axis) + axis.low
  return ceilMode && room % axis.stride !== 0 && starts ? whole + 1 : whole
}

const checkCount = (caller: WindowCaller, name: string, value: number, least: number): number =>
  Number.isSafeInteger(value) && value >= least
    ? value
    : refuse(
        caller.operation,
        caller.shapes,
        { expected: `${name} to be a whole number, ${String(least)} or more`, found: foundValue(value) },
        caller.phrase,
      )

/** Refuses a setting for another number of axes. */
export const checkRank = (caller: WindowCaller, name: string, setting: unknown, rank: number): void => {
  if (Array.isArray(setting) && setting.length !== rank) {
    refuse(
      caller.operation,
      caller.shapes,
      { expected: `${name} for ${countOf(rank, 'axis', 'axes')}`, found: String(setting.length) },
      caller.phrase,
    )
  }
}

/** Divides a total of cells between both ends. */
const parted = (padding: SamePadding, total: number): readonly [low: number, high: number] => {
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)]
  return padding === 'same' ? [less, more] : [more, less]
}

/** Padding of a window over a (dilated) input, `[low, high]`, unchecked. */
export const paddingOf = (
  caller: WindowCaller,
  padding: AxisPadding | SamePadding,
  { length, span: cells, stride }: { readonly length: number; readonly span: number; readonly stride: number },
): readonly [low: number, high: number] =>
  padding === 'same' || padding === 'sameLower'
    ? parted(padding, Math.max(0, (Math.ceil(length / stride) - 1) * stride + cells - length))
    : typeof padding === 'string'
      ? refuse(
          caller.operation,
          caller.shapes,
          { expected: "padding to be numbers, 'same' or 'sameLower'", found: `'${String(padding)}'` },
          caller.phrase,
        )
      : typeof padding === 'number'
        ? [padding, padding]
        : padding

/** The fewest cells that a window is laid over: as many as it spans, or in ceil mode less than a stride fewer. */
const least = (cells: number, stride: number, ceilMode: boolean): string => {
  const fewest = ceilMode ? Math.max(1, cells - stride + 1) : cells
  return fewest === cells
    ? `${countOf(cells, 'cell')}, as the window spans`
    : `${countOf(fewest, 'cell')}, less than a stride below the ${String(cells)} that the window spans`
}

const axisOf = (
  caller: WindowCaller,
  input: number,
  kernel: number,
  options: WindowOptions,
  index: number,
): WindowAxis => {
  const bare = {
    input,
    kernel: checkCount(caller, 'kernel size', kernel, 1),
    stride: checkCount(caller, 'stride', onAxis(options.stride, index, 1), 1),
    dilation: checkCount(caller, 'dilation', onAxis(options.dilation, index, 1), 1),
    inputDilation: checkCount(caller, 'input dilation', onAxis(options.inputDilation, index, 1), 1),
  }
  const padding = onAxis<AxisPadding | SamePadding>(options.padding, index, 0)
  const [low, high] = paddingOf(caller, padding, { length: dilatedInput(bare), span: span(bare), stride: bare.stride })
  const axis = { ...bare, low: checkCount(caller, 'padding', low, 0), high: checkCount(caller, 'padding', high, 0) }
  const output = outputOf(axis, options.ceilMode ?? false)
  return output >= 1
    ? { ...axis, output }
    : refuse(
        caller.operation,
        caller.shapes,
        {
          expected: `a padded input of at least ${least(span(axis), axis.stride, options.ceilMode ?? false)}`,
          found: String(dilatedInput(axis) + low + high),
        },
        caller.phrase,
      )
}

/**
 * The window of an operation over inputs of these spatial lengths. Refuses settings that are not whole numbers, a
 * setting for another number of axes, and a window that is wider than the padded input: in ceil mode, by a stride or more.
 */
export const windowOf = (
  caller: WindowCaller,
  input: readonly number[],
  kernel: readonly number[],
  options: WindowOptions,
): Window => {
  checkRank(caller, 'stride', options.stride, input.length)
  checkRank(caller, 'padding', options.padding, input.length)
  checkRank(caller, 'dilation', options.dilation, input.length)
  checkRank(caller, 'input dilation', options.inputDilation, input.length)
  checkRank(caller, 'kernel', kernel, input.length)
  return input.map((length, axis) => axisOf(caller, length, kernel[axis] ?? 1, options, axis))
}

/** The spatial lengths of a window's input, kernel and output. */
export const windowInput = (window: Window): Shape => window.map((axis) => axis.input)
export const windowKernel = (window: Window): Shape => window.map((axis) => axis.kernel)
export const windowOutput = (window: Window): Shape => window.map((axis) => axis.output)

const unit: WindowAxis = { input: 1, kernel: 1, stride: 1, low: 0, high: 0, dilation: 1, inputDilation: 1, output: 1 }

/** The rows and columns of a window; one with a single axis has one row. */
export const planeOf = (window: Window): readonly [rows: WindowAxis, columns: WindowAxis] => [
  window.length > 1 ? (window[0] ?? unit) : unit,
  window.at(-1) ?? unit,
]
