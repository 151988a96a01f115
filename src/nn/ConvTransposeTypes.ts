/**
 * @file Transposed convolution layers in types: their options, the shapes of their parameters, and their shape rule.
 */
import type { Clash, CountOf, Quotient, ShowDimension } from '../core/DimensionTypes.ts'
import type { Shape } from '../core/Shape.ts'
import type { ConvTransposeShape, HasRank, ShapeError, ShapeFunction, ShowShape, Unranked } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { PerAxis } from '../core/Window.ts'
import type { ConvTransposeOptions } from '../ops/convTranspose.ts'
import type { KernelOf } from './ConvTypes.ts'
import type { Initializer } from './initializers.ts'

/** The sizes of a transposed convolution layer, and its initial weights. */
export interface ConvTransposeLayerOptions extends ConvTransposeOptions {
  /** Channels of the input. */
  readonly in: number
  /** Channels of the output. */
  readonly out: number
  /** Cells along each side of the kernel. */
  readonly kernel: PerAxis<number>
  /** Whether a bias is added; true by default. */
  readonly bias?: boolean
  /** `torchUniform` by default. */
  readonly initialWeight?: Initializer
  /** As in PyTorch by default: uniform within 1 / sqrt(fan), with the fan of the weight's second axis. */
  readonly initialBias?: Initializer
}

/** [in, out / groups, ...kernel], for a given number of spatial axes. */
export type ConvTransposeWeight<Rank extends 1 | 2, O extends ConvTransposeLayerOptions> = readonly [
  O['in'],
  O extends { readonly groups: infer G extends number } ? Quotient<O['out'], G> : O['out'],
  ...KernelOf<Rank, O['kernel']>,
]

/** The parameters of a transposed convolution layer. */
export type ConvTransposeParams<
  Rank extends 1 | 2 = 1 | 2,
  O extends ConvTransposeLayerOptions = ConvTransposeLayerOptions,
> = O extends { readonly bias: false }
  ? { readonly weight: Tensor<ConvTransposeWeight<Rank, O>> }
  : { readonly weight: Tensor<ConvTransposeWeight<Rank, O>>; readonly bias: Tensor<readonly [O['out']]> }

/** The shape after a transposed convolution layer, whose errors name the layer. */
export type ConvTransposeLayerShape<X extends Shape, Rank extends 1 | 2, O extends ConvTransposeLayerOptions> =
  HasRank<X> extends false
    ? Unranked<X>
    : X['length'] extends (Rank extends 1 ? 3 : 4)
      ? Clash<X[1] & number, O['in']> extends true
        ? ShapeError<`convTranspose${Rank}d: expected ${CountOf<O['in'], 'input channel'>}, found ${ShowDimension<X[1] & number>}`>
        : ConvTransposeShape<X, ConvTransposeWeight<Rank, O>, O>
      : ShapeError<`convTranspose${Rank}d: expected ${Rank extends 1 ? '[N, C, W]' : '[N, C, H, W]'}, found ${ShowShape<X>}`>

/** The rule of a transposed convolution layer. */
export interface ConvTransposeRule<Rank extends 1 | 2, O extends ConvTransposeLayerOptions> extends ShapeFunction {
  readonly out: this['in'] extends infer X extends Shape ? ConvTransposeLayerShape<X, Rank, O> : Shape
}
