/**
 * @file Principal components: vectors in the few directions in which they differ most.
 *
 *     y = (x - mean) V        V: the first eigenvectors of the covariance, by power iteration
 *
 * Laws: "components are uncorrelated, in the order of their variance"; "points of a plane keep their distances"; "a shift
 * changes nothing".
 */
import { checkOptions } from '../core/options.ts'
import { checkCount } from '../core/shapeRules.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { key } from '../core/Key.ts'
import { mean, normal, sub } from '../ops/index.ts'
import { defaultRuntime, referenceRuntime, toArray } from '../runtime/index.ts'

/** Vectors of equal length, one after another. */
interface Rows {
  readonly count: number
  readonly width: number
  readonly values: ArrayLike<number>
}

/** The product of each row with a direction. */
const along = ({ count, width, values }: Rows, direction: Float64Array): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => {
    let product = 0
    for (let k = 0; k < width; k++) product += (values[row * width + k] ?? 0) * (direction[k] ?? 0)
    return product
  })

/** The sum of the rows, each times its weight. */
const weighed = ({ count, width, values }: Rows, weights: Float64Array): Float64Array => {
  const total = new Float64Array(width)
  for (let row = 0; row < count; row++) {
    const weight = weights[row] ?? 0
    for (let k = 0; k < width; k++) total[k] = (total[k] ?? 0) + weight * (values[row * width + k] ?? 0)
  }
  return total
}

const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, k) => sum + x * (b[k] ?? 0), 0)

/** The part of a vector that is orthogonal to unit vectors, at length 1; zeros where there is none. */
const orthogonal = (vector: Float64Array, to: readonly Float64Array[]): Float64Array => {
  const rest = to.reduce((left, unit) => {
    const share = product(left, unit)
    return left.map((x, k) => x - share * (unit[k] ?? 0))
  }, vector)
  const length = Math.sqrt(product(rest, rest))
  const isThere = length > 1e-12 * Math.sqrt(product(vector, vector))
  return rest.map((x) => (isThere ? x / length : 0))
}

/**
 * Weights of rows whose sum has a share in every direction: normal numbers of a fixed key, to which no data are orthogonal
 * but by chance. Regular weights are orthogonal to data that are regular too.
 */
const leanings = (count: number): Float64Array => {
  const [drawn = []] = referenceRuntime.evaluate([normal([count])(key(0))])
  return Float64Array.from(drawn)
}

const mostIterations = 500
const settled = 1e-12

/** The direction in which the rows differ most, orthogonal to those before; its greatest entry is positive. */
const nextDirection = (rows: Rows, lean: Float64Array, before: readonly Float64Array[]): Float64Array => {
  let direction = orthogonal(lean, before)
  for (let turn = 0; turn < mostIterations; turn++) {
    const next = orthogonal(weighed(rows, along(rows, direction)), before)
    const moved = 1 - product(next, direction)
    direction = next
    if (Math.abs(moved) < settled) break
  }
  const greatest = direction.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0)
  return greatest < 0 ? direction.map((x) => -x) : direction
}

/** The number of directions, and where numbers are computed. */
export interface PcaProjectionOptions {
  /** How many directions are taken; 2 by default, for a picture. */
  readonly count?: number
  readonly runtime?: typeof defaultRuntime
}

/**
 * Vectors [N, D] by their first principal components, [N, count]: such as the outputs of a layer, for {@link
 * embeddingPicture}. Directions in which nothing differs give zeros.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { pcaProjection } from 'cotangent/vision'
 *
 * const points = tensor([[1, 1, 5], [2, 2, 5], [3, 3, 5]])
 * toNested(pcaProjection(points, { count: 1 })) // => [[-1.41421…], [0], [1.41421…]]
 * ```
 */
export const pcaProjection = (
  vectors: Tensor,
  options: PcaProjectionOptions = {},
): Tensor<readonly [number, number]> => {
  const { count: wanted = 2, runtime = defaultRuntime } = checkOptions('pcaProjection', options, {
    count: true,
    runtime: true,
  })
  checkCount('pcaProjection', "'count'", wanted)
  const [count, width] = vectors.shape
  if (count === undefined || width === undefined || vectors.shape.length !== 2) {
    return refuse('pcaProjection', [vectors.shape], {
      expected: 'vectors [N, D]',
      found: showShape(vectors.shape),
    })
  }
  const centered = count === 0 ? vectors : sub(vectors, mean({ axis: 0, keepDims: true })(vectors))
  const rows = { count, width, values: toArray(centered, runtime) }
  const lean = weighed(rows, leanings(count))
  const directions = Array.from({ length: wanted }).reduce<readonly Float64Array[]>(
    (before) => [...before, nextDirection(rows, lean, before)],
    [],
  )
  const columns = directions.map((direction) => along(rows, direction))
  return tensor(
    Float64Array.from({ length: count * wanted }, (_, k) => columns[k % wanted]?.[Math.floor(k / wanted)] ?? 0),
    [count, wanted],
  )
}
