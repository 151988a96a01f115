/**
 * @file customVjp: a function with a custom pullback, in place of the one that follows from its parts.
 *
 * For derivatives with a more stable or shorter form, and for straight-through estimators. Nothing checks the
 * pullback against the function; `cotangent/laws` does.
 *
 * Laws: `laws.treeOrder`; "the value is the function's"; "the pullback is the one given"; finite differences for a right pullback.
 */
import { kindOf } from '../core/foundValue.ts'
import { notPromised } from '../core/notPromised.ts'
import { countOf, endsOf, sizeOf } from '../core/Shape.ts'
import type { Primitive, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import type { LikeOptions, Tree } from '../core/Tree.ts'
import { leaves, leavesLike, rebuild } from '../core/Tree.ts'
import { concatAlong } from '../ops/concat.ts'
import { zeros } from '../ops/constant.ts'
import { reshapeTo } from '../ops/reshape.ts'
import { sliceAlong } from '../ops/slice.ts'

/** Joins all entries of a list of tensors to one vector. */
const pack = (tensors: readonly Tensor[]): Tensor => {
  const [first, ...others] = tensors.map((t) => reshapeTo(t, [sizeOf(t.shape)]))
  return first === undefined ? zeros([0]) : concatAlong([first, ...others], 0)
}

/** How many parts a vector is split into at once. */
const fan = 16

const sizeOfAll = (like: readonly Tensor[]): number => like.reduce((size, t) => size + sizeOf(t.shape), 0)

/**
 * Splits one vector into tensors of the shapes of `like`. Many are split in groups: the cotangent of a part is as long as what
 * it was cut from, so that the work of n parts of one vector would grow with the square of n.
 */
const unpack = (packed: Tensor, like: readonly Tensor[]): readonly Tensor[] => {
  let each = 1
  while (each * fan < like.length) each *= fan
  const groups = Array.from({ length: Math.ceil(like.length / each) }, (_, k) => like.slice(k * each, (k + 1) * each))
  const ends = endsOf(groups.map(sizeOfAll))
  return groups.flatMap((group, k) => {
    const part = sliceAlong(packed, 0, ends[k - 1] ?? 0, ends[k] ?? 0)
    return each === 1 ? group.map((t) => reshapeTo(part, t.shape)) : unpack(part, group)
  })
}

/** A node with the value of its first input, which passes its cotangent to the other inputs by a rule. */
const customPrimitive = (toInputs: (g: Tensor, output: Tensor) => readonly Tensor[]): Primitive<'custom'> => ({
  name: 'custom',
  shape: (_, [value]) => value,
  pullback: (g, { output }) => [null, ...toInputs(g, output)],
})

/**
 * The tensors of a value, which derivatives treat as made from `inputs`: the rule takes the cotangent of the value, and
 * the value, to the cotangents of the inputs.
 */
export const pulledBackBy = <Y>(
  value: Y,
  inputs: readonly Tensor[],
  rule: (cotangent: Y, y: Y) => readonly Tensor[],
): Y => {
  const results = leaves(value)
  const primitive = customPrimitive((g, output) => {
    const given = rule(rebuild(value, unpack(g, results)), rebuild(value, unpack(output, results)))
    return given.length === inputs.length
      ? given
      : refuse('pull back', [], {
          expected: `a cotangent for each of ${countOf(inputs.length, 'input')}`,
          found: `${String(given.length)} from the custom pullback`,
        })
  })
  return rebuild(value, unpack(applyPrimitive(primitive, {}, [pack(results), ...inputs]), results))
}

const likeArgument: LikeOptions = {
  operation: 'customVjp',
  phrase: 'use the pullback of customVjp',
  name: 'the cotangent',
  shaped: true,
}

/** A custom pullback: takes the argument and the value to a function from the value's cotangent to the argument's. */
export type CustomPullback<X, Y> = (x: X, y: Y) => (cotangent: Y) => X

const answered = <Y>(value: Y): Y => notPromised('customVjp', 'differentiate the function', value)

/** Refuses a pullback that gives the cotangent at once, which callers from JavaScript may pass. */
const curried = <X, Y>(given: (cotangent: Y) => X): ((cotangent: Y) => X) => {
  const found: unknown = given
  return typeof found === 'function'
    ? given
    : refuse(
        'customVjp',
        [],
        {
          expected: 'a pullback that returns a function of the cotangent',
          found: kindOf(found),
          advice: 'write (x, y) => (cotangent) => …',
        },
        'use the pullback of customVjp',
      )
}

/**
 * The function `f` of one tree, with its derivative replaced by `pullback`. Whatever `f` closes over is held fixed; if
 * its derivative is wanted, make it part of the tree. The pullback must return the form and the shapes of the argument;
 * {@link sumTo} sums the cotangent of a broadcast tensor back to its shape.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { customVjp, grad, item, round, tensor } from 'cotangent'
 *
 * // Rounding that derivatives see through: a straight-through estimator.
 * const through = customVjp((x: Tensor<readonly []>) => round(x), () => (g) => g)
 * item(grad(through)(tensor(1.7, []))) // => 1
 * ```
 */
export const customVjp =
  <X, Y>(f: (x: X) => Y, pullback: CustomPullback<X, Y>) =>
  (x: X & Tree<X>): Y =>
    pulledBackBy(answered(f(x)), leaves(x), (cotangent, y) =>
      leavesLike(x, answered(curried(pullback(x, y))(cotangent)), likeArgument),
    )
