/**
 * @file Convolutions and poolings as operators of ONNX.
 *
 * Pads of ONNX's windows count cells, and its poolings want fewer than the kernel has. A last window that overhangs the padded
 * input, as in ceil mode, is written with as many cells of padding as it reaches.
 */
import type { ConvWindow } from '../../../core/InstructionSet.ts'
import { sizeOf } from '../../../core/Shape.ts'
import type { Window, WindowAxis } from '../../../core/Window.ts'
import { dilatedInput, span, windowInput, windowKernel } from '../../../core/Window.ts'
import type { Emit, Settings } from '../Emit.ts'
import type { Length, Lengths } from '../Length.ts'
import { productOf } from '../Length.ts'
import type { Rule } from '../Rule.ts'
import { numbers } from '../Rule.ts'
import { padded, reshaped, sliced } from './shaping.ts'

/** How far the last window reaches behind the input. */
const reach = (axis: WindowAxis): number => (axis.output - 1) * axis.stride + span(axis) - axis.low - dilatedInput(axis)

/** The padding behind that gives as many windows: what the last one reaches, at least 0. */
const highOf = (axis: WindowAxis): number => Math.max(0, reach(axis))

/** Whether the last window overhangs the padded input. */
export const overhangs = (axis: WindowAxis): boolean => reach(axis) > axis.high

/** The settings of a window without dilation. */
export const plainSettings = (window: Window): Settings => ({
  kernel_shape: windowKernel(window),
  strides: window.map(({ stride }) => stride),
  pads: [...window.map(({ low }) => low), ...window.map(highOf)],
})

/** The settings that convolutions and poolings share. */
const windowSettings = (window: Window): Settings => ({
  ...plainSettings(window),
  dilations: window.map(({ dilation }) => dilation),
})

/** The input of a convolution, with zeros between its cells where it is dilated. */
const dilated = (emit: Emit, name: string, lengths: Lengths, window: Window): string => {
  const none = lengths.map(() => 0)
  return padded(emit, name, lengths, {
    low: none,
    high: none,
    interior: [0, 0, ...window.map(({ inputDilation }) => inputDilation - 1)],
  })
}

/** A convolution, with a bias per channel if there is one. */
export const convolved = (
  emit: Emit,
  x: { readonly name: string; readonly lengths: Lengths },
  weights: readonly string[],
  { window, groups }: ConvWindow,
): string =>
  emit.node('Conv', [dilated(emit, x.name, x.lengths, window), ...weights], {
    ...windowSettings(window),
    group: groups,
  })

export const convRule: Rule<'conv'> = {
  write: (emit, { reads: [x = -1, w = -1], params }) =>
    numbers(convolved(emit, { name: emit.value(x), lengths: emit.lengths(x) }, [emit.value(w)], params)),
}

/** The pullback of a convolution to its input, which ONNX calls a transposed convolution. */
export const transposed = (
  emit: Emit,
  y: string,
  weights: readonly string[],
  { window, groups }: ConvWindow,
): string => {
  const all = emit.node('ConvTranspose', [y, ...weights], {
    kernel_shape: windowKernel(window),
    strides: window.map(({ stride }) => stride),
    dilations: window.map(({ dilation }) => dilation),
    group: groups,
    pads: [...window.map(({ low }) => low), ...window.map(highOf)],
    output_padding: window.map((axis) => Math.max(0, -reach(axis))),
  })
  const ranges = window.flatMap(({ input, inputDilation: step }, k) =>
    step === 1 ? [] : [{ axis: k + 2, start: 0, stop: (input - 1) * step + 1, step }],
  )
  return sliced(emit, all, ranges)
}

export const convInputRule: Rule<'convInput'> = {
  write: (emit, { reads: [y = -1, w = -1], params }) =>
    numbers(transposed(emit, emit.value(y), [emit.value(w)], params)),
}

/**
 * The gradient of a kernel is a convolution again, in which examples and channels change places, and stride and
 * dilation. Groups stay apart.
 */
export const convFilterRule: Rule<'convFilter'> = {
  write: (emit, { reads: [x = -1, g = -1], params: { window, groups } }) => {
    const [images = 1, channels = 1, ...sides] = emit.lengths(x)
    if (typeof channels !== 'number') return { reason: 'channels whose number is the batch' }
    const wide = sides.map((side, k): Length => {
      const axis = window[k]
      return axis === undefined ? side : dilatedInput(axis)
    })
    const own = channels / groups
    const rest = sides.map((_, k) => k + 3)
    const cells = dilated(emit, emit.value(x), emit.lengths(x), window)
    const apart = reshaped(emit, cells, [images, channels, ...wide], [images, groups, own, ...wide])
    const turned = emit.node('Transpose', [apart], { perm: [2, 1, 0, ...rest] })
    const inputs = reshaped(
      emit,
      turned,
      [own, groups, images, ...wide],
      [own, productOf([groups, images]) ?? images, ...wide],
    )
    const kernel = emit.node('Transpose', [emit.value(g)], { perm: [1, 0, ...sides.map((_, k) => k + 2)] })
    const all = emit.node('Conv', [inputs, kernel], {
      strides: window.map(({ dilation }) => dilation),
      dilations: window.map(({ stride }) => stride),
      pads: [...window.map(({ low }) => low), ...window.map(highOf)],
      group: groups,
    })
    const part = sliced(
      emit,
      all,
      window.map(({ kernel: stop }, k) => ({ axis: k + 2, start: 0, stop, step: 1 })),
    )
    return numbers(emit.node('Transpose', [part], { perm: [1, 0, ...sides.map((_, k) => k + 2)] }))
  },
}

/** Whether a pooling of ONNX may have these pads. */
const isPoolable = (window: Window): boolean => window.every((axis) => Math.max(axis.low, highOf(axis)) < axis.kernel)

export const maxPoolRule: Rule<'maxPool'> = {
  write: (emit, { reads: [x = -1], params: { window } }) => {
    if (isPoolable(window)) return numbers(emit.node('MaxPool', [emit.value(x)], windowSettings(window)))
    const pads = [0, 0, ...window.map(({ low }) => low), 0, 0, ...window.map(highOf)]
    const wide = emit.node('Pad', [emit.value(x), emit.ints(pads), emit.number(-Infinity)])
    return numbers(emit.node('MaxPool', [wide], { ...windowSettings(window), pads: pads.map(() => 0).slice(4) }))
  },
}

export const maxPoolIndicesRule: Rule<'maxPoolIndices'> = {
  write: (emit, { reads: [x = -1], params: { window } }) => {
    if (!isPoolable(window)) return { reason: 'positions of greatest cells under padding as wide as the window' }
    const overall = emit.second('MaxPool', [emit.value(x)], windowSettings(window))
    return { name: emit.node('Mod', [overall, emit.ints([sizeOf(windowInput(window))])]), kind: 'int64' }
  },
}

/** Ones as a kernel for each channel, so that a convolution sums windows. */
const onesFor = (emit: Emit, channels: number, window: Window): string =>
  emit.tensor(new Float64Array(channels * sizeOf(windowKernel(window))).fill(1), [channels, 1, ...windowKernel(window)])

export const sumPoolRule: Rule<'sumPool'> = {
  write: (emit, { reads: [x = -1], params: { window } }) => {
    const channels = emit.lengths(x)[1] ?? 1
    const isPlain = window.every(({ dilation }) => dilation === 1) && isPoolable(window)
    if (isPlain) {
      const mean = emit.node('AveragePool', [emit.value(x)], { ...plainSettings(window), count_include_pad: 1 })
      return numbers(emit.node('Mul', [mean, emit.number(sizeOf(windowKernel(window)))]))
    }
    if (typeof channels !== 'number') return { reason: 'channels whose number is the batch' }
    return numbers(
      emit.node('Conv', [emit.value(x), onesFor(emit, channels, window)], {
        ...windowSettings(window),
        group: channels,
      }),
    )
  },
}

export const sumPoolInputRule: Rule<'sumPoolInput'> = {
  write: (emit, { reads: [y = -1], params: { window } }) => {
    const channels = emit.lengths(y)[1] ?? 1
    return typeof channels === 'number'
      ? numbers(transposed(emit, emit.value(y), [onesFor(emit, channels, window)], { window, groups: channels }))
      : { reason: 'channels whose number is the batch' }
  },
}
