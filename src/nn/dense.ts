/**
 * @file dense: a linear map and a bias, also called a fully connected layer.
 *
 *     y = x W^T + b
 *
 * Shape rule: [..., in] to [..., out]; the weight has shape [out, in], the bias [out], as in PyTorch.
 * Laws: "affine": f(x + h) - f(x) does not depend on x; gradient laws through its parts.
 */
import { checkOptions } from '../core/options.ts'
import { split } from '../core/Key.ts'
import type { Shape } from '../core/Shape.ts'
import { countOf, showShape } from '../core/Shape.ts'
import { checkCount } from '../core/shapeRules.ts'
import type { DenseShape, ShapeFunction } from '../core/ShapeTypes.ts'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { add } from '../ops/add.ts'
import { matmul } from '../ops/matmul.ts'
import { transposeMatrix } from '../ops/transpose.ts'
import { checkParameter } from './checkParameter.ts'
import type { Initializer } from './initializers.ts'
import { torchUniform, uniformByFan } from './initializers.ts'
import type { Layer, None } from './Layer.ts'
import { parametric, restore } from './Layer.ts'

/** The bias and the initial weights of a dense layer. */
export interface DenseOptions<B extends boolean = boolean> {
  /** Whether a bias is added; true by default. */
  readonly bias?: B
  /** {@link torchUniform} by default. */
  readonly initialWeight?: Initializer
  /** As PyTorch by default: uniform within 1 / sqrt(in). */
  readonly initialBias?: Initializer
}

/** The parameters of a dense layer. */
export type DenseParams<In extends number, Out extends number, B extends boolean = true> = B extends false
  ? { readonly weight: Tensor<readonly [Out, In]> }
  : { readonly weight: Tensor<readonly [Out, In]>; readonly bias: Tensor<readonly [Out]> }

/** The rule of a dense layer, and of others from features to features, which name themselves in the compiler's messages. */
export interface DenseRule<In extends number, Out extends number, Name extends string = 'dense'> extends ShapeFunction {
  readonly out: this['in'] extends infer S extends Shape ? DenseShape<S, In, Out, Name> : Shape
}

interface Params {
  readonly weight: Tensor
  readonly bias?: Tensor
}

const affine = (shape: readonly [outs: number, ins: number], { weight, bias }: Params, x: Tensor): Tensor => {
  const [[out, expected], found] = [shape, x.shape.at(-1)]
  if (found !== expected) {
    return refuse(
      'dense',
      [x.shape],
      { expected: countOf(expected, 'feature'), found: found === undefined ? 'a scalar' : String(found) },
      `apply dense to ${showShape(x.shape)}`,
    )
  }
  const y = matmul(x, transposeMatrix(checkParameter('dense', 'weight', weight, shape)))
  return bias === undefined ? y : add(y, checkParameter('dense', 'bias', bias, [out]))
}

/**
 * A dense layer from `inputs` to `outputs` features: every output is a weighted sum of all inputs, plus a bias. It is
 * x W^T + b with a weight W [outputs, inputs], as in PyTorch. Refuses an input whose last axis has a different number of
 * features.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { dense, evalMode } from 'cotangent/nn'
 *
 * const layer = dense(400, 120)
 * const [params, state] = layer.init(key(1))
 * params.weight.shape // => [120, 400]
 * layer.apply(evalMode)(params, state, ones([32, 400]))[0].shape // => [32, 120]
 * ```
 */
export const dense = <const In extends number, const Out extends number, const B extends boolean = true>(
  inputs: In,
  outputs: Out,
  options: DenseOptions<B> = {},
): Layer<DenseRule<In, Out>, DenseParams<In, Out, B>, None> => {
  checkOptions('dense', options, { bias: true, initialWeight: true, initialBias: true })
  checkCount('dense', 'the number of inputs', inputs)
  const { bias = true, initialWeight = torchUniform, initialBias = uniformByFan(inputs) } = options
  const shape = [checkCount('dense', 'the number of outputs', outputs), inputs] as const
  const layer = parametric<DenseRule<In, Out>, Params>(
    (key) => {
      const [forWeight, forBias] = split(key)
      const weight = initialWeight(shape)(forWeight)
      return bias ? { weight, bias: initialBias([outputs])(forBias) } : { weight }
    },
    (params, x) => affine(shape, params, x),
  )
  return restore(layer)
}
