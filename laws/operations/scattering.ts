/** @file Scattering: updates that replace entries at indices, or are combined with them. */
import fc from 'fast-check'
import { sizeOf } from '../../src/core/Shape.ts'
import { resolveAxis } from '../../src/core/shapeRules.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import type { ScatterMode } from '../../src/ops/index.ts'
import * as ops from '../../src/ops/index.ts'
import { concat, floor, mul, reshape, scatter, slice, zeros } from '../../src/ops/index.ts'
import { integers } from '../framework/arbitraries/Domain.ts'
import { shape, shapeWithAxis } from '../framework/arbitraries/shape.ts'
import * as equations from '../framework/equations/algebra.ts'
import { indexOf, numbersOf, placesOf, reader } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import type { GradientOptions, Operation } from '../framework/Operation.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'

const exact = true

/** A tensor, an axis, updates along it that cover the others or their first entries, and indices from the back or front. */
const scatterings = shapeWithAxis({ empty: false }).chain(({ shape: drawn, axis }) =>
  fc.record({ count: fc.nat({ max: 6 }), cut: fc.nat({ max: 1 }) }).map(({ count, cut }) => {
    const along = resolveAxis('draw', drawn, axis)
    return {
      shape: drawn,
      axis,
      size: drawn[along] ?? 1,
      picked: drawn.map((d, index) => (index === along ? count : Math.max(1, d - cut))),
    }
  }),
)

const scattered = (mode: ops.ScatterMode, options: GradientOptions & { readonly distinct?: boolean } = {}) => {
  const { distinct = false, ...rest } = options
  const name = mode === 'replace' ? 'scatter' : `scatter, ${mode}`
  return operation(name, {
    ...rest,
    held: [1],
    geometry: scatterings,
    inputs: ({ shape, picked, size }) => [
      { shape, domain: distinct ? 'distinct' : 'real' },
      { shape: picked, domain: integers(-size, size - 1) },
      { shape: picked, domain: distinct ? 'distinctBetween' : 'real' },
    ],
    f:
      ({ axis }) =>
      (x, indices, updates) =>
        ops.scatter({ axis, mode })(x, indices, updates),
  })
}

/** Operations made of primitives. */
export const scattering = {
  scatter: scattered('replace', { exact }),
  'scatter, add': scattered('add', { exact }),
  'scatter, mul': scattered('mul'),
  'scatter, min': scattered('min', { distinct: true }),
  'scatter, max': scattered('max', { distinct: true }),
  scatterNd: operation('scatterNd', {
    exact,
    held: [1],
    geometry: fc.record({
      depth: fc.integer({ min: 1, max: 3 }),
      many: shape({ maxRank: 2 }),
    }),
    inputs: ({ depth, many }) => [
      { shape: [2, 3, 2], domain: 'real' },
      { shape: [...many, depth], domain: integers(-2, 1) },
      { shape: [...many, ...[2, 3, 2].slice(depth)], domain: 'real' },
    ],
    f: () => (x, indices, updates) => ops.scatterNd()(x, indices, updates),
  }),
} as const

type Joining = (entry: number, update: number) => number

/** The result of a loop over the updates: the meaning of scatter, independent of its implementation. */
const oneAtATime = (join: Joining, axis: number, [x, indices, updates]: readonly [Tensor, Tensor, Tensor]): Tensor => {
  const along = axis < 0 ? axis + x.shape.length : axis
  const length = x.shape[along] ?? 1
  const numbers = new Float64Array(numbersOf(x))
  const readIndex = reader(indices)
  const readUpdate = reader(updates)
  for (const place of placesOf(indices.shape)) {
    const index = readIndex(place)
    const to = place.map((k, d) => (d !== along ? k : index < 0 ? index + length : index))
    const cell = indexOf(x.shape, to)
    numbers[cell] = join(numbers[cell] ?? 0, readUpdate(place))
  }
  return leaf(numbers, x.shape)
}

const scatterLaw = <G extends { readonly axis: number }>(one: Operation<G>, join: Joining): Law =>
  lawOf(one, 'an entry at a time', ([x, indices, updates], { f, geometry }) => ({
    left: f(x, indices, updates),
    right: oneAtATime(join, geometry.axis, [x, indices, updates]),
    tolerance: equations.rounding,
  }))

/** The law that entries and updates together receive the whole cotangent, ties included. */
const sharesLaw = <G>(one: Operation<G>, mode: ScatterMode): Law =>
  lawOf(one, 'conservation', ([x, indices], { seed }) => {
    const flat = scatter({ axis: 0, mode })
    const [entries, among] = [reshape([-1])(x), reshape([-1])(indices)]
    const size = Math.max(1, sizeOf(x.shape))
    const [places, ties] = [mul(among, 0), floor(among)]
    const first = entries.shape[0] === 0 ? zeros([size]) : entries
    const f = (v: Tensor): Tensor => flat(slice([{ stop: size }])(v), places, slice([{ start: size }])(v))
    return equations.conservation(f, concat({ axis: 0 })([floor(first), ties]), (y) => direction(y.shape, seed, 1))
  })

/** Identities of scattering, by name. */
export const scatteringIdentities = {
  scatter: [scatterLaw(scattering.scatter, (_, update) => update), sharesLaw(scattering.scatter, 'replace')],
  'scatter, add': [scatterLaw(scattering['scatter, add'], (entry, update) => entry + update)],
  'scatter, mul': [scatterLaw(scattering['scatter, mul'], (entry, update) => entry * update)],
  'scatter, min': [scatterLaw(scattering['scatter, min'], Math.min), sharesLaw(scattering['scatter, min'], 'min')],
  'scatter, max': [scatterLaw(scattering['scatter, max'], Math.max), sharesLaw(scattering['scatter, max'], 'max')],
} as const satisfies Readonly<Record<string, readonly Law[]>>
