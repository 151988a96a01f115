/**
 * @file Activation maximization: an image that excites a feature, found by ascending the feature's gradient.
 *
 *     x' = x + update of the optimizer for - d / dx [ sum of activation(x) - decay / 2 |x|^2 - roughness / 2 D(x) ]
 *
 * D(x) is the sum of the squared differences between neighbouring pixels. After Erhan, Bengio, Courville and Vincent,
 * "Visualizing higher-layer features of a deep network" (2009), and Mahendran and Vedaldi (2015).
 *
 * Laws: "of a linear activation with decay it comes to the weight over the decay"; "an activation that is constant leaves
 * the image as it is".
 */
import { checkFinite } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import { checkCount } from '../core/shapeRules.ts'
import { foundValue } from '../core/foundValue.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { grad } from '../diff/index.ts'
import type { TensorFunction } from '../nn/index.ts'
import { add, mul, slice, sub, sum } from '../ops/index.ts'
import type { Optimizer, StateFunction } from '../optim/index.ts'
import type { CompileOptions } from '../runtime/index.ts'
import { compile } from '../runtime/index.ts'

/** How {@link activationMaximization} ascends. */
export interface ActivationMaximizationOptions<F extends StateFunction> extends CompileOptions {
  readonly optimizer: Optimizer<F>
  /** How many steps are taken; 100 by default. */
  readonly steps?: number
  /** The price of bright pixels; 0 by default. */
  readonly decay?: number
  /** The price of differences between neighbours, which would show as noise; 0 by default. */
  readonly roughness?: number
}

const squares = (x: Tensor): Tensor<readonly []> => sum()(mul(x, x))

/** The sum of the squared differences between neighbours along the last two axes. */
const roughnessOf = (x: Tensor): Tensor => {
  const along = (axis: number): Tensor<readonly []> => {
    const all = x.shape.map(() => ({}))
    return squares(
      sub(slice(all.with(axis, { start: 1 }))(x), slice(all.with(axis, { stop: (x.shape[axis] ?? 1) - 1 }))(x)),
    )
  }
  return add(along(x.shape.length - 1), along(x.shape.length - 2))
}

/**
 * Changes images step by step so that their activation grows, starting from the given ones. `activation` takes images to
 * numbers whose sum is maximized: one score, or one channel of what a {@link Tap} gives. The step is compiled once.
 *
 * @example
 * ```ts
 * import { mul, tensor, toNested } from 'cotangent'
 * import type { Tensor } from 'cotangent'
 * import { sgd } from 'cotangent/optim'
 * import { activationMaximization } from 'cotangent/vision'
 *
 * const product = (x: Tensor) => mul(x, tensor([3, -1], [1, 1, 1, 2]))
 * const climb = activationMaximization(product, { optimizer: sgd({ learningRate: 0.5 }), decay: 1, steps: 30 })
 * toNested(climb(tensor([0, 0], [1, 1, 1, 2]))) // => [[[[3.0000…, -1.0000…]]]]
 * ```
 */
export const activationMaximization = <F extends StateFunction>(
  activation: TensorFunction,
  options: ActivationMaximizationOptions<F>,
): ((start: Tensor) => Tensor) => {
  const {
    optimizer,
    steps = 100,
    decay = 0,
    roughness = 0,
  } = checkOptions('activationMaximization', options, {
    optimizer: true,
    steps: true,
    decay: checkFinite,
    roughness: checkFinite,
    runtime: true,
  })
  checkCount('activationMaximization', "'steps'", steps, 0)
  const given: unknown = optimizer
  if (typeof given !== 'object' || given === null || !('update' in given))
    return refuse('activationMaximization', [], {
      expected: "'optimizer' to be an optimizer",
      found: foundValue(given),
    })
  const cost = (x: Tensor): Tensor<readonly []> => {
    const priced = add(mul(squares(x), decay / 2), roughness === 0 ? 0 : mul(roughnessOf(x), roughness / 2))
    return sub(sum()(priced), sum()(activation(x)))
  }
  const step = compile(
    (x: Tensor, state: ReturnType<typeof optimizer.init<Tensor>>) => {
      const [update, next] = optimizer.update<Tensor>(grad(cost)(x), state, x)
      return [add(x, update), next] as const
    },
    options.runtime === undefined ? {} : { runtime: options.runtime },
  )
  return (start) => {
    if (roughness !== 0 && start.shape.length < 2)
      return refuse('activationMaximization', [start.shape], {
        expected: 'neighbours along two axes for a roughness',
        found: showShape(start.shape),
      })
    let [x, state] = [start, optimizer.init<Tensor>(start)]
    for (let taken = 0; taken < steps; taken++) [x, state] = step(x, state)
    return x
  }
}
