/**
 * @file The shape rule of networks that classify images, and the parameters of their layers in types.
 *
 * The rule is told for the whole network: images [N, C, H, W] to scores [N, classes]. It says nothing of H and W, which the
 * layers refuse at run time where they do not fit.
 */
import type { Clash, CountOf, ShowDimension } from '../core/DimensionTypes.ts'
import type { Shape } from '../core/Shape.ts'
import type { HasRank, ShapeError, ShapeFunction, ShowShape } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { None } from '../nn/index.ts'

/** Images [N, Channels, H, W] to scores [N, Classes]. */
export interface ImagesToScores<Channels extends number, Classes extends number> extends ShapeFunction {
  readonly out: this['in'] extends infer X extends Shape ? ScoresShape<X, Channels, Classes> : Shape
}

type ScoresShape<X extends Shape, Channels extends number, Classes extends number> =
  X extends ShapeError<string>
    ? X
    : HasRank<X> extends false
      ? readonly [number, Classes]
      : X extends readonly [infer N extends number, infer C extends number, number, number]
        ? Clash<C, Channels> extends true
          ? ShapeError<`expected ${CountOf<Channels, 'input channel'>}, found ${ShowDimension<C>}`>
          : readonly [N, Classes]
        : ShapeError<`expected images [N, C, H, W], found ${ShowShape<X>}`>

/** What a convolution learns: weight [Out, In, Side, Side], bias [Out]. */
export interface ConvolutionParams<Out extends number, In extends number, Side extends number> {
  readonly weight: Tensor<readonly [Out, In, Side, Side]>
  readonly bias: Tensor<readonly [Out]>
}

/** What a dense layer learns: weight [Out, In], bias [Out]. */
export interface DenseWeights<Out extends number, In extends number> {
  readonly weight: Tensor<readonly [Out, In]>
  readonly bias: Tensor<readonly [Out]>
}

/** What the last layers learn, with dropout before the first two dense layers, as torchvision has it, or behind them. */
export interface DropoutBefore<Ins extends number, Hidden extends number, Classes extends number> {
  readonly classifier: readonly [
    None,
    DenseWeights<Hidden, Ins>,
    None,
    None,
    DenseWeights<Hidden, Hidden>,
    None,
    DenseWeights<Classes, Hidden>,
  ]
}

/** As {@link DropoutBefore}. */
export interface DropoutBehind<Ins extends number, Hidden extends number, Classes extends number> {
  readonly classifier: readonly [
    DenseWeights<Hidden, Ins>,
    None,
    None,
    DenseWeights<Hidden, Hidden>,
    None,
    None,
    DenseWeights<Classes, Hidden>,
  ]
}
