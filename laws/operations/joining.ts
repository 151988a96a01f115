/** @file Operations that join tensors along an axis, and split them. */
import fc from 'fast-check'
import type { Shape } from '../../src/core/Shape.ts'
import { resolveAxis } from '../../src/core/shapeRules.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import { at, slice } from '../../src/ops/index.ts'
import { shape, shapeWithAxis } from '../framework/arbitraries/shape.ts'
import type { Law } from '../framework/Law.ts'
import { operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'
import { one } from './fixed.ts'

const exact = true

/** Shapes that agree except along one axis. */
const parts = shapeWithAxis().chain(({ shape: drawn, axis }) =>
  fc.record({
    shape: fc.constant(drawn),
    axis: fc.constant(axis),
    lengths: fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 }),
  }),
)

const withLength = (drawn: Shape, axis: number, length: number): Shape => {
  const along = resolveAxis('draw', drawn, axis)
  return drawn.map((d, index) => (index === along ? length : d))
}

/** Primitives. */
export const joining = {
  concat: operation('concat', {
    exact,
    geometry: parts,
    inputs: ({ shape, axis, lengths }) =>
      lengths.map((length) => ({ shape: withLength(shape, axis, length), domain: 'real' })),
    f:
      ({ axis }) =>
      (...xs) =>
        ops.concat({ axis })(xs),
  }),
} as const

/** Operations made of them. */
export const joiningComposites = {
  stack: operation('stack', {
    exact,
    geometry: shape({ maxRank: 3 }).chain((drawn) =>
      fc.record({
        shape: fc.constant(drawn),
        axis: fc.integer({ min: -drawn.length - 1, max: drawn.length }),
        count: fc.integer({ min: 1, max: 3 }),
      }),
    ),
    inputs: ({ shape, count }) => Array.from({ length: count }, () => ({ shape, domain: 'real' })),
    f:
      ({ axis }) =>
      (...xs) =>
        ops.stack({ axis })(xs),
  }),
  splitSizes: one('splitSizes', [3, 2], (x) => ops.splitSizes([1, 2])(x)[1] ?? x, { exact }),
} as const

/** Identities of joining, by name. */
export const joiningIdentities = {
  concat: [
    lawOf(joining.concat, 'slices of a concatenation are its parts', (parts, { f, geometry: { shape, axis } }) => {
      const along = axis < 0 ? axis + shape.length : axis
      const whole = f(...parts)
      const ends = parts.map((_, k) => parts.slice(0, k + 1).reduce((end, part) => end + (part.shape[along] ?? 0), 0))
      const part = (k: number): Tensor =>
        slice(shape.map((_, index) => (index === along ? { start: ends[k - 1] ?? 0, stop: ends[k] ?? 0 } : {})))(whole)
      return { left: parts.map((_, k) => part(k)), right: [...parts] }
    }),
  ],
  stack: [
    lawOf(joiningComposites.stack, 'entries of a stack are its parts', (parts, { f, geometry: { axis } }) => {
      const whole = f(...parts)
      return { left: parts.map((_, k) => at(k, { axis })(whole)), right: [...parts] }
    }),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
