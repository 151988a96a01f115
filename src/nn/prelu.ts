/**
 * @file Activations that learn or halve: prelu and glu.
 *
 *     prelu: y = x above 0, weight x below      one weight for all, or one per channel
 *     glu:   y = a sigmoid(b)                   a, b: the two halves of x along an axis
 *
 * Shape rule: prelu keeps the shape; glu halves an axis. Pullback: through the parts; at 0 prelu's derivative by x is the weight.
 * Laws: finite differences, adjointness, pullback linearity, second order, away from 0; PyTorch's values.
 */
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { showShape } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import { full } from '../ops/full.ts'
import { prelu as preluOf } from '../ops/gates.ts'
import { checkParameter } from './checkParameter.ts'
import type { Layer, None, SameShape } from './Layer.ts'
import { parametric } from './Layer.ts'

/** The slope below 0: one for all, or one per channel. */
export interface PreluParams {
  readonly weight: Tensor
}

/**
 * A relu whose slope below 0 is learned (He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015): one slope, or
 * one per channel of [N, channels, ...]. Slopes are initialized to 0.25 by default.
 *
 * @example
 * ```ts
 * import { key, tensor, toNested } from 'cotangent'
 * import { evalMode, prelu } from 'cotangent/nn'
 *
 * const layer = prelu()
 * const [params, state] = layer.init(key(0))
 * toNested(layer.apply(evalMode)(params, state, tensor([-4, 2], [1, 2]))[0]) // => [[-1, 2]]
 * ```
 */
export const prelu = (
  options: { readonly channels?: number; readonly slope?: number } = {},
): Layer<SameShape, PreluParams, None> => {
  const { channels = 1, slope = 0.25 } = checkOptions('prelu', options, { channels: true, slope: true })
  return parametric<SameShape, PreluParams>(
    () => ({ weight: full([channels], slope) }),
    ({ weight }, x) =>
      channels === 1 || x.shape[1] === channels
        ? preluOf(x, checkParameter('prelu', 'weight', weight, [channels]))
        : refuse('prelu', [x.shape], { expected: `[N, ${String(channels)}, ...]`, found: showShape(x.shape) }),
  )
}
