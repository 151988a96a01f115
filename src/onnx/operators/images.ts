/** @file ONNX's operators on images: resizing, and cells that move between channels and sides. */
import { dimension, sizeOf } from '../../core/Shape.ts'
import { resolveAxis } from '../../core/shapeRules.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import type { GridSampleOptions } from '../../ops/gridSample.ts'
import { affineGrid, gridSample } from '../../ops/gridSample.ts'
import type { InterpolateOptions } from '../../ops/interpolate.ts'
import { interpolate } from '../../ops/interpolate.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import type { Coordinates, Rounding } from '../../ops/taps.ts'
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

/** How cells are weighed, by the words of ONNX; version 10 has none, and places cells without a shift. */
const weighing = (call: Call): InterpolateOptions => {
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
  return like(call, interpolate({ ...(factors === null ? { size: sides } : { scale: sides }), ...weighing(call) })(x))
}

const refusesResize = ({ attributes }: OnnxNode): readonly [string, string] | null => {
  const place = attributes.get('coordinate_transformation_mode')
  if (place?._tag === 'Text' && !coordinates.has(place.value))
    return ['coordinate_transformation_mode', `cells are not placed by ${place.value}`]
  const policy = attributes.get('keep_aspect_ratio_policy')
  return policy?._tag === 'Text' && policy.value !== 'stretch'
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

const resizing =
  'antialias axes coordinate_transformation_mode cubic_coeff_a exclude_outside extrapolation_value keep_aspect_ratio_policy mode nearest_mode scales'

/** The operators on images, by name. */
export const images: Readonly<Record<string, Operator>> = {
  AffineGrid: operator('align_corners', gridOf, { settingsFrom: 1 }),
  DepthToSpace: operator('blocksize mode', toSpace),
  GridSample: operator('align_corners mode padding_mode', sampledAt),
  Resize: operator(resizing, resized, { settingsFrom: 1, refuses: refusesResize }),
  SpaceToDepth: operator('blocksize', toDepth),
  Upsample: operator('mode scales', resized, { settingsFrom: 1 }),
}
