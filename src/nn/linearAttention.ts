/**
 * @file Linear attention: a state that keys and values are added to, and that queries read.
 *
 *     S' = e^g S + k (b (v - (e^g S)^T k))^T         y = scale S'^T q
 *
 * g is the logarithm of what is kept, of each row of S or of all; without it, all is kept. b is how much of an old value is
 * replaced by the new one (the delta rule, Yang and others, 2024); without it, values are added: S' = e^g S + k v^T.
 * Shape rule: queries and keys [N, H, L, E] and values [N, H, L, D] to [N, H, L, D], with a state [N, H, E, D].
 * Laws: "is the loop over the steps"; "a step at a time".
 */
import { checkOptions } from '../core/options.ts'
import type { Shape } from '../core/Shape.ts'
import { sameShape, showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { scan } from '../diff/scan.ts'
import { add } from '../ops/add.ts'
import { literal, zeros } from '../ops/constant.ts'
import { exp } from '../ops/exp.ts'
import { matmul } from '../ops/matmul.ts'
import { mul } from '../ops/mul.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sub } from '../ops/sub.ts'
import { transposeMatrix, transposeTo } from '../ops/transpose.ts'
import { checkParameter } from './checkParameter.ts'

/** What is kept and replaced at each step, and what the state begins with. */
export interface LinearAttentionOptions {
  /** The logarithm of what is kept of the state, [N, H, L, E], or [N, H, L, 1] for all rows alike; 0 by default. */
  readonly decay?: Tensor
  /** How much of the value that a key stands for is replaced, [N, H, L, 1]; values are added by default. */
  readonly replaced?: Tensor
  /** [N, H, E, D]; zeros by default. */
  readonly state?: Tensor
  /** The factor of what is read; 1 / sqrt(E) by default. */
  readonly scale?: number
}

interface Step {
  readonly query: Tensor
  readonly key: Tensor
  readonly value: Tensor
  readonly decay?: Tensor
  readonly replaced?: Tensor
}

const stepped = (state: Tensor, { query, key, value, decay, replaced }: Step): readonly [Tensor, Tensor] => {
  const kept = decay === undefined ? state : mul(exp(decay), state)
  const fresh = replaced === undefined ? value : mul(replaced, sub(value, matmul(transposeMatrix(key), kept)))
  const next = add(kept, matmul(key, fresh))
  return [next, matmul(transposeMatrix(query), next)]
}

/**
 * Linear attention over sequences (Katharopoulos and others, 2020), with decay and the delta rule where they are given:
 * the time and the memory of a step do not grow with the number of steps before. Returns what is read at every step and the
 * last state. Refuses shapes that do not fit.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { linearAttention } from 'cotangent/nn'
 *
 * const ones = tensor([1, 1, 1], [1, 1, 3, 1])
 * const [outputs] = linearAttention()(ones, ones, tensor([1, 2, 3], [1, 1, 3, 1]))
 * toNested(outputs) // => [[[[1], [3], [6]]]]
 * ```
 */
export const linearAttention = (options: LinearAttentionOptions = {}) => {
  const { decay, replaced, state, scale } = checkOptions('linearAttention', options, {
    decay: true,
    replaced: true,
    state: true,
    scale: true,
  })
  return (query: Tensor, key: Tensor, value: Tensor): readonly [outputs: Tensor, state: Tensor] => {
    const [q, k, v] = [checkTensor(query).shape, checkTensor(key).shape, checkTensor(value).shape]
    const [n = 0, heads = 0, , width = 0] = q
    const isFit =
      q.length === 4 && q.join() === k.join() && v.length === 4 && q.slice(0, 3).join() === v.slice(0, 3).join()
    if (!isFit)
      return refuse('linearAttention', [q, k, v], {
        expected: 'queries and keys [N, H, L, E] and values [N, H, L, D]',
        found: [q, k, v].map(showShape).join(', '),
      })
    const check = (name: string, given: Tensor | undefined, ...shapes: readonly Shape[]): void => {
      const [first = []] = shapes
      if (given !== undefined && !shapes.some((shape) => sameShape(checkTensor(given).shape, shape)))
        checkParameter('linearAttention', name, given, first)
    }
    const [length = 0, depth = 0] = v.slice(2)
    check('decay', decay, [n, heads, length, width], [n, heads, length, 1])
    check('replaced', replaced, [n, heads, length, 1])
    check('state', state, [n, heads, width, depth])
    // Steps first; vectors are columns.
    const columns = (x: Tensor): Tensor => {
      const own = x.shape[3] ?? 0
      return reshapeTo(transposeTo(x, [2, 0, 1, 3]), [length, n, heads, own, 1])
    }
    const rows = (x: Tensor): Tensor => {
      const own = x.shape[3] ?? 0
      return reshapeTo(transposeTo(x, [2, 0, 1, 3]), [length, n, heads, 1, own])
    }
    const steps = {
      query: columns(mul(query, literal(scale ?? 1 / Math.sqrt(Math.max(1, width))))),
      key: columns(key),
      value: rows(value),
      ...(decay === undefined ? {} : { decay: columns(decay) }),
      ...(replaced === undefined ? {} : { replaced: rows(replaced) }),
    }
    const [last, read] = scan(stepped)(state ?? zeros([n, heads, width, depth]), steps)
    return [transposeTo(reshapeTo(read, [length, n, heads, depth]), [1, 2, 0, 3]), last]
  }
}
