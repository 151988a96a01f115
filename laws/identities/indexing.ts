/** @file Identities of operations by index. */
import { sizeOf } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import type { ScatterMode } from '../../src/ops/index.ts'
import {
  argmax,
  concat,
  floor,
  less,
  lessEqual,
  mul,
  reshape,
  scatter,
  scatterAdd,
  slice,
  sum,
  zeros,
} from '../../src/ops/index.ts'
import * as equations from '../framework/equations/algebra.ts'
import { indexOf, numbersOf, placesOf, reader } from '../framework/equations/indices.ts'
import type { Law } from '../framework/Law.ts'
import type { Operation } from '../framework/Operation.ts'
import { direction } from '../framework/Operation.ts'
import { composites, operations } from '../operations/index.ts'
import { lawOf } from '../framework/property.ts'

type Joining = (entry: number, update: number) => number

/** What a loop over the updates makes: the meaning of scatter, told without any of its parts. */
const oneAtATime = (join: Joining, axis: number, [x, indices, updates]: readonly [Tensor, Tensor, Tensor]): Tensor => {
  const along = axis < 0 ? axis + x.shape.length : axis
  const length = x.shape[along] ?? 1
  const numbers = Float64Array.from(numbersOf(x))
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

/** The law that entries and updates are handed the cotangent whole, ties included. */
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

/** Identities of operations by index, by name. */
export const indexingIdentities = {
  gather: [
    lawOf(operations.gather, 'gather and scatterAdd are adjoint', ([x, indices], { f, geometry, seed }) =>
      equations.adjoint(
        (v) => f(v, indices),
        (y) => scatterAdd({ axis: geometry.axis, size: geometry.size })(indices, y),
        x,
        direction(indices.shape, seed, 1),
      ),
    ),
  ],
  scatterAdd: [
    lawOf(operations.scatterAdd, 'repeated indices add', ([, updates], { geometry: { axis, size } }) => {
      const everything = scatterAdd({ axis, size })(zeros(updates.shape), updates)
      const along = axis < 0 ? axis + updates.shape.length : axis
      const first = slice(updates.shape.map((_, index) => (index === along ? { stop: 1 } : {})))(everything)
      return { left: first, right: sum({ axis, keepDims: true })(updates), tolerance: 1e-12 }
    }),
  ],
  scatter: [scatterLaw(composites.scatter, (_, update) => update), sharesLaw(composites.scatter, 'replace')],
  'scatter, add': [scatterLaw(composites['scatter, add'], (entry, update) => entry + update)],
  'scatter, mul': [scatterLaw(composites['scatter, mul'], (entry, update) => entry * update)],
  'scatter, min': [scatterLaw(composites['scatter, min'], Math.min), sharesLaw(composites['scatter, min'], 'min')],
  'scatter, max': [scatterLaw(composites['scatter, max'], Math.max), sharesLaw(composites['scatter, max'], 'max')],
  oneHot: [
    lawOf(
      composites.oneHot,
      'each row sums to 1 where the label is one of the classes',
      ([labels], { f, geometry }) => ({
        left: sum({ axis: -1 })(f(labels)),
        right: mul(lessEqual(0, labels), less(labels, geometry.classes)),
      }),
    ),
    lawOf(composites.oneHot, 'argmax of oneHot is the label', ([labels], { f, geometry }) => {
      const known = mul(lessEqual(0, labels), less(labels, geometry.classes))
      return { left: argmax({ axis: -1 })(f(labels)), right: mul(labels, known) }
    }),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
