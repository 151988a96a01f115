/**
 * @file scatter and scatterNd: entries of a tensor replaced by, or combined with, updates that are given by index.
 *
 *     replace: y[k] = the last u[i] where indices[i] = k, x[k] where there is none
 *     add, mul, min, max: y[k] = x[k] combined with every u[i] where indices[i] = k
 *
 * Shape rule: the shape of x. scatter: indices and updates have one shape, of the rank of x, and along all axes but one its
 * lengths or less; scatterNd: indices [..., k], updates [..., *x.shape after k axes].
 * Pullback: an entry that is replaced, and an update that is not the last of its cell, get 0; values that tie for the
 * least or greatest share evenly, as in `max`; a factor gets the product of the others, zeros included; none to the
 * indices.
 * Laws: finite differences, adjointness, pullback linearity, second order; "an entry at a time": y is what a loop over the
 * updates makes; "conservation": replace, min and max hand out the sum of the cotangent.
 */
import type { OptionNames } from '../core/options.ts'
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { sameShape, showShape, sizeOf } from '../core/Shape.ts'
import { resolveAxis } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import { refuse, showShapes } from '../core/TensorError.ts'
import { add } from './add.ts'
import { broadcastTo } from './broadcastTo.ts'
import { concatAlong } from './concat.ts'
import { arange, literal, one, zero } from './constant.ts'
import { div } from './div.ts'
import { equal } from './equal.ts'
import { firstEntries, fromTheBack, gatherNamed } from './gather.ts'
import { maximum } from './maximum.ts'
import { minimum } from './minimum.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'
import { notEqual } from './notEqual.ts'
import { reshapeTo } from './reshape.ts'
import type { Scattered } from './segments.ts'
import { greatestByIndex, lastByIndex, productByIndex, scattering, sumsByIndex } from './segments.ts'
import { sliceAlong } from './slice.ts'
import { where } from './where.ts'
import { withPullback } from './withSlopes.ts'

/** How an entry and its updates become one. */
export type ScatterMode = 'replace' | 'add' | 'mul' | 'min' | 'max'

/** How an entry and its updates become one. */
export interface ScatterNdOptions {
  /** 'replace' by default: of several updates of one entry, the last is kept. */
  readonly mode?: ScatterMode
}

/** The axis, and how an entry is combined with its updates. */
export interface ScatterOptions extends ScatterNdOptions {
  readonly axis: number
}

type Rule = (x: Tensor, to: Scattered) => Tensor

const replaced: Rule = (x, to) => {
  const { hit, value } = lastByIndex(to)
  return where(hit, value, x)
}

const multiplied: Rule = (x, to) => {
  const { hit, value } = productByIndex(to)
  return mul(x, where(hit, value, one))
}

/** Where a number is the best of its entry. NaN equals nothing, so where it wins, every NaN counts as the best. */
const isBest = (x: Tensor, best: Tensor): Tensor => where(equal(best, best), equal(x, best), notEqual(x, x))

/** The value of an entry, whose derivative is shared by the entry and the updates that have this value. */
const shared = (x: Tensor, to: Scattered, value: Tensor): Tensor =>
  withPullback(value, [x, to.updates], (g, y) => {
    const ofCell = (numbers: Tensor): Tensor => gatherNamed(numbers, to.indices, to.axis, scattering)
    const [entries, updates] = [isBest(x, y), isBest(to.updates, ofCell(y))]
    const share = div(g, add(entries, sumsByIndex(to, updates)))
    return [where(entries, share, zero), where(updates, ofCell(share), zero)]
  })

const greatest: Rule = (x, to) => {
  const { hit, value } = greatestByIndex(to, to.updates)
  return shared(x, to, where(hit, maximum(x, value), x))
}

const least: Rule = (x, to) => {
  const { hit, value } = greatestByIndex(to, neg(to.updates))
  return shared(x, to, where(hit, minimum(x, value), x))
}

const rules: Readonly<Record<ScatterMode, Rule>> = {
  replace: replaced,
  add: (x, to) => add(x, sumsByIndex(to, to.updates)),
  mul: multiplied,
  min: least,
  max: greatest,
}

const modes: OptionNames<Pick<ScatterOptions, 'mode'>> = {
  mode: { replace: true, add: true, mul: true, min: true, max: true },
}

/** A tensor whose first entries along all axes but one are a part's. */
const withFirst = (x: Tensor, part: Tensor): Tensor => {
  const axis = x.shape.findIndex((d, k) => d !== part.shape[k])
  if (axis < 0) return part
  const length = part.shape[axis] ?? 0
  const others = sliceAlong(x, axis, length, x.shape[axis] ?? 0)
  return concatAlong([withFirst(sliceAlong(x, axis, 0, length), part), others], axis)
}

/**
 * Writes updates into a tensor along an axis, as `torch.scatter`, `torch.scatter_reduce` and ONNX's ScatterElements:
 * `y[.., indices[.., i, ..], ..]` is `updates[.., i, ..]`, or combined with it. Indices and updates have one shape, of
 * the tensor's rank. Along the other axes they have its lengths or less; only as many of the first entries are then
 * updated. Negative indices count from the back. An index outside the axis is refused when the numbers are computed.
 *
 * Of several updates of one entry, the last replaces it and alone has a derivative. Updates that tie for the least or
 * greatest, and the entry itself if it ties, share the derivative evenly. {@link scatterAdd} starts from zeros.
 *
 * @example
 * ```ts
 * import { scatter, tensor, toNested } from 'cotangent'
 *
 * const x = tensor([1, 2, 3], [3])
 * const [indices, updates] = [tensor([0, 2, 0], [3]), tensor([5, 6, 7], [3])]
 * toNested(scatter({ axis: 0 })(x, indices, updates)) // => [7, 2, 6]
 * toNested(scatter({ axis: 0, mode: 'mul' })(x, indices, updates)) // => [35, 2, 18]
 * ```
 */
export const scatter =
  (options: ScatterOptions) =>
  <const S extends Shape>(x: Tensor<S>, indices: Tensor, updates: Tensor): Tensor<S> => {
    const { axis, mode = 'replace' } = checkOptions('scatter', options, { axis: true, ...modes })
    const along = resolveAxis('scatter', x.shape, axis)
    const rule = rules[mode]
    const fits = indices.shape.every((d, k) => k === along || d <= (x.shape[k] ?? 0))
    if (!sameShape(indices.shape, updates.shape) || indices.shape.length !== x.shape.length || !fits) {
      return refuse('scatter', [x.shape, indices.shape, updates.shape], {
        expected: `indices and updates of one shape, with the tensor's lengths or less except along axis ${String(along)}`,
        found: showShapes([indices.shape, updates.shape]),
      })
    }
    if (sizeOf(indices.shape) === 0) return x
    const size = x.shape[along] ?? 0
    const to = { axis: along, size, indices: fromTheBack(indices, size), updates }
    return ofShape(withFirst(x, rule(firstEntries(x, indices.shape, along), to)))
  }

/** Tuples of indices as row-major positions; each index is checked against its axis when it is read. */
const placesOf = (indices: Tensor, shape: Shape): Tensor => {
  const last = indices.shape.length - 1
  return shape.reduce<Tensor>((place, length, k) => {
    const own = reshapeTo(sliceAlong(indices, last, k, k + 1), [sizeOf(indices.shape.slice(0, -1))])
    const checked = gatherNamed(arange(length), fromTheBack(own, length), 0, scattering)
    return add(mul(place, literal(length)), checked)
  }, zero)
}

/**
 * Writes updates into a tensor at places given by tuples of indices, as ONNX's ScatterND and JAX's `x.at[i, j].set`:
 * indices [..., k] name places along the first k axes, and updates [..., rest] hold a number or a whole slice per
 * place. Negative indices count from the back. An index outside is refused when the numbers are computed.
 *
 * @example
 * ```ts
 * import { scatterNd, tensor, toNested, zeros } from 'cotangent'
 *
 * toNested(scatterNd()(zeros([2, 2]), tensor([0, 1], [1, 2]), tensor([5], [1]))) // => [[0, 5], [0, 0]]
 * toNested(scatterNd()(zeros([2, 2]), tensor([-1], [1, 1]), tensor([5, 6], [1, 2]))) // => [[0, 0], [5, 6]]
 * ```
 */
export const scatterNd =
  (options: ScatterNdOptions = {}) =>
  <const S extends Shape>(x: Tensor<S>, indices: Tensor, updates: Tensor): Tensor<S> => {
    const { mode = 'replace' } = checkOptions('scatterNd', options, modes)
    const rule = rules[mode]
    const depth = indices.shape.at(-1) ?? 0
    const many = indices.shape.slice(0, -1)
    const rest = x.shape.slice(depth)
    if (depth < 1 || depth > x.shape.length || !sameShape(updates.shape, [...many, ...rest])) {
      return refuse('scatterNd', [x.shape, indices.shape, updates.shape], {
        expected: `indices [..., k] that name 1 to ${String(x.shape.length)} axes, and updates [..., rest], of the lengths ${showShape(rest)} of the others`,
        found: showShapes([indices.shape, updates.shape]),
      })
    }
    if (sizeOf(updates.shape) === 0) return x
    const [count, inner, size] = [sizeOf(many), sizeOf(rest), sizeOf(x.shape.slice(0, depth))]
    const places = reshapeTo(placesOf(indices, x.shape.slice(0, depth)), [count, 1])
    const everywhere = broadcastTo([count, inner])(places)
    const to = { axis: 0, size, indices: everywhere, updates: reshapeTo(updates, [count, inner]) }
    return reshapeTo(rule(reshapeTo(x, [size, inner]), to), x.shape)
  }
