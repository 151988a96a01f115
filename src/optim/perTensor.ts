/**
 * @file Transformations with state per tensor, such as a mean of its gradients, and some scalars, such as a step
 * counter: given as a rule for one tensor, applied to whole trees.
 *
 *     [next scalars, each] = rule(scalars)        [update, next slots] = each(gradient, slots, parameter)
 *
 * Laws: those of optimizers; the state has a tree of the form of the parameters for every slot.
 */
import type { Tensor } from '../core/Tensor.ts'
import { recordLike } from '../core/records.ts'
import { refuse } from '../core/TensorError.ts'
import type { LikeOptions, Tree } from '../core/Tree.ts'
import { leavesLike, map, paths, rebuild } from '../core/Tree.ts'
import { literal } from '../ops/constant.ts'
import { expm1 } from '../ops/expm1.ts'
import { mul } from '../ops/mul.ts'
import { neg } from '../ops/neg.ts'
import type { Optimizer, StateFunction, StateOf } from './Optimizer.ts'

/** Named scalars and, for every slot, a tree of the form of the parameters. */
export type SlotState<Scalars extends string, Slots extends string, P> = Readonly<
  Record<Scalars, Tensor<readonly []>>
> &
  Readonly<Record<Slots, P>>

/** The state of a transformation with scalars and slots, by the form of the parameters. */
export interface Slotted<Scalars extends string, Slots extends string> extends StateFunction {
  readonly out: SlotState<Scalars, Slots, this['in']>
}

/** What happens to one tensor in a step. */
export type TensorRule<Slots extends string> = (
  gradient: Tensor,
  slots: Readonly<Record<Slots, Tensor>>,
  parameter: Tensor,
) => readonly [update: Tensor, slots: Readonly<Record<Slots, Tensor>>]

/** A transformation as a rule for one tensor. */
export interface PerTensor<Scalars extends string, Slots extends string> {
  /** The scalars before the first step. */
  readonly scalars: Readonly<Record<Scalars, number>>
  /** The value of each slot for a parameter before the first step. */
  readonly slots: Readonly<Record<Slots, (parameter: Tensor) => Tensor>>
  /** The scalars after a step, and what the step does to each tensor. */
  readonly rule: (
    scalars: Readonly<Record<Scalars, Tensor<readonly []>>>,
  ) => readonly [next: Readonly<Record<Scalars, Tensor<readonly []>>>, each: TensorRule<Slots>]
}

const tensorsOf = <P>(tree: P & Tree<P>): readonly Tensor[] => paths<P>(tree).map(([, t]) => t)

/** The tensors of a tree in the order of a form, without keys. */
const laidOut = <P>(form: P & Tree<P>, tree: P, name: string, shaped = false): readonly Tensor[] => {
  const like: LikeOptions = { operation: 'update', phrase: 'update parameters', name, shaped }
  return tensorsOf<P>(rebuild(form, leavesLike(form, tree, like)))
}

/** The tree with other tensors, in order; keys are kept. */
const refilled = <P>(tree: P & Tree<P>, tensors: readonly Tensor[]): P => {
  const next = tensors[Symbol.iterator]()
  return map((own) => next.next().value ?? own)<P>(tree)
}

/**
 * A transformation of gradients from a rule for one tensor.
 *
 * @example
 * ```ts
 * import { add, sign, tensor, toNested, zeros } from 'cotangent'
 * import { perTensor } from 'cotangent/optim'
 *
 * // Steps along the sign of the sum of all gradients.
 * const signOfSum = perTensor<never, 'total'>({
 *   scalars: {},
 *   slots: { total: ({ shape }) => zeros(shape) },
 *   rule: () => [{}, (gradient, { total }) => [sign(add(total, gradient)), { total: add(total, gradient) }]],
 * })
 * const w = tensor([1, 1], [2])
 * const [updates] = signOfSum.update(tensor([3, -2], [2]), signOfSum.init(w), w)
 * toNested(updates) // => [1, -1]
 * ```
 */
export const perTensor = <Scalars extends string, Slots extends string>({
  scalars,
  slots,
  rule,
}: PerTensor<Scalars, Slots>): Optimizer<Slotted<Scalars, Slots>> => {
  type ScalarValues = Readonly<Record<Scalars, Tensor<readonly []>>>
  type SlotValues<V> = Readonly<Record<Slots, V>>
  return {
    init: <P>(parameters: P & Tree<P>) => ({
      ...recordLike<ScalarValues>(scalars, (name) => literal(scalars[name])),
      ...recordLike<SlotValues<P>>(slots, (name) => map(slots[name])<P>(parameters)),
    }),
    update: <P>(gradients: P & Tree<P>, state: StateOf<Slotted<Scalars, Slots>, P>, parameters: NoInfer<P>) => {
      const now = state
      const [nextScalars, each] = rule(recordLike<ScalarValues>(scalars, (name) => now[name]))
      const held = recordLike<SlotValues<readonly Tensor[]>>(slots, (name) =>
        laidOut<P>(gradients, now[name], `the state's '${name}'`),
      )
      const targets = laidOut<P>(gradients, parameters, 'the tree of parameters', true)
      const results = tensorsOf<P>(gradients).map((gradient, k) => {
        const slotsOf = recordLike<SlotValues<Tensor>>(slots, (name) => held[name][k] ?? gradient)
        return each(gradient, slotsOf, targets[k] ?? gradient)
      })
      const treeOf = (part: (result: ReturnType<TensorRule<Slots>>) => Tensor): P =>
        refilled<P>(gradients, results.map(part))
      const next = { ...nextScalars, ...recordLike<SlotValues<P>>(slots, (name) => treeOf(([, all]) => all[name])) }
      return [treeOf(([update]) => update), next]
    },
  }
}

/** The share of a running value that is kept from step to step. Refuses anything outside [0, 1). */
export const checkDecay = (operation: string, name: string, decay: number): number =>
  decay >= 0 && decay < 1
    ? decay
    : refuse(
        operation,
        [],
        { expected: `${name} to be at least 0 and below 1`, found: String(decay) },
        `step by ${operation}`,
      )

/**
 * 1 - decay^step, the factor by which a running mean that starts at zero is too small. Computed as -expm1(step ln
 * decay), which keeps all digits in float32, where 1 - 0.999^1 would lose four of seven.
 */
export const biasOf = (decay: number, step: Tensor): Tensor => neg(expm1(mul(step, Math.log(decay))))
