/**
 * @file scan: a differentiable loop over the entries of a first axis, with a carry.
 *
 *     [carry', y[k]] = f(carry, x[k])        for k = 0, 1, ..
 *
 * The expression is that of the unrolled loop, so its length grows with the number of steps; walks over it cope with
 * thousands. When compiled, each step has instructions of its own. Entries are cut out by repeated halving, so that the
 * cotangent of `x` is assembled in n log n additions instead of n^2.
 *
 * Laws: "scan is the loop"; finite differences; "vmap is the loop", of scan; second order.
 */
import { kindOf } from '../core/foundValue.ts'
import { checkOptions } from '../core/options.ts'
import { notPromised } from '../core/notPromised.ts'
import type { Tensor } from '../core/Tensor.ts'
import { showShape } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import type { LikeOptions } from '../core/Tree.ts'
import { isTree, leaves, leavesLike } from '../core/Tree.ts'
import { zeros } from '../ops/constant.ts'
import { concatAlong } from '../ops/concat.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sliceAlong } from '../ops/slice.ts'
import type { Batched } from './vmap.ts'
import { asBatched, asExample } from './vmap.ts'

/** The direction of the loop. */
export interface ScanOptions {
  /**
   * Whether to go from the last entry to the first; false by default. Values are stored at the places of their entries.
   */
  readonly reverse?: boolean
}

const lengthOf = (tensors: readonly Tensor[]): number => {
  const length = tensors[0]?.shape[0]
  return length === undefined || !tensors.every(({ shape }) => shape[0] === length)
    ? refuse(
        'scan',
        tensors.map(({ shape }) => shape),
        {
          expected: 'a first axis of one length in all tensors',
          found: tensors.length === 0 ? 'no tensors' : tensors.map(({ shape }) => showShape(shape)).join(', '),
        },
        'loop over a tree',
      )
    : length
}

const likeFirstValue: LikeOptions = { operation: 'scan', phrase: 'loop over a tree', name: 'the value of a later step' }

const likeInitial: LikeOptions = {
  operation: 'scan',
  phrase: 'loop over a tree',
  name: 'what is handed on',
  shaped: true,
}

/** What a step returns. Refuses anything but a pair, which callers from JavaScript may return. */
const pairOf = <C, Y>(returned: readonly [C, Y]): readonly [C, Y] => {
  const pair = notPromised('scan', 'scan', returned)
  const found: unknown = pair
  return Array.isArray(found) && found.length === 2
    ? pair
    : refuse(
        'scan',
        [],
        { expected: 'steps that return a pair [carry, value]', found: kindOf(found) },
        'loop over a tree',
      )
}

/** The entries along the first axis. */
const entriesOf = (t: Tensor): readonly Tensor[] => {
  const [length = 0, ...shape] = t.shape
  const half = length >> 1
  if (length === 0) return []
  return length === 1
    ? [reshapeTo(t, shape)]
    : [...entriesOf(sliceAlong(t, 0, 0, half)), ...entriesOf(sliceAlong(t, 0, half, length))]
}

const stacked = (tensors: readonly Tensor[]): Tensor => {
  const [first, ...others] = tensors.map((t) => reshapeTo(t, [1, ...t.shape]))
  return first === undefined
    ? refuse('scan', [], { expected: 'at least one step', found: 'none' })
    : concatAlong([first, ...others], 0)
}

/**
 * Loops over the first axis of a tree: a function of the carry and of one entry returns the next carry and a value. The
 * result is the last carry, and all values along a first axis. Refuses a tree whose tensors have no first axis or first
 * axes of different lengths, and steps whose carries differ in form or shape, or whose values differ in form.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { add, mul, scan, tensor, toNested } from 'cotangent'
 *
 * const decay = (state: Tensor<readonly []>, x: Tensor<readonly []>) => {
 *   const next = add(mul(state, 0.5), x)
 *   return [next, next] as const
 * }
 * const [last, all] = scan(decay)(tensor(0, []), tensor([1, 1, 1], [3]))
 * toNested(last) // => 1.75
 * toNested(all) // => [1, 1.5, 1.75]
 * ```
 */
export const scan = <C, X, Y>(f: (carry: C, x: X) => readonly [carry: C, y: Y], options: ScanOptions = {}) => {
  const { reverse = false } = checkOptions('scan', options, { reverse: true })
  return (initial: C, xs: Batched<X>): readonly [carry: C, ys: Batched<Y>] => {
    const all = leaves(xs)
    const length = lengthOf(all)
    const columns = all.map(entriesOf)
    const values: Y[] = []
    const handsOnTree = isTree(initial)
    let carry = initial
    for (let step = 0; step < length; step++) {
      const k = reverse ? length - 1 - step : step
      const entry = asExample<X>(
        xs,
        columns.flatMap((column) => column[k] ?? []),
      )
      const [next, y] = pairOf(f(carry, entry))
      if (handsOnTree) leavesLike(initial, next, likeInitial)
      carry = next
      values.push(y)
    }
    if (reverse) values.reverse()
    const [form] = values
    if (form === undefined) {
      // Without any step, the form of the values is that of a step over zeros, which is never computed.
      const zero = asExample<X>(
        xs,
        all.map(({ shape }) => zeros(shape.slice(1))),
      )
      const [next, y] = pairOf(f(initial, zero))
      if (handsOnTree) leavesLike(initial, next, likeInitial)
      const none = leaves(y).map(({ shape }) => zeros([0, ...shape]))
      return [initial, asBatched(y, none)]
    }
    const rows = values.map((y) => leavesLike(form, y, likeFirstValue))
    const ys = asBatched(
      form,
      leaves(form).map((_, column) => stacked(rows.flatMap((row) => row[column] ?? []))),
    )
    return [carry, ys]
  }
}
