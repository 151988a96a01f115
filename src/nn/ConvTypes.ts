/**
 * @file Convolution layers in types: their options, the shapes of their parameters, and their shape rule.
 */
import type { Clash, CountOf, Quotient, ShowDimension } from '../core/DimensionTypes.ts'
import type { Shape } from '../core/Shape.ts'
import type { ConvShape, HasRank, ShapeError, ShapeFunction, ShowShape, Unranked } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import type { PerAxis, WindowOptions } from '../core/Window.ts'
import type { Initializer } from './initializers.ts'

/** The sizes of a convolution layer, and its initial weights. */
export interface ConvLayerOptions extends Pick<WindowOptions, 'stride' | 'padding' | 'dilation'> {
  /** Channels of the input. */
  readonly in: number
  /** Channels of the output: the number of kernels. */
  readonly out: number
  /** Cells along each side of the kernel. */
  readonly kernel: PerAxis<number>
  /** Channels are split into this many groups that do not mix; 1 by default. */
  readonly groups?: number
  /** Whether a bias is added; true by default. */
  readonly bias?: boolean
  /** `torchUniform` by default. */
  readonly initialWeight?: Initializer
  /** As PyTorch by default: uniform within 1 / sqrt(fan-in). */
  readonly initialBias?: Initializer
}

/** [out, in / groups, ...kernel], for a given number of spatial axes. */
export type ConvWeight<Rank extends 1 | 2, O extends ConvLayerOptions> = readonly [
  O['out'],
  O extends { readonly groups: infer G extends number } ? Quotient<O['in'], G> : O['in'],
  ...KernelOf<Rank, O['kernel']>,
]

/** The sides of a kernel, for a given number of spatial axes. */
export type KernelOf<Rank extends 1 | 2, K> = Rank extends 1
  ? readonly [SideOf<K, 0>]
  : readonly [SideOf<K, 0>, SideOf<K, 1>]

type SideOf<K, Axis extends number> = [K] extends [number]
  ? K
  : [K] extends [readonly number[]]
    ? K[Axis] extends infer D extends number
      ? D
      : number
    : number

/** The parameters of a convolution layer. */
export type ConvParams<Rank extends 1 | 2, O extends ConvLayerOptions> = O extends { readonly bias: false }
  ? { readonly weight: Tensor<ConvWeight<Rank, O>> }
  : { readonly weight: Tensor<ConvWeight<Rank, O>>; readonly bias: Tensor<readonly [O['out']]> }

/** The shape after a convolution layer, whose errors name the layer. */
export type ConvLayerShape<X extends Shape, Rank extends 1 | 2, O extends ConvLayerOptions> =
  HasRank<X> extends false
    ? Unranked<X>
    : X['length'] extends (Rank extends 1 ? 3 : 4)
      ? Clash<X[1] & number, O['in']> extends true
        ? ShapeError<`conv${Rank}d: expected ${CountOf<O['in'], 'input channel'>}, found ${ShowDimension<X[1] & number>}`>
        : ConvShape<X, ConvWeight<Rank, O>, O>
      : ShapeError<`conv${Rank}d: expected ${Rank extends 1 ? '[N, C, W]' : '[N, C, H, W]'}, found ${ShowShape<X>}`>

/** The rule of a convolution layer. */
export interface ConvRule<Rank extends 1 | 2, O extends ConvLayerOptions> extends ShapeFunction {
  readonly out: this['in'] extends infer X extends Shape ? ConvLayerShape<X, Rank, O> : Shape
}
