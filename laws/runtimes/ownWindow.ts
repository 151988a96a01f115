/**
 * @file The error of a convolution within its own window: the error of an entry is bounded by the cells in its window,
 * whatever lies outside it. For y = conv(x, w), and in the same way for both gradients,
 *
 *     |y - conv(x, w)|  <=  2^-11 conv(|x|, |w|)
 *
 * where |x| and |w| are 2 for an ordinary entry (they lie between -2 and 2) and the magnitude of a wild one; a zero of
 * x, or of dy in the gradient of x, counts as 0, so that a sum over zeros is 0. Entries that are not finite are where
 * the reference has them. Samples hold wild entries, from 2^-60 to 2^60 or not finite, zeros beside them or a kernel
 * with a row or a column of taps that outweighs the rest, and the sizes at which a backend may choose a fast algorithm,
 * such as Winograd's.
 */
import fc from 'fast-check'
import type { Runtime } from '../../src/compile/Runtime.ts'
import type { NumberArray, Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import type { Shape } from '../../src/core/Shape.ts'
import { conv, convFilter, convInput } from '../../src/ops/conv.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import type { Random } from '../framework/arbitraries/random.ts'
import { randomOf } from '../framework/arbitraries/random.ts'
import type { ConvGeometry } from '../operations/convolution.ts'
import { convGeometry } from '../operations/convolution.ts'
import type { Equation } from '../framework/Equation.ts'
import type { Law } from '../framework/Law.ts'
import { seeds, streamOf } from '../framework/Operation.ts'
import { convOptions } from '../operations/convolution.ts'
import { convOutput } from '../operations/convGradients.ts'
import { law } from '../framework/property.ts'

/** Relative to the magnitudes in an entry's window. */
const bound = 2 ** -11

const between = (min: number, max: number) => fc.integer({ min, max })
const deepAxis = fc
  .tuple(between(8, 13), between(0, 2), between(0, 2))
  .map(([input, low, high]) => ({ input, padding: [low, high] as const }))

/** 3 by 3, with as many channels as Winograd's algorithm requires. */
const deep: fc.Arbitrary<ConvGeometry> = fc
  .tuple(between(1, 2), between(32, 37), between(32, 37), deepAxis, deepAxis)
  .map(([images, channels, features, rows, columns]) => ({
    input: [images, channels, rows.input, columns.input],
    kernel: [features, channels, 3, 3],
    stride: [1, 1],
    padding: [rows.padding, columns.padding],
    dilation: [1, 1],
    inputDilation: [1, 1],
    groups: 1,
  }))

interface Sample {
  readonly geometry: ConvGeometry
  readonly seed: number
}

const samples: fc.Arbitrary<Sample> = fc
  .tuple(fc.oneof({ arbitrary: deep, weight: 2 }, { arbitrary: convGeometry(), weight: 1 }), seeds)
  .map(([geometry, seed]) => ({ geometry, seed }))

/** Entries of an operand, and the magnitudes that errors are measured against. */
interface Operand {
  readonly entries: Float32Array
  readonly magnitudes: Float64Array
}

const wildNumber = (random: Random): number => {
  const sign = random.below(2) === 0 ? 1 : -1
  const kind = random.below(8)
  return kind === 0 ? Number.NaN : kind === 1 ? sign * Infinity : sign * 2 ** (random.below(121) - 60)
}

/** Makes the taps of one row, or of one column, larger by 2^10 to 2^40. */
const weighTaps = ({ entries, magnitudes }: Operand, [rows, columns]: readonly number[], random: Random): void => {
  if (rows === undefined || columns === undefined) return
  const [length, step] = random.below(2) === 0 ? [rows, columns] : [columns, 1]
  const place = random.below(length)
  const scale = 2 ** (10 + random.below(31))
  for (let k = 0; k < entries.length; k++) {
    if (Math.floor(k / step) % length !== place) continue
    entries[k] = (entries[k] ?? 0) * scale
    magnitudes[k] = (magnitudes[k] ?? 0) * scale
  }
}

/** How an operand is drawn. */
interface Draw {
  readonly shape: Shape
  /** Whether it may have a run of zeros, and whether they count as nothing. */
  readonly zeros: 'none' | 'exact' | 'ordinary'
  readonly weighsTaps: boolean
}

/** Ordinary entries; some operands have a run of zeros, and some have a few wild entries. */
const drawOperand = ({ shape, zeros, weighsTaps }: Draw, random: Random): Operand => {
  const count = sizeOf(shape)
  const row = shape.at(-1) ?? 1
  const entries = Float32Array.from({ length: count }, () => random.unit() * 4 - 2)
  if (random.below(3) === 0 && zeros !== 'none') {
    const rows = Math.ceil(count / row)
    const period = 2 + random.below(9)
    const kept = 1 + random.below(period)
    for (let r = 0; r < rows; r++) if (r % period >= kept) entries.fill(0, r * row, Math.min(count, (r + 1) * row))
  }
  const magnitudes = new Float64Array(entries).map((entry) => (zeros === 'exact' && entry === 0 ? 0 : 2))
  if (weighsTaps) weighTaps({ entries, magnitudes }, shape.slice(-2), random)
  const wild = random.below(4)
  for (let k = 0; k < wild; k++) {
    const at = random.below(count)
    entries[at] = wildNumber(random)
    magnitudes[at] = Number.isFinite(entries[at]) ? Math.abs(entries[at]) : 0
  }
  return { entries, magnitudes }
}

type Convolution = (a: Tensor, b: Tensor) => Tensor

/** A code for the kind of non-finite entry. */
const kindOf = (value: number): number => (Number.isFinite(value) ? 0 : Number.isNaN(value) ? 3 : value > 0 ? 1 : 2)

const equationOf = (
  runtime: Runtime,
  f: Convolution,
  shapes: readonly [Shape, Shape],
  isFilter: boolean,
  seed: number,
): Equation => {
  // Where some cells are 0, an entry may see the small taps alone: a kernel weighs its taps only over others.
  const weighsTaps = !isFilter && randomOf(streamOf(seed, 2)).below(2) === 0
  const operands = shapes.map((shape, k) => {
    const zeros = k === 1 || isFilter ? 'ordinary' : weighsTaps ? 'none' : 'exact'
    return drawOperand({ shape, zeros, weighsTaps: weighsTaps && k === 1 }, randomOf(streamOf(seed, k)))
  })
  const run = (on: Runtime, numbersOf: (operand: Operand) => NumberArray): NumberArray => {
    const [a, b] = operands.map((operand, k) => leaf(numbersOf(operand), shapes[k] ?? []))
    return a === undefined || b === undefined ? new Float64Array(0) : (on.evaluate([f(a, b)])[0] ?? new Float64Array(0))
  }
  const found = run(runtime, ({ entries }) => entries)
  const expected = new Float32Array(run(referenceRuntime, ({ entries }) => new Float64Array(entries)))
  const seen = run(referenceRuntime, ({ magnitudes }) => magnitudes)
  const off = new Float64Array(found).map((value, k) => {
    const error = Math.abs(value - (expected[k] ?? 0))
    return kindOf(value) !== 0 || kindOf(expected[k] ?? 0) !== 0 || error === 0 ? 0 : error / (seen[k] ?? 0)
  })
  return {
    left: { kinds: Array.from(found, kindOf), errors: leaf(off, [off.length]) },
    right: { kinds: Array.from(expected, kindOf), errors: leaf(new Float64Array(off.length), [off.length]) },
    tolerance: bound,
  }
}

/**
 * The laws that, on a runtime, the errors of a convolution and its gradients are bounded by the cells in each entry's
 * window.
 *
 * @example
 * ```ts
 * import { defaultRuntime } from 'cotangent'
 * import { laws } from 'cotangent/laws'
 *
 * laws.ownWindow(defaultRuntime).map((law) => law.run({ runs: 3 })._tag) // => ['passed', 'passed', 'passed']
 * ```
 */
export const ownWindowLaws = (runtime: Runtime): readonly Law[] => {
  const of = (name: string, f: (geometry: ConvGeometry) => Convolution, shapes: Shapes): Law =>
    law(`${name} on ${runtime.name}: error within its own window`, samples, ({ geometry, seed }) =>
      equationOf(runtime, f(geometry), shapes(geometry), name === 'convFilter', seed),
    )
  return [
    of(
      'conv',
      (geometry) => (x, w) => conv(convOptions(geometry))(x, w),
      (geometry) => [geometry.input, geometry.kernel],
    ),
    of(
      'convInput',
      (geometry) => (y, w) => convInput(geometry.input, convOptions(geometry))(y, w),
      (geometry) => [convOutput(geometry), geometry.kernel],
    ),
    of(
      'convFilter',
      (geometry) => (x, y) => convFilter(geometry.kernel, convOptions(geometry))(x, y),
      (geometry) => [geometry.input, convOutput(geometry)],
    ),
  ]
}

type Shapes = (geometry: ConvGeometry) => readonly [Shape, Shape]
