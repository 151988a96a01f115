/**
 * @file dropout: in training, entries set to zero at random, so that no unit can rely on another.
 *
 *     y = x m / (1 - p)        m: 1 with probability 1 - p, else 0
 *
 * Shape rule: the shape of x. Laws: "dropout is the identity in eval"; "the mean is kept", within five standard errors;
 * "what is kept is scaled by 1 / (1 - p)"; "the same key drops the same entries".
 */
import { refuse } from '../core/TensorError.ts'
import { mul } from '../ops/mul.ts'
import { bernoulli } from '../ops/random.ts'
import type { Layer, None, SameShape } from './Layer.ts'
import { stateless } from './Layer.ts'

/**
 * Sets each entry to zero with this probability while training, and scales the others by 1 / (1 - probability), so that
 * nothing needs to change in use (Srivastava et al., 2014, in its inverted form). Draws from the key of the mode;
 * the identity in `evalMode`. Refuses a probability outside [0, 1].
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
export const dropout = (probability: number): Layer<SameShape, None, None> => {
  if (!(probability >= 0 && probability <= 1)) {
    return refuse('dropout', [], `a probability is from 0 to 1, not ${String(probability)}`)
  }
  const kept = 1 - probability
  return stateless((x, mode) =>
    mode._tag === 'eval' || probability === 0
      ? x
      : mul(x, mul(bernoulli(x.shape, kept)(mode.key), kept === 0 ? 0 : 1 / kept)),
  )
}
