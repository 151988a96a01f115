/**
 * @file dropout: sets entries to zero at random in training, so that no unit can rely on another.
 *
 *     y = x m / (1 - p)        m: 1 with probability 1 - p, else 0
 *
 * Shape rule: the shape of x. Laws: "dropout is the identity in eval"; "the mean is kept", within five standard errors;
 * "what is kept is scaled by 1 / (1 - p)"; "the same key drops the same entries"; "n ranks
 * on n parts are one rank on the whole".
 */
import type { Key } from '../core/Key.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { mul } from '../ops/mul.ts'
import { bernoulli } from '../ops/random.ts'
import { sliceAlong } from '../ops/slice.ts'
import { where } from '../ops/where.ts'
import type { Layer, None, SameShape } from './Layer.ts'
import { stateless } from './Layer.ts'

/**
 * Draws a mask. A process that has a part of a batch takes its rows of the mask of the whole, so that several processes
 * drop what one would.
 */
const maskOf = (shape: Shape, kept: number, key: Key): Tensor => {
  const { place } = key
  const [rows = 0, ...rest] = shape
  if (place === undefined) return bernoulli(shape, kept)(key)
  const each = rows / place.count
  return Number.isInteger(each)
    ? sliceAlong(bernoulli([each * place.of, ...rest], kept)(key), 0, each * place.from, each * place.from + rows)
    : refuse('dropout', [shape], {
        expected: `a first axis of examples, of which there are ${String(place.count)} here`,
        found: String(rows),
      })
}

/** Drops entries by a mask of a given shape, which is broadcast to the entries. */
const droppedBy = (probability: number, drawn: (shape: Shape) => Shape): Layer<SameShape, None, None> => {
  if (!(probability >= 0 && probability <= 1)) {
    return refuse('dropout', [], { expected: 'a probability from 0 to 1', found: String(probability) })
  }
  const kept = 1 - probability
  return stateless((x, mode) =>
    mode._tag === 'eval' || probability === 0
      ? x
      : where(maskOf(drawn(x.shape), kept, mode.key), mul(x, kept === 0 ? 0 : 1 / kept), 0),
  )
}

/**
 * Sets each entry to zero with the given probability in training, and scales the others by 1 / (1 - probability), so
 * that nothing needs to change in use (Srivastava et al., 2014, in the inverted form). It draws from the key of the
 * mode, and is the identity in `evalMode`. Compositions give each layer a key of its own; where you apply two by hand, give each
 * one, such as `trainMode(foldIn(key, 1))`, or they drop the same entries. Refuses a probability outside [0, 1].
 *
 * @example
 * ```ts
 * import { key, ones, toNested } from 'cotangent'
 * import { dropout, evalMode, trainMode } from 'cotangent/nn'
 *
 * toNested(dropout(0.5).apply(evalMode)({}, {}, ones([2]))[0]) // => [1, 1]
 * toNested(dropout(1).apply(trainMode(key(1)))({}, {}, ones([2]))[0]) // => [0, 0]
 * ```
 */
export const dropout = (probability: number): Layer<SameShape, None, None> => droppedBy(probability, (shape) => shape)

/**
 * As {@link dropout}, for whole channels of [N, C, ...]: neighbouring cells of a map are so similar that dropping
 * single cells removes no information (Tompson et al., "Efficient object localization using convolutional networks",
 * 2015).
 *
 * @example
 * ```ts
 * import { key, ones, toNested } from 'cotangent'
 * import { spatialDropout, trainMode } from 'cotangent/nn'
 *
 * const [y] = spatialDropout(0.5).apply(trainMode(key(3)))({}, {}, ones([1, 3, 2]))
 * toNested(y) // => [[[2, 2], [0, 0], [0, 0]]]
 * ```
 */
export const spatialDropout = (probability: number): Layer<SameShape, None, None> =>
  droppedBy(probability, (shape) => {
    const [n, c, ...spatial] = shape
    return n === undefined || c === undefined
      ? refuse('spatialDropout', [shape], { expected: '[N, C, ...]', found: showShape(shape) })
      : [n, c, ...spatial.map(() => 1)]
  })
