/** @file ONNX's operators on images: resizing, and cells that move between channels and sides. */
import { dimension, sizeOf } from '../../core/Shape.ts'
import { resolveAxis } from '../../core/shapeRules.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { leaf } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { broadcastTo } from '../../ops/broadcastTo.ts'
import { literal } from '../../ops/constant.ts'
import type { GridSampleOptions } from '../../ops/gridSample.ts'
import { affineGrid, gridSample } from '../../ops/gridSample.ts'
import type { InterpolateOptions } from '../../ops/interpolate.ts'
import { imageSides, resizeSides, weighSides } from '../../ops/interpolate.ts'
import { mul } from '../../ops/mul.ts'
import { stack } from '../../ops/concat.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { fold } from '../../ops/unfold.ts'
import type { Coordinates, Rounding } from '../../ops/taps.ts'
import { fractionOf } from '../../ops/taps.ts'
import { where } from '../../ops/where.ts'
import { transposeTo } from '../../ops/transpose.ts'
import type { Call, NodeOutcome, Operator } from '../Call.ts'
import {
  checkAmount,
  flagAttribute,
  floatAttribute,
  floatsAttribute,
  intAttribute,
  intsAt,
  intsAttribute,
  like,
  numbersAt,
  operator,
  optional,
  tensorAt,
  textAttribute,
} from '../Call.ts'
import type { OnnxNode } from '../OnnxModel.ts'
import type { ScaledSide } from './nearestCells.ts'
import { nearestCells } from './nearestCells.ts'

const coordinates: ReadonlyMap<string, Coordinates> = new Map([
  ['half_pixel', 'halfPixel'],
  ['half_pixel_symmetric', 'halfPixelSymmetric'],
  ['align_corners', 'alignCorners'],
  ['asymmetric', 'asymmetric'],
])

const roundings: ReadonlyMap<string, Rounding> = new Map([
  ['round_prefer_floor', 'preferFloor'],
  ['round_prefer_ceil', 'preferCeil'],
  ['floor', 'floor'],
  ['ceil', 'ceil'],
])

type Weighing = InterpolateOptions & { readonly coordinates: Coordinates }

/** How cells are weighed, by the words of ONNX; version 10 has none, and places cells without a shift. */
const weighing = (call: Call): Weighing => {
  const isOld = call.opset < 11
  const kind = textAttribute(call, 'mode') ?? 'nearest'
  const place = isOld ? 'asymmetric' : (textAttribute(call, 'coordinate_transformation_mode') ?? 'half_pixel')
  const own = coordinates.get(place)
  if (own === undefined) return refuse('resize', [], { expected: 'known coordinates', found: place })
  if (kind === 'nearest') {
    const word = isOld ? 'floor' : (textAttribute(call, 'nearest_mode') ?? 'round_prefer_floor')
    return { mode: 'nearest', coordinates: own, rounding: roundings.get(word) ?? 'preferFloor' }
  }
  const antialias = flagAttribute(call, 'antialias')
  const outside = flagAttribute(call, 'exclude_outside') ? 'none' : 'edge'
  const shared = { coordinates: own, antialias, outside } as const
  return kind === 'cubic'
    ? { mode: 'bicubic', cubic: floatAttribute(call, 'cubic_coeff_a') ?? -0.75, ...shared }
    : { mode: 'bilinear', ...shared }
}

const wholeList = (rank: number, axes: readonly number[], own: readonly number[], otherwise: readonly number[]) =>
  Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? own[axes.indexOf(axis)] : otherwise[axis]) ?? 1)

type Sides = readonly [number, number]

/** A side that changes by a scale of 32 bits, to a length of its own or to the one that follows, rounded down. */
const scaledSide = (from: number, given: number, to?: number): ScaledSide => {
  const scale = Math.fround(given)
  const [over, under] = fractionOf(scale)
  return { from, to: to ?? Math.floor(Math.fround(from * scale)), scale, step: [under, over] }
}

/** A side that changes to a length. */
const sizedSide = (from: number, to: number): ScaledSide => ({
  from,
  to,
  scale: Math.fround(to / from),
  step: [from, to],
})

/** Resizes images along both sides. */
const resizedTo = (call: Call, x: Tensor, along: (k: 0 | 1, from: number) => ScaledSide): Tensor => {
  const [, , height, width] = imageSides('resize', x)
  const [rows, columns] = [along(0, height), along(1, width)]
  const options = weighing(call)
  if (![rows, columns].every(({ to }) => Number.isSafeInteger(to) && to > 0))
    return refuse('resize', [x.shape], {
      expected: 'whole sides above 0',
      found: `${String(rows.to)} and ${String(columns.to)}`,
    })
  if (options.mode !== 'nearest') return resizeSides(x, rows, columns, options)
  const { coordinates: place, rounding = 'preferFloor' } = options
  return weighSides(x, nearestCells(rows, place, rounding), nearestCells(columns, place, rounding))
}

/** One ratio for all sides, so that none is larger or none is smaller than asked. */
const inRatio = (call: Call, x: Tensor, sides: Sides, axes: readonly number[]): Tensor => {
  const asked = sides.map((side, k) => side / dimension(x.shape, k + 2)).filter((_, k) => axes.includes(k + 2))
  const isLarger = textAttribute(call, 'keep_aspect_ratio_policy') === 'not_larger'
  const ratio = isLarger ? Math.min(...asked) : Math.max(...asked)
  return resizedTo(call, x, (k, from) =>
    axes.includes(k + 2) ? scaledSide(from, ratio, Math.floor(from * ratio + 0.5)) : sizedSide(from, from),
  )
}

/** A part of the image, by the first and the last place of each side; places outside have a value of their own. */
const cropped = (call: Call, x: Tensor, sides: Sides, axes: readonly number[]): Tensor => {
  const roi = Array.from(numbersAt(call, 1) ?? [])
  const value = floatAttribute(call, 'extrapolation_value') ?? 0
  const placesAlong = (k: number): readonly number[] => {
    const at = axes.indexOf(k + 2)
    const [start, end] = at < 0 ? [0, 1] : [roi[at] ?? 0, roi[at + axes.length] ?? 1]
    const [last, side] = [dimension(x.shape, k + 2) - 1, sides[k] ?? 1]
    return Array.from({ length: side }, (_, i) =>
      side > 1 ? start * last + (i * (end - start) * last) / (side - 1) : ((start + end) / 2) * last,
    )
  }
  // What holds for a row holds for all its cells: a grid of places is broadcast where it is used.
  const along = (k: number, entry: (place: number, last: number) => number): Tensor =>
    leaf(
      Float64Array.from(placesAlong(k).map((place) => entry(place, dimension(x.shape, k + 2) - 1))),
      k === 0 ? [sides[0], 1] : [1, sides[1]],
    )
  const coordinates = (k: number): Tensor =>
    broadcastTo(sides)(along(k, (place, last) => (last > 0 ? (2 * place) / last - 1 : 0)))
  const isInside = (k: number): Tensor => along(k, (place, last) => Number(place >= 0 && place <= last))
  const grid = broadcastTo([dimension(x.shape, 0), ...sides, 2])(stack({ axis: 2 })([coordinates(1), coordinates(0)]))
  const y = gridSample({ padding: 'border', alignCorners: true })(x, grid)
  return where(mul(isInside(0), isInside(1)), y, literal(value))
}

/** Images [N, C, H, W] alone, of which the last two axes change. */
const resized = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const { shape } = x
  const axes = intsAttribute(call, 'axes')?.map((axis) => resolveAxis('resize', shape, axis)) ?? shape.map((_, k) => k)
  const at = call.opset < 11 ? 1 : 2
  const sizes = optional(call, 3) === null ? null : intsAt(call, 3)
  const factors =
    sizes !== null && sizes.length > 0
      ? null
      : (floatsAttribute(call, 'scales') ?? Array.from(numbersAt(call, at) ?? []))
  const target =
    factors === null
      ? wholeList(shape.length, axes, sizes ?? [], shape)
      : wholeList(
          shape.length,
          axes,
          factors,
          shape.map(() => 1),
        )
  const isStill = [0, 1].every((axis) => target[axis] === (factors === null ? shape[axis] : 1))
  if (shape.length !== 4 || !isStill)
    return refuse('resize', [shape], { expected: 'images [N, C, H, W] whose sides change', found: 'other axes' })
  const sides = [dimension(target, 2), dimension(target, 3)] as const
  const cells = sides.map((side, k) => (factors === null ? side : side * dimension(shape, k + 2)))
  if (cells.some((side) => !(side <= 2 ** 16)))
    return refuse('resize', [shape], { expected: 'sides of at most 65536', found: cells.join() })
  if ((textAttribute(call, 'keep_aspect_ratio_policy') ?? 'stretch') !== 'stretch' && factors === null)
    return like(call, inRatio(call, x, sides, axes))
  if (textAttribute(call, 'coordinate_transformation_mode') === 'tf_crop_and_resize')
    return like(call, cropped(call, x, [Math.floor(cells[0] ?? 1), Math.floor(cells[1] ?? 1)], axes))
  return like(
    call,
    resizedTo(call, x, (k, from) => (factors === null ? sizedSide : scaledSide)(from, sides[k])),
  )
}

const refusesResize = ({ attributes }: OnnxNode): readonly [string, string] | null => {
  const place = attributes.get('coordinate_transformation_mode')
  const mode = attributes.get('mode')
  const isCrop = place?._tag === 'Text' && place.value === 'tf_crop_and_resize'
  if (isCrop && !(mode?._tag === 'Text' && mode.value === 'linear'))
    return ['mode', 'parts of an image are resized in mode linear alone']
  if (place?._tag === 'Text' && !coordinates.has(place.value) && !isCrop)
    return ['coordinate_transformation_mode', `cells are not placed by ${place.value}`]
  const policy = attributes.get('keep_aspect_ratio_policy')
  return policy?._tag === 'Text' && !['stretch', 'not_larger', 'not_smaller'].includes(policy.value)
    ? ['keep_aspect_ratio_policy', `sides are not adapted by ${policy.value}`]
    : null
}

const toSpace = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const b = intAttribute(call, 'blocksize') ?? 1
  const [n = 1, c = 1, h = 1, w = 1] = x.shape
  const isByDepth = (textAttribute(call, 'mode') ?? 'DCR') === 'DCR'
  const split: Tensor = reshapeTo(x, isByDepth ? [n, b, b, c / (b * b), h, w] : [n, c / (b * b), b, b, h, w])
  const order = isByDepth ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]
  return like(call, reshapeTo(transposeTo(split, order), [n, c / (b * b), h * b, w * b]))
}

const toDepth = (call: Call): NodeOutcome => {
  const x = tensorAt(call, 0)
  const b = intAttribute(call, 'blocksize') ?? 1
  const [n = 1, c = 1, h = 1, w = 1] = x.shape
  const split = reshapeTo(x, [n, c, h / b, b, w / b, b])
  return like(call, reshapeTo(transposeTo(split, [0, 3, 5, 1, 2, 4]), [n, c * b * b, h / b, w / b]))
}

const samplingModes: ReadonlyMap<string, Required<GridSampleOptions>['mode']> = new Map([
  ['linear', 'bilinear'],
  ['bilinear', 'bilinear'],
  ['nearest', 'nearest'],
  ['cubic', 'bicubic'],
  ['bicubic', 'bicubic'],
])

const paddings = ['zeros', 'border', 'reflection'] as const

const sampledAt = (call: Call): NodeOutcome => {
  const word = textAttribute(call, 'mode') ?? 'linear'
  const outside = textAttribute(call, 'padding_mode') ?? 'zeros'
  const [mode, padding] = [samplingModes.get(word), paddings.find((one) => one === outside)]
  if (mode === undefined || padding === undefined)
    return refuse('sample', [], { expected: 'a known mode', found: `${word} and ${outside}` })
  const options = { mode, padding, alignCorners: flagAttribute(call, 'align_corners') }
  return like(call, gridSample(options)(tensorAt(call, 0), tensorAt(call, 1)))
}

const gridOf = (call: Call): NodeOutcome => {
  const size = (intsAt(call, 1) ?? []).slice(2)
  checkAmount(sizeOf(size), call.maxElements, 'places of a grid')
  return like(call, affineGrid({ size, alignCorners: flagAttribute(call, 'align_corners') })(tensorAt(call, 0)))
}

/** Columns of windows, added up to images; only over two axes. */
const folded = (call: Call): NodeOutcome => {
  const [height = 1, width = 1, ...more] = intsAt(call, 1) ?? []
  const [rows = 1, columns = 1] = intsAt(call, 2) ?? []
  if (more.length > 0) return refuse('fold', [], { expected: 'two axes', found: String(more.length + 2) })
  checkAmount(height * width, call.maxElements, 'cells of an image')
  const pads = intsAttribute(call, 'pads') ?? [0, 0, 0, 0]
  const two = (name: string): readonly [number, number] => {
    const [first = 1, second = 1] = intsAttribute(call, name) ?? []
    return [first, second]
  }
  const options = {
    kernel: [rows, columns] as const,
    stride: two('strides'),
    dilation: two('dilations'),
    padding: [
      [pads[0] ?? 0, pads[2] ?? 0],
      [pads[1] ?? 0, pads[3] ?? 0],
    ] as const,
  }
  return like(call, fold([height, width], options)(tensorAt(call, 0)))
}

const resizing =
  'antialias axes coordinate_transformation_mode cubic_coeff_a exclude_outside extrapolation_value keep_aspect_ratio_policy mode nearest_mode scales'

/** The operators on images, by name. */
export const images: Readonly<Record<string, Operator>> = {
  AffineGrid: operator('align_corners', gridOf, { settingsFrom: 1 }),
  Col2Im: operator('dilations pads strides', folded, { settingsFrom: 1 }),
  DepthToSpace: operator('blocksize mode', toSpace),
  GridSample: operator('align_corners mode padding_mode', sampledAt),
  Resize: operator(resizing, resized, { settingsFrom: 1, refuses: refusesResize }),
  SpaceToDepth: operator('blocksize', toDepth),
  Upsample: operator('mode scales', resized, { settingsFrom: 1 }),
}
