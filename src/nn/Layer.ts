/**
 * @file The layer: initial parameters from a key, and a pure function of parameters, state and input.
 *
 *     init(key) = [params, state]        apply(mode)(params, state, x) = [y, next state]
 *
 * Nothing is hidden: what a layer learns is in `params`, what it carries from step to step (running statistics) is in
 * `state`, and what it draws (dropout) comes from the key of the mode.
 *
 * Laws: layers form a category: "left identity", "right identity" and "associativity" of `andThen`, each up to the
 * nesting of parameters and states; "eval is deterministic"; "the same key gives the same output".
 */
import type { Key } from '../core/Key.ts'
import { split } from '../core/Key.ts'
import type { Shape } from '../core/Shape.ts'
import type { AnyShape, HasRule, OutputShape, RuleOf, SameShape } from '../core/ShapedFunction.ts'
import type { ApplyShape, ChannelsShape, Checked, Possible, Impossible, ShapeFunction } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor } from '../core/Tensor.ts'

/** The rule of a layer that keeps [N, C, ...] of its number of channels. */
export interface ChannelsRule<C extends number, Name extends string> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? ChannelsShape<S, C, Name> : Shape
}

/** Whether a layer is in training, with a key to draw from, or in use. */
export type Mode = { readonly _tag: 'train'; readonly key: Key } | { readonly _tag: 'eval' }

/**
 * Evaluation mode: nothing is random, and running statistics are used and not updated.
 *
 * @example
 * ```ts
 * import { key, ones, toNested } from 'cotangent'
 * import { dropout, evalMode } from 'cotangent/nn'
 *
 * toNested(dropout(0.5).apply(evalMode)({}, {}, ones([4]))[0]) // => [1, 1, 1, 1]
 * ```
 */
export const evalMode: Mode = Object.freeze({ _tag: 'eval' })

/**
 * Training mode: random layers draw from the key, and running statistics are updated.
 *
 * @example
 * ```ts
 * import { item, key, max, ones } from 'cotangent'
 * import { dropout, trainMode } from 'cotangent/nn'
 *
 * // Half of the cells are dropped, and the others doubled.
 * item(max()(dropout(0.5).apply(trainMode(key(1)))({}, {}, ones([100]))[0])) // => 2
 * ```
 */
export const trainMode = (key: Key): Mode => ({ _tag: 'train', key })

export type { AnyShape, OutputShape, SameShape } from '../core/ShapedFunction.ts'

/**
 * A function of a tensor with parameters `P` and state `S`, both trees. `F` is its shape rule, which the compiler
 * applies to literal shapes; it refuses an input that breaks the rule with a `ShapeError`.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { dense, evalMode } from 'cotangent/nn'
 *
 * const layer = dense(3, 2)
 * const [params, state] = layer.init(key(1))
 * params.weight.shape // => [2, 3]
 * layer.apply(evalMode)(params, state, ones([5, 3]))[0].shape // => [5, 2]
 * ```
 */
export interface Layer<F extends ShapeFunction, P, S> extends HasRule<F> {
  /** Draws fresh parameters from a key, and the first state. */
  readonly init: (key: Key) => readonly [params: P, state: S]
  /** The function, in training or in use: parameters, state and input to output and next state. */
  readonly apply: (
    mode: Mode,
  ) => <const I extends Shape>(
    params: P,
    state: S,
    x: Checked<I, ApplyShape<F, I>>,
  ) => readonly [y: Tensor<OutputShape<F, I>>, state: S]
}

/**
 * What a composition is made of. Functions of layers, such as {@link mapLayers}, look inside by it; a layer without one is
 * a leaf to them.
 */
export interface Composition<Whole = LayerObject> {
  /**
   * The layers, each with the name under which its parameters lie; the empty name where they lie beside those of the
   * whole.
   */
  readonly parts: readonly (readonly [name: string, layer: SomeLayer])[]
  /** The same composition of other layers, as many. */
  readonly of: (layers: readonly SomeLayer[]) => Whole
}

/** A layer of any parameters, state and rule. */
export interface LayerObject extends HasRule<ShapeFunction> {
  /** Where the layer is made of others: which, and how. */
  readonly composition?: Composition
  /** As in {@link Layer}. */
  readonly init: (key: Key) => readonly [params: unknown, state: unknown]
  /** As in {@link Layer}. */
  readonly apply: (mode: Mode) => (params: never, state: never, x: never) => readonly [y: Tensor, state: unknown]
}

/** A function of a tensor: a layer without parameters. Operations carry their shape rule; other functions need not. */
export type TensorFunction = (x: Tensor) => Tensor

/**
 * Anything that can be composed: a layer, or a function of a tensor. {@link LayerParams}, {@link LayerState} and {@link
 * LayerShape} give its types.
 */
export type SomeLayer = LayerObject | TensorFunction

/** The parameters of a layer; a function has none. */
export type LayerParams<L> = L extends { readonly init: (key: Key) => readonly [infer P, unknown] }
  ? P
  : L extends TensorFunction
    ? None
    : never

/** The state of a layer; a function has none. */
export type LayerState<L> = L extends { readonly init: (key: Key) => readonly [unknown, infer S] }
  ? S
  : L extends TensorFunction
    ? None
    : never

/** The shape that a layer gives for an input shape. */
export type LayerShape<L, I> = OutputShape<RuleOf<L>, I>

/** Shapes of every rank that the layers accept, with unknown dimensions. */
export type EveryRank =
  | readonly [number]
  | readonly [number, number]
  | readonly [number, number, number]
  | readonly [number, number, number, number]
  | readonly [number, number, number, number, number]

/** The shapes that a layer may give for a union of input shapes, and the errors for those that it refuses. */
type PossibleShapes<L, I> = I extends Shape ? LayerShape<L, I> : never

/** The shapes that a layer may give after those of a union; any shape if it accepts none of them. */
export type After<L, I> = Impossible<PossibleShapes<L, I>> extends true ? Shape : Possible<PossibleShapes<L, I>>

/** The errors of a layer that accepts no shape of a union; `unknown` if it may fit. */
export type Misfit<L, I> = Impossible<PossibleShapes<L, I>> extends true ? PossibleShapes<L, I> : unknown

/** The tree without leaves: the parameters or the state of a layer that has none. */
export type None = Readonly<Record<never, never>>

/** {@link None}, as a value. */
export const none: None = Object.freeze({})

/** A layer without a shape rule: parameters `P` and state `S`. */
export interface RulelessLayer<P, S> {
  readonly composition?: Composition
  readonly init: (key: Key) => readonly [params: P, state: S]
  readonly apply: (mode: Mode) => (params: P, state: S, x: Tensor) => readonly [y: Tensor, state: S]
}

/** A layer with its types erased, as compositions see it; every composition restores the types. */
export type ErasedLayer = RulelessLayer<unknown, unknown>

/** Several layers as one, with a list of parameters and a list of states. */
export interface LayerList extends RulelessLayer<readonly unknown[], readonly unknown[]> {
  readonly composition: Composition<LayerList>
}

/** The layer that a function becomes; a layer stays the same. */
export type AsLayer<L> = L extends TensorFunction ? Layer<RuleOf<L>, None, None> : L

/**
 * A function as the layer without parameters that computes it; a layer as it is. Compositions do this by themselves.
 *
 * @example
 * ```ts
 * import { relu, tensor, toNested } from 'cotangent'
 * import { asLayer, evalMode } from 'cotangent/nn'
 *
 * toNested(asLayer(relu).apply(evalMode)({}, {}, tensor([-1, 2], [2]))[0]) // => [0, 2]
 * ```
 */
export const asLayer = <L extends SomeLayer>(layer: L): AsLayer<L> =>
  // The compiler does not narrow `AsLayer<L>` by the check of the value.
  (typeof layer === 'function' ? ofFunction(layer) : layer) as AsLayer<L>

/** The layer of a function, made of the function alone. */
const ofFunction = (f: TensorFunction): LayerObject => ({
  ...stateless((x) => f(x)),
  composition: { parts: [['', f]], of: ([layer]) => asLayer(layer ?? f) },
})

/**
 * Erases the types of a layer; a function becomes a layer. Callers must pass the parameters and states that it made.
 */
export const erase = (layer: SomeLayer): ErasedLayer =>
  // The parameters of a composition have the types of its layers, which `restore` restores.
  (typeof layer === 'function' ? stateless((x) => layer(x)) : layer) as ErasedLayer

/** Declares the types of a layer; the caller is responsible for them. */
export const restore = <F extends ShapeFunction, P, S>(layer: LayerObject): Layer<F, P, S> =>
  // Shape rules exist for the compiler alone, and the types of a composition are written in its signature.
  layer as Layer<F, P, S>

/** Declares the shape rule of a layer; the caller is responsible for the rule, the compiler checks the rest. */
export const ruled = <F extends ShapeFunction, P, S>(layer: RulelessLayer<P, S>): Layer<F, P, S> => restore(layer)

/**
 * A layer with parameters and a state, which it hands on from step to step. The function gives the output and the next state.
 * The caller names the shape rule, which the function must follow.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { add, key, tensor, toNested, zeros } from 'cotangent'
 * import type { SameShape } from 'cotangent/nn'
 * import { evalMode, stateful } from 'cotangent/nn'
 *
 * interface Calls {
 *   readonly calls: Tensor<readonly []>
 * }
 * const counting = stateful<SameShape, {}, Calls>(
 *   () => [{}, { calls: zeros([]) }],
 *   (_, { calls }, x) => [x, { calls: add(calls, 1) }],
 * )
 * const [params, state] = counting.init(key(0))
 * const [, next] = counting.apply(evalMode)(params, state, tensor([1, 2], [2]))
 * toNested(next.calls) // => 1
 * ```
 */
export const stateful = <F extends ShapeFunction, P, S>(
  init: (key: Key) => readonly [params: P, state: S],
  apply: (params: P, state: S, x: Tensor, mode: Mode) => readonly [y: Tensor, state: S],
): Layer<F, P, S> =>
  ruled({
    init,
    apply: (mode) => (params, state, x) => apply(params, state, checkTensor(x, 'apply a layer'), mode),
  })

/**
 * A layer with parameters and no state. The caller names the shape rule, which the function must follow.
 *
 * @example
 * ```ts
 * import type { Tensor } from 'cotangent'
 * import { key, mul, ones, tensor, toNested } from 'cotangent'
 * import type { SameShape } from 'cotangent/nn'
 * import { evalMode, parametric } from 'cotangent/nn'
 *
 * interface Gain {
 *   readonly gain: Tensor<readonly []>
 * }
 * const gain = parametric<SameShape, Gain>(
 *   () => ({ gain: ones([]) }),
 *   ({ gain }, x) => mul(x, gain),
 * )
 * const [params, state] = gain.init(key(0))
 * toNested(gain.apply(evalMode)(params, state, tensor([1, 2], [2]))[0]) // => [1, 2]
 * ```
 */
export const parametric = <F extends ShapeFunction, P>(
  init: (key: Key) => P,
  apply: (params: P, x: Tensor, mode: Mode) => Tensor,
): Layer<F, P, None> =>
  stateful(
    (key) => [init(key), none],
    (params, state, x, mode) => [apply(params, x, mode), state],
  )

/**
 * A layer without parameters or state. The caller names the shape rule, which the function must follow.
 *
 * @example
 * ```ts
 * import { exp, key, tensor, toNested } from 'cotangent'
 * import type { SameShape } from 'cotangent/nn'
 * import { evalMode, stateless } from 'cotangent/nn'
 *
 * const gaussian = stateless<SameShape>((x) => exp(x))
 * toNested(gaussian.apply(evalMode)({}, {}, tensor([0], [1]))[0]) // => [1]
 * ```
 */
export const stateless = <F extends ShapeFunction = AnyShape>(
  f: ((x: Tensor, mode: Mode) => Tensor) & HasRule<F>,
): Layer<F, None, None> =>
  parametric(
    () => none,
    (_, x, mode) => f(x, mode),
  )

/**
 * The layer that returns its input: the unit of {@link andThen}.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { evalMode, identity } from 'cotangent/nn'
 *
 * toNested(identity.apply(evalMode)({}, {}, tensor([1, 2], [2]))[0]) // => [1, 2]
 * ```
 */
export const identity: Layer<SameShape, None, None> = stateless((x) => x)

/** One mode per layer: the key is split, so that no two layers draw the same numbers. */
export const splitMode = (mode: Mode, count: number): readonly Mode[] =>
  mode._tag === 'train' ? split(mode.key, count).map(trainMode) : Array.from({ length: count }, () => mode)

/** The rule of one layer after another. */
export interface Compose<F extends ShapeFunction, G extends ShapeFunction> extends ShapeFunction {
  readonly out: ApplyShape<G, ApplyShape<F, this['in']>>
}

/** The errors of a layer that accepts no shape that the layer before it may give; `unknown` if it may fit. */
type MisfitAfter<L, Next> = L extends SomeLayer ? Misfit<Next, After<L, EveryRank>> : never

/**
 * Composes two layers, one after the other, for `pipe`: parameters and states are pairs. For more than two layers,
 * `sequential` keeps them flat. A layer that accepts no shape that the one before it can give is a compile error.
 *
 * @example
 * ```ts
 * import { key, ones, relu } from 'cotangent'
 * import { andThen, dense, evalMode } from 'cotangent/nn'
 * import { pipe } from 'fp-ts/lib/function.js'
 *
 * const layer = pipe(dense(3, 2), andThen(relu))
 * const [params, state] = layer.init(key(1))
 * layer.apply(evalMode)(params, state, ones([5, 3]))[0].shape // => [5, 2]
 * ```
 */
export const andThen =
  <const M extends SomeLayer>(second: M) =>
  <const L extends SomeLayer>(
    first: L & MisfitAfter<L, M>,
  ): Layer<
    Compose<RuleOf<L>, RuleOf<M>>,
    readonly [LayerParams<L>, LayerParams<M>],
    readonly [LayerState<L>, LayerState<M>]
  > =>
    restore(inOrder([first, second]))

/** Initializes each of several layers from a key of its own: lists of their parameters and of their states. */
export const initEach =
  (all: readonly ErasedLayer[]): LayerList['init'] =>
  (key) => {
    const keys = split(key, all.length)
    const made = all.map((layer, index) => layer.init(keys[index] ?? key))
    return [made.map(([params]) => params), made.map(([, state]) => state)]
  }

/** A composition of layers by position. */
export const byPosition = (
  layers: readonly SomeLayer[],
  of: (layers: readonly SomeLayer[]) => LayerList,
): Composition<LayerList> => ({ parts: layers.map((layer, position) => [String(position), layer]), of })

/** Layers one after another, with lists for parameters and states. */
export const inOrder = (layers: readonly SomeLayer[]): LayerList => {
  const all = layers.map(erase)
  return {
    composition: byPosition(layers, inOrder),
    init: initEach(all),
    apply: (mode) => (params, state, x) => {
      const modes = splitMode(mode, all.length)
      return all.reduce<readonly [Tensor, readonly unknown[]]>(
        ([input, states], layer, index) => {
          const [y, next] = layer.apply(modes[index] ?? mode)(params[index], state[index], input)
          return [y, [...states, next]]
        },
        [x, []],
      )
    },
  }
}
