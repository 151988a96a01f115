/**
 * @file The model: layers in order, checked against the shape of their input, in types and at run time.
 *
 * A layer that does not fit the one before it is marked by the compiler with a `ShapeError` that says why. If a
 * dimension is not literal, `model` itself refuses, before there is any data.
 *
 * Laws: "model is sequential, named, on one input shape".
 */
import type { Key } from '../core/Key.ts'
import { key } from '../core/Key.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape } from '../core/Shape.ts'
import type { OutputShape } from '../core/ShapedFunction.ts'
import type { ShapeFunction } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor } from '../core/Tensor.ts'
import { refuse, TensorError } from '../core/TensorError.ts'
import { zeros } from '../ops/constant.ts'
import type { LayerObject, LayerParams, LayerState, Mode, SomeLayer } from './Layer.ts'
import { erase, evalMode, inOrder, none } from './Layer.ts'
import { checkNames } from './named.ts'
import type { InOrder, Marked, Misfits, ShapeAfter } from './sequential.ts'

/** The input of a model: -1 stands for a dimension that may differ from call to call. */
export type InputShape<I extends Shape> = { readonly [K in keyof I]: I[K] extends -1 ? number : I[K] }

/** The layers, with an error in place of each that does not fit the shape before it. */
export type Fit<L extends readonly unknown[], I> = {
  readonly [K in keyof L]: K extends keyof Misfits<L, I> ? Marked<Misfits<L, I>[K], L[K]> : L[K]
}

type NameOf<L, Position> = L extends { readonly name: infer N extends string } ? N : Position

/** The name or position under which an entry of a layer is kept; `never` if the layer has nothing to keep. */
type Place<L, Position, Part> = Position extends `${number}`
  ? keyof Part extends never
    ? never
    : NameOf<L, Position>
  : never

/** A record written out, so that an editor shows its fields and not the layers from which it was computed. */
type Shown<T> = T extends infer R ? { readonly [K in keyof R]: R[K] } : never

/** The parameters of layers by name, or by position for unnamed ones; layers without parameters are left out. */
export type ModelParams<L extends readonly unknown[]> = Shown<{
  readonly [K in keyof L as Place<L[K], K, LayerParams<L[K]>>]: LayerParams<L[K]>
}>

/** The states of layers, as {@link ModelParams}. */
export type ModelState<L extends readonly unknown[]> = Shown<{
  readonly [K in keyof L as Place<L[K], K, LayerState<L[K]>>]: LayerState<L[K]>
}>

/** The rule of a model whose single output shape is known to the types. */
export interface OneShape<O extends Shape> extends ShapeFunction {
  readonly out: O
}

/**
 * A function of inputs of shape `I` with parameters `P` and state `S`, both trees. If an input's type says more than
 * `I`, such as the size of its batch, the rule `F` says more about the output than `O`.
 */
export interface Model<I extends Shape, O extends Shape, P, S, F extends ShapeFunction = OneShape<O>> {
  /** The shape it was made for; -1 where a dimension may differ from call to call. */
  readonly input: Shape
  /** Draws fresh parameters from a key, and the first state. */
  readonly init: (key: Key) => readonly [params: P, state: S]
  /** The function, in training or in use: parameters, state and input to output and next state. */
  readonly apply: (
    mode: Mode,
  ) => <const X extends I>(params: P, state: S, x: Tensor<X>) => readonly [y: Tensor<OutputShape<F, X>>, state: S]
}

/** A model whose types are yet to be named. */
interface SomeModel extends LayerObject {
  readonly input: Shape
}

type OutputOf<L extends readonly unknown[], I> = ShapeAfter<L, I> extends infer O extends Shape ? O : Shape

type Parts = Readonly<Record<string, unknown>>

const placesOf = (all: readonly SomeLayer[]): readonly string[] => {
  const names = all.map((layer) => (typeof layer === 'object' && 'name' in layer ? String(layer.name) : null))
  checkNames(names.filter((name) => name !== null))
  return names.map((name, position) => name ?? String(position))
}

const isEmpty = (part: unknown): boolean => typeof part === 'object' && part !== null && Object.keys(part).length === 0

const byPlace = (places: readonly string[], parts: readonly unknown[]): Parts =>
  Object.fromEntries(
    parts.flatMap((part, position) => (isEmpty(part) ? [] : [[places[position] ?? '', part] as const])),
  )

const inOrderOf = (places: readonly string[], parts: Parts): readonly unknown[] =>
  places.map((place) => parts[place] ?? none)

const show = (input: Shape): string => `[${input.map((d) => (d === -1 ? 'any' : String(d))).join(', ')}]`

const checkInput = (input: Shape, x: Shape): void => {
  if (x.length !== input.length || input.some((d, axis) => d !== -1 && d !== x[axis])) {
    refuse('model', [x], { expected: show(input), found: showShape(x) }, `apply the model to ${showShape(x)}`)
  }
}

/**
 * Applies the layers to an input without numbers, so that a layer that does not fit is named at once. Nothing can be
 * said if more than the batch may differ: a window may fit one size and not another.
 */
const rehearse = (all: readonly SomeLayer[], places: readonly string[], input: Shape): void => {
  if (input.slice(1).includes(-1)) return
  const start: Tensor = zeros(input.map((d) => (d === -1 ? 1 : d)))
  all.map(erase).reduce((x, layer, position) => {
    const [params, state] = layer.init(key(0))
    try {
      return layer.apply(evalMode)(params, state, x)[0]
    } catch (error) {
      if (!(error instanceof TensorError)) throw error
      const phrase = `apply layer '${places[position] ?? ''}' of a model for ${show(input)} to ${showShape(x.shape)}`
      return refuse(error.operation, error.shapes, error, phrase)
    }
  }, start)
}

/** A model of layers at the places of its parameters. */
const modelAt = (input: Shape, places: readonly string[], all: readonly SomeLayer[]): SomeModel => {
  const chain = inOrder(all)
  return {
    composition: {
      parts: all.map((layer, position) => [places[position] ?? '', layer]),
      of: (others) => modelAt(input, places, others),
    },
    input,
    init: (forAll) => {
      const [params, state] = chain.init(forAll)
      return [byPlace(places, params), byPlace(places, state)]
    },
    apply: (mode) => (params: Parts, state: Parts, x: Tensor) => {
      checkInput(input, checkTensor(x, 'apply the model').shape)
      const [y, next] = chain.apply(mode)(inOrderOf(places, params), inOrderOf(places, state), x)
      return [y, byPlace(places, next)]
    },
  }
}

/**
 * A model of layers in order, for inputs of one shape, with -1 for a dimension that may differ from call to call, such
 * as the batch. Parameters are a record by the names of the layers (see `named`) or their positions, as in `0.weight`.
 *
 * A layer that does not fit is a compile error at that layer if the shapes are literal. Otherwise it is refused when
 * the model is made, which costs no computation, or, if more than the batch may differ, when the model is applied.
 *
 * @example
 * ```ts
 * import { flatten, key, maxPool2d, ones, relu } from 'cotangent'
 * import { conv2d, dense, evalMode, model, named } from 'cotangent/nn'
 *
 * const digits = model(
 *   [-1, 1, 28, 28],
 *   named('conv', conv2d({ in: 1, out: 6, kernel: 5 })),
 *   relu,
 *   maxPool2d({ kernel: 2 }),
 *   flatten,
 *   named('fc', dense(864, 10)),
 * )
 * const [params, state] = digits.init(key(1))
 * params.conv.weight.shape // => [6, 1, 5, 5]
 * digits.apply(evalMode)(params, state, ones([32, 1, 28, 28]))[0].shape // => [32, 10]
 * ```
 */
export const model = <const I extends Shape, const L extends readonly SomeLayer[]>(
  input: I,
  ...all: Fit<L, InputShape<I>>
): Model<InputShape<I>, OutputOf<L, InputShape<I>>, ModelParams<L>, ModelState<L>, InOrder<L>> => {
  const places = placesOf(all)
  rehearse(all, places, input)
  const made = modelAt(input, places, all)
  // Restores the names and shapes that the compiler infers from the layers.
  return made as Model<InputShape<I>, OutputOf<L, InputShape<I>>, ModelParams<L>, ModelState<L>, InOrder<L>>
}
