/**
 * @file Vectors as points of a plane, in the colors of their classes.
 */
import { foundValue } from '../core/foundValue.ts'
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { defaultRuntime, toArray } from '../runtime/index.ts'
import { checkText, checkTexts, ink, svgOf, svgText } from './svg.ts'

/** What {@link embeddingPicture} writes. */
export interface EmbeddingPictureOptions {
  readonly title?: string
  /** The names of the classes, in any script; their numbers by default. */
  readonly names?: readonly string[]
  readonly runtime?: typeof defaultRuntime
}

const side = 480
const edge = 24

/** The color of a class: hues that the golden angle keeps apart. */
const colorOf = (category: number): string => `hsl(${Math.round((category * 137.508) % 360)},65%,45%)`

/** JavaScript may pass anything. */
const lengthOf = (classes: ArrayLike<number> | null | undefined): number | null => classes?.length ?? null

/** Places of points in a square, with one scale for both directions; a point that is not finite has none. */
const placesOf = (values: ArrayLike<number>, count: number): readonly (readonly [x: number, y: number] | null)[] => {
  // From -1 to 1, where no difference overflows.
  const most = Array.from(values).reduce((all, value) => Math.max(all, Number.isFinite(value) ? Math.abs(value) : 0), 0)
  const part = (k: number): number => (values[k] ?? 0) / (most || 1)
  const points = Array.from({ length: count }, (_, k) => [part(2 * k), part(2 * k + 1)] as const)
  const finite = points.filter((point) => point.every(Number.isFinite))
  const extremeOf = (axis: 0 | 1, further: (a: number, b: number) => number): number =>
    finite.reduce((extreme, point) => further(extreme, point[axis]), finite[0]?.[axis] ?? 0)
  const [least, lowest] = [extremeOf(0, Math.min), extremeOf(1, Math.min)]
  const span = Math.max(extremeOf(0, Math.max) - least, extremeOf(1, Math.max) - lowest)
  const scale = span > 0 ? (side - 2 * edge) / span : 0
  const at = (value: number, from: number): number => Number((edge + (value - from) * scale).toFixed(1))
  return points.map(([x, y]) =>
    Number.isFinite(x) && Number.isFinite(y) ? [at(x, least), Number((side - at(y, lowest)).toFixed(1))] : null,
  )
}

/**
 * Draws points [N, 2] with the classes of their examples, as the text of an SVG file: such as the outputs of a hidden layer
 * by their {@link pcaProjection}. Refuses points of other dimensions, another number of classes than of points, and classes
 * that are no whole numbers.
 *
 * @example
 * ```ts
 * import { tensor } from 'cotangent'
 * import { embeddingPicture } from 'cotangent/vision'
 *
 * const svg = embeddingPicture(tensor([[0, 0], [1, 2]]), [0, 1], { names: ['零', '一'] })
 * svg.match(/<circle/g)?.length // => 4
 * ```
 */
export const embeddingPicture = (
  points: Tensor,
  classes: ArrayLike<number>,
  options: EmbeddingPictureOptions = {},
): string => {
  const {
    title = '',
    names = [],
    runtime = defaultRuntime,
  } = checkOptions('embeddingPicture', options, { title: checkText, names: checkTexts, runtime: true })
  const [count = 0, dimensions] = points.shape
  const given = lengthOf(classes)
  if (points.shape.length !== 2 || dimensions !== 2 || given !== count) {
    return refuse('embeddingPicture', [points.shape], {
      expected: given === null ? 'a list of classes' : `points [N, 2] with ${String(given)} classes`,
      found: showShape(points.shape),
    })
  }
  const bad = Array.from(classes).find((category) => !Number.isSafeInteger(category) || category < 0)
  if (bad !== undefined) {
    const expected = 'classes that are whole numbers of 0 or more'
    return refuse('embeddingPicture', [points.shape], { expected, found: foundValue(bad) })
  }
  const places = placesOf(toArray(points, runtime), count)
  const dots = places.flatMap((place, k) =>
    place === null
      ? []
      : [`<circle cx="${place[0]}" cy="${place[1]}" r="3" fill="${colorOf(classes[k] ?? 0)}" fill-opacity="0.7"/>`],
  )
  const present = [...new Set(Array.from(classes))].sort((a, b) => a - b)
  const legend = present.map((category, row) => {
    const y = edge + 20 * row
    const name = svgText(names[category] ?? String(category), {
      x: side + 16,
      y: y + 4,
      size: 12,
      color: ink,
      anchor: 'start',
    })
    return `<circle cx="${side}" cy="${y}" r="5" fill="${colorOf(category)}"/>${name}`
  })
  const top = title === '' ? 0 : 40
  const heading = title === '' ? [] : [svgText(title, { x: side / 2, y: 26, size: 16, color: ink })]
  const height = top + Math.max(side, 20 * present.length + 2 * edge)
  return svgOf(side + 120, height, [...heading, `<g transform="translate(0 ${top})">`, ...dots, ...legend, '</g>'])
}
