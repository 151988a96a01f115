/**
 * @file ONNX's operators on boxes: the choice among them by their scores, and what images have in them. Which boxes are kept,
 * and how large they are, depends on numbers, so these are read.
 */
import { dimension } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import { roiAlign } from '../../ops/roiAlign.ts'
import type { Call, NodeOutcome, Operator } from '../Call.ts'
import {
  checkAmount,
  flagAttribute,
  floatAttribute,
  intAttribute,
  intsAt,
  like,
  numberAt,
  numbersAt,
  operator,
  tensorAt,
  textAttribute,
} from '../Call.ts'
import type { OnnxNode } from '../OnnxModel.ts'
import { exactly } from '../OnnxValue.ts'

/** A box by its corners, the lower first. */
type Box = readonly [top: number, left: number, bottom: number, right: number]

const cornersOf = ([a = 0, b = 0, c = 0, d = 0]: readonly number[], isCentred: boolean): Box =>
  isCentred
    ? [b - d / 2, a - c / 2, b + d / 2, a + c / 2]
    : [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]

const areaOf = ([top, left, bottom, right]: Box): number => Math.max(0, bottom - top) * Math.max(0, right - left)

/** The area of the intersection over that of the union. */
const overlap = (a: Box, b: Box): number => {
  const common = areaOf([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])])
  const union = areaOf(a) + areaOf(b) - common
  return union > 0 ? common / union : 0
}

/** The boxes with the best scores that overlap no better one by more than `most`. */
const bestOf = (boxes: readonly Box[], scores: readonly number[], least: number, most: number, count: number) => {
  const order = scores
    .map((score, box) => ({ score, box }))
    .filter(({ score }) => score > least)
    .sort((a, b) => b.score - a.score)
  const kept: number[] = []
  for (const { box } of order) {
    if (kept.length >= count) break
    const own = boxes[box]
    if (own === undefined || kept.some((other) => overlap(own, boxes[other] ?? own) > most)) continue
    kept.push(box)
  }
  return kept
}

/** Comparisons of boxes that take some seconds. */
const mostComparisons = 2 ** 28

const suppressed = (call: Call): NodeOutcome => {
  const [n = 0, classes = 0, count = 0] = tensorAt(call, 1).shape
  const [, own] = tensorAt(call, 0).shape
  if (own !== count)
    return refuse('choose boxes', [tensorAt(call, 0).shape, tensorAt(call, 1).shape], {
      expected: 'a score for each box',
      found: `${String(own)} boxes and ${String(count)} scores`,
    })
  const most = Math.min(count, Math.max(0, intsAt(call, 2)?.[0] ?? 0))
  checkAmount(n * classes * count * most, mostComparisons, 'comparisons of boxes')
  const [corners, scores] = [numbersAt(call, 0) ?? [], numbersAt(call, 1) ?? []]
  const [overlapping, least] = [numberAt(call, 3) ?? 0, numberAt(call, 4) ?? -Infinity]
  const isCentred = flagAttribute(call, 'center_point_box')
  const chosen = Array.from({ length: n }, (_, example) => {
    const boxes = Array.from({ length: count }, (_box, k) =>
      cornersOf(Array.from(corners.slice((example * count + k) * 4, (example * count + k + 1) * 4)), isCentred),
    )
    return Array.from({ length: classes }, (_class, kind) => {
      const from = (example * classes + kind) * count
      const best = bestOf(boxes, Array.from(scores.slice(from, from + count)), least, overlapping, most)
      return best.map((box) => [example, kind, box].map(BigInt))
    }).flat()
  }).flat()
  return exactly('int64', [chosen.length, 3], chosen.flat())
}

/** How many places the largest box has along each side of a cell, by its numbers: one per pixel, at least one. */
const mostPlaces = (call: Call, size: readonly [number, number], scale: number): readonly [number, number] => {
  const corners = numbersAt(call, 1) ?? []
  const along = (axis: 0 | 1): number =>
    Array.from({ length: Math.floor(corners.length / 4) }, (_, box) => {
      const [low = 0, high = 0] = [corners[box * 4 + 1 - axis], corners[box * 4 + 3 - axis]]
      return Math.ceil(((high - low) * scale) / size[axis])
    }).reduce((most, count) => Math.max(most, count), 1)
  return [along(0), along(1)]
}

/**
 * The mean of places in each cell of a box, or the greatest of the weighed pixels around them. Without a number of places,
 * boxes have one per pixel: the largest box is then read.
 */
const aligned = (call: Call): NodeOutcome => {
  const size = [intAttribute(call, 'output_height') ?? 1, intAttribute(call, 'output_width') ?? 1] as const
  const [ratio, scale] = [intAttribute(call, 'sampling_ratio') ?? 0, floatAttribute(call, 'spatial_scale') ?? 1]
  const way = textAttribute(call, 'coordinate_transformation_mode') ?? 'half_pixel'
  const boxes = tensorAt(call, 1)
  const samples = ratio > 0 ? ([ratio, ratio] as const) : mostPlaces(call, size, scale)
  const places = dimension(boxes.shape, 0) * size[0] * size[1] * samples[0] * samples[1]
  checkAmount(places * dimension(tensorAt(call, 0).shape, 1), call.maxElements, 'places in boxes')
  const align = roiAlign({
    size,
    samples,
    adaptive: ratio <= 0,
    scale,
    aligned: call.opset >= 16 && way === 'half_pixel',
    mode: textAttribute(call, 'mode') === 'max' ? 'maxTerm' : 'mean',
  })
  return like(call, align(tensorAt(call, 0), boxes, tensorAt(call, 2)))
}

const refusesAlign = ({ attributes }: OnnxNode): readonly [string, string] | null => {
  const [way, mode] = ['coordinate_transformation_mode', 'mode'].map((name) => attributes.get(name))
  if (mode?._tag === 'Text' && !['avg', 'max'].includes(mode.value))
    return ['mode', `places in boxes are not combined by ${mode.value}`]
  return way?._tag === 'Text' && !['half_pixel', 'output_half_pixel'].includes(way.value)
    ? ['coordinate_transformation_mode', `boxes are not placed by ${way.value}`]
    : null
}

/** The operators on boxes, by name. */
export const boxes: Readonly<Record<string, Operator>> = {
  NonMaxSuppression: operator('center_point_box', suppressed, { settingsFrom: 0 }),
  RoiAlign: operator(
    'coordinate_transformation_mode mode output_height output_width sampling_ratio spatial_scale',
    aligned,
    { settingsFrom: 1, refuses: refusesAlign },
  ),
}
