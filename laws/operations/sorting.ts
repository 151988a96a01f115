/** @file Sorting, and the indices of the largest and the smallest entries. */
import * as ops from '../../src/ops/index.ts'
import { argmax, argmin, argsort, cumsum, gather, max, min, neg, ones, sort, sub } from '../../src/ops/index.ts'
import type { Law } from '../framework/Law.ts'
import { lawOf } from '../framework/property.ts'
import { along } from './axes.ts'
import { one } from './fixed.ts'

const empty = false

/** Primitives. */
export const sorting = {
  argmax: along('argmax', ops.argmax, { domain: 'integers', order: 0, empty }),
  argmin: along('argmin', ops.argmin, { domain: 'integers', order: 0, empty }),
  argsort: along('argsort', ops.argsort, { domain: 'integers', order: 0 }),
} as const

/** Operations made of them. */
export const sortingComposites = {
  median: one('median', [3, 5], (x) => ops.median()(x).values, { domain: 'distinct' }),
  sort: one('sort', [2, 5], (x) => ops.sort({ descending: true })(x).values, { domain: 'distinct' }),
  topK: one('topK', [2, 5], (x) => ops.topK(2)(x).values, { domain: 'distinct' }),
} as const

/** Identities of sorting, by name. */
export const sortingIdentities = {
  argmax: [
    lawOf(sorting.argmax, 'x gathered at argmax is max', ([x], { geometry: { axis } }) => ({
      left: gather({ axis })(x, argmax({ axis, keepDims: true })(x)),
      right: max({ axis, keepDims: true })(x),
    })),
  ],
  argmin: [
    lawOf(sorting.argmin, 'x gathered at argmin is min', ([x], { geometry: { axis } }) => ({
      left: gather({ axis })(x, argmin({ axis, keepDims: true })(x)),
      right: min({ axis, keepDims: true })(x),
    })),
  ],
  argsort: [
    lawOf(sorting.argsort, 'what is sorted stays in place', ([x], { geometry: { axis } }) => ({
      left: argsort({ axis })(sort({ axis })(x).values),
      right: sub(cumsum({ axis })(ones(x.shape)), 1),
    })),
    lawOf(sorting.argsort, 'descending is ascending of what is negated', ([x], { geometry: { axis } }) => ({
      left: argsort({ axis, descending: true })(x),
      right: argsort({ axis })(neg(x)),
    })),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
