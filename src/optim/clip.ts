/**
 * @file Clipping of gradients: entry by entry, or by their global norm.
 *
 *     clipByValue:      g' = min(max(g, -limit), limit)
 *     clipByGlobalNorm: g' = g min(1, limit / (norm + 1e-6)), norm over all entries of all tensors
 *
 * Laws: those of optimizers; "no entry exceeds the limit", "the norm does not exceed the limit"; equals
 * `torch.nn.utils.clip_grad_value_` and `clip_grad_norm_`.
 *
 * Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
 */
import { checkLimit } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { Tree } from '../core/Tree.ts'
import { map, reduce } from '../core/Tree.ts'
import { abs } from '../ops/abs.ts'
import { add } from '../ops/add.ts'
import { literal, zero } from '../ops/constant.ts'
import { div } from '../ops/div.ts'
import { max } from '../ops/max.ts'
import { maximum } from '../ops/maximum.ts'
import { minimum } from '../ops/minimum.ts'
import { mul } from '../ops/mul.ts'
import { sqrt } from '../ops/sqrt.ts'
import { sum } from '../ops/sum.ts'
import type { Optimizer, StateOf, Stateless } from './Optimizer.ts'
import { perTensorUpdate } from './Optimizer.ts'

/** The order of a norm. */
export interface GlobalNormOptions {
  /** The sum of magnitudes (1), the Euclidean length (2, the default), or the largest magnitude. */
  readonly order?: 1 | 2 | 'largest'
}

const norms: readonly {
  readonly order: NonNullable<GlobalNormOptions['order']>
  readonly of: (t: Tensor) => Tensor<readonly []>
  readonly join: (a: Tensor<readonly []>, b: Tensor<readonly []>) => Tensor<readonly []>
}[] = [
  { order: 1, of: (t) => sum()(abs(t)), join: (a, b) => add(a, b) },
  { order: 2, of: (t) => sum()(mul(t, t)), join: (a, b) => add(a, b) },
  { order: 'largest', of: (t) => max()(abs(t)), join: (a, b) => maximum(a, b) },
]

/**
 * The norm over all entries of a tree. Refuses other orders.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { globalNorm } from 'cotangent/optim'
 *
 * item(globalNorm()({ weight: tensor([3, 0], [2]), bias: tensor(4, []) })) // => 5
 * ```
 */
export const globalNorm = (options: GlobalNormOptions = {}) => {
  const { order = 2 } = checkOptions('globalNorm', options, { order: true })
  return <T>(tree: T & Tree<T>): Tensor<readonly []> => {
    const norm = norms.find((candidate) => candidate.order === order)
    if (norm === undefined)
      return refuse('globalNorm', [], { expected: "the order to be 1, 2 or 'largest'", found: String(order) })
    const total = reduce<Tensor<readonly []>>(zero, (all, t) =>
      t.shape.includes(0) ? all : norm.join(all, norm.of(t)),
    )<T>(tree)
    return order === 2 ? sqrt(total) : total
  }
}

/**
 * Clamps every entry of the gradients to [-limit, limit]. Refuses a negative limit.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { clipByValue } from 'cotangent/optim'
 *
 * const clip = clipByValue(2)
 * const g = tensor([-5, 1, 3], [3])
 * toNested(clip.update(g, clip.init(g), g)[0]) // => [-2, 1, 2]
 * ```
 */
export const clipByValue = (limit: number): Optimizer<Stateless> => {
  checkLimit('clipByValue', 'limit', limit)
  return perTensorUpdate((gradient): Tensor => minimum(maximum(gradient, -limit), limit))
}

/**
 * Scales all gradients down by one factor, so that their norm does not exceed the limit; gradients of a smaller norm
 * are kept. Refuses a negative limit.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { clipByGlobalNorm, globalNorm } from 'cotangent/optim'
 *
 * const clip = clipByGlobalNorm(1)
 * const g = { weight: tensor([30, 0], [2]), bias: tensor(40, []) }
 * const [clipped] = clip.update(g, clip.init(g), g)
 * item(globalNorm()(clipped)) <= 1 // => true
 * ```
 */
export const clipByGlobalNorm = (limit: number, options: GlobalNormOptions = {}): Optimizer<Stateless> => {
  const { order = 2 } = checkOptions('clipByGlobalNorm', options, { order: true })
  checkLimit('clipByGlobalNorm', 'limit', limit)
  return {
    init: () => ({}),
    update: <P>(gradients: P & Tree<P>, state: StateOf<Stateless, P>) => {
      const norm: Tensor = globalNorm({ order })<P>(gradients)
      const factor: Tensor = minimum(div(limit, add(norm, literal(1e-6))), literal(1))
      return [map((gradient): Tensor => mul(gradient, factor))<P>(gradients), state]
    },
  }
}
