/**
 * @file Layers in parallel: on one input, joined along channels, as in GoogLeNet's Inception modules; and beside the
 * input itself, as in residual networks.
 *
 * Parameters and states have one entry per branch, by position or by name; the key of the mode is split, so that no two
 * branches draw the same numbers.
 */
import type { Tensor } from '../core/Tensor.ts'
import type { Shape } from '../core/Shape.ts'
import { sameShape, showShape } from '../core/Shape.ts'
import type { RuleOf } from '../core/ShapedFunction.ts'
import type { ApplyShape, ResidualShape, ShapeFunction } from '../core/ShapeTypes.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from '../ops/add.ts'
import { concatAlong } from '../ops/concat.ts'
import type { AnyShape, ErasedLayer, Layer, LayerList, LayerParams, LayerState, SomeLayer } from './Layer.ts'
import { byPosition, erase, identity, initEach, restore, splitMode } from './Layer.ts'
import { withNames } from './named.ts'

/** The parameters or states of branches, in order. */
type Each<L extends readonly SomeLayer[], What extends 'params' | 'state'> = {
  readonly [K in keyof L]: What extends 'params' ? LayerParams<L[K]> : LayerState<L[K]>
}

const sideBySide = (given: readonly SomeLayer[]): LayerList => {
  const all = given.map(erase)
  return {
    composition: byPosition(given, sideBySide),
    init: initEach(all),
    apply: (mode) => (params, state, x) => {
      const modes = splitMode(mode, all.length)
      const made = all.map((branch, k) => branch.apply(modes[k] ?? mode)(params[k], state[k], x))
      const [first, ...others] = made.map(([y]) => y)
      const joined: readonly [Tensor, ...Tensor[]] = first === undefined ? [x] : [first, ...others]
      return [concatAlong(joined, 1), made.map(([, next]) => next)]
    },
  }
}

/**
 * Applies branches to one input [N, C, ...] and joins their outputs along the channels.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { conv2d, evalMode, parallel } from 'cotangent/nn'
 *
 * const layer = parallel(conv2d({ in: 3, out: 4, kernel: 1 }), conv2d({ in: 3, out: 2, kernel: 3, padding: 1 }))
 * const [params, state] = layer.init(key(0))
 * layer.apply(evalMode)(params, state, ones([1, 3, 8, 8]))[0].shape // => [1, 6, 8, 8]
 * ```
 */
export const parallel = <const L extends readonly [SomeLayer, ...SomeLayer[]]>(
  ...branches: L
): Layer<AnyShape, Each<L, 'params'>, Each<L, 'state'>> => restore(sideBySide(branches))

/**
 * As {@link parallel}, for named branches, joined in the order in which they are written. Parameters get paths such as
 * `reduced.0.weight`. Refuses names that would make paths ambiguous, as `layers` does.
 *
 * @example
 * ```ts
 * import { key, maxPool2d, ones, Tree } from 'cotangent'
 * import { branches, conv2d, evalMode, sequential } from 'cotangent/nn'
 *
 * const layer = branches({
 *   point: conv2d({ in: 3, out: 4, kernel: 1, bias: false }),
 *   pooled: sequential(
 *     maxPool2d({ kernel: 3, stride: 1, padding: 1 }),
 *     conv2d({ in: 3, out: 2, kernel: 1, bias: false }),
 *   ),
 * })
 * const [params, state] = layer.init(key(0))
 * Tree.paths(params).map(([path]) => path) // => ['point.weight', 'pooled.1.weight']
 * layer.apply(evalMode)(params, state, ones([1, 3, 8, 8]))[0].shape // => [1, 6, 8, 8]
 * ```
 */
export const branches = <const L extends Readonly<Record<string, SomeLayer>>>(
  byName: L,
): Layer<AnyShape, { readonly [K in keyof L]: LayerParams<L[K]> }, { readonly [K in keyof L]: LayerState<L[K]> }> =>
  restore(withNames(Object.keys(byName), sideBySide(Object.values(byName))))

/** The rule of a layer that adds its input to its output. */
export interface ResidualRule<F extends ShapeFunction> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? ResidualShape<S, ApplyShape<F, S>> : Shape
}

/**
 * Adds the input to a layer's output (He, Zhang, Ren and Sun, 2016). Refuses a layer that changes the shape.
 *
 * @example
 * ```ts
 * import { key, ones, relu, toNested } from 'cotangent'
 * import { evalMode, residual } from 'cotangent/nn'
 *
 * toNested(residual(relu).apply(evalMode)({}, {}, ones([1, 2]))[0]) // => [[2, 2]]
 * ```
 */
export const residual = <L extends SomeLayer>(
  layer: L,
): Layer<ResidualRule<RuleOf<L>>, LayerParams<L>, LayerState<L>> => {
  const inner = erase(layer)
  const beside: ErasedLayer = {
    composition: { parts: [['', layer]], of: ([other]) => residual(other ?? identity) },
    init: inner.init,
    apply: (mode) => (params, state, x) => {
      const [y, next] = inner.apply(mode)(params, state, x)
      return sameShape(x.shape, y.shape)
        ? [add(x, y), next]
        : refuse('residual', [x.shape, y.shape], {
            expected: `a layer that keeps the shape ${showShape(x.shape)}`,
            found: showShape(y.shape),
          })
    },
  }
  return restore(beside)
}
