/**
 * @file Local response normalization as layers; see `ops/normalization.ts`.
 */
import type { LocalResponseNormOptions } from '../ops/normalization.ts'
import { localResponseNorm as pytorch, localResponseNormOfPaper as paper } from '../ops/normalization.ts'
import { checkSizes } from './checkSizes.ts'
import type { Layer, None, SameShape } from './Layer.ts'
import { stateless } from './Layer.ts'

/**
 * Local response normalization in PyTorch's convention, alpha divided by the size, as a layer.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { evalMode, localResponseNorm } from 'cotangent/nn'
 *
 * localResponseNorm({ size: 5, k: 2 }).apply(evalMode)({}, {}, ones([1, 8, 3, 3]))[0].shape // => [1, 8, 3, 3]
 * ```
 */
export const localResponseNorm = (options: LocalResponseNormOptions): Layer<SameShape, None, None> => {
  checkSizes('localResponseNorm', { size: options.size })
  return stateless(pytorch(options))
}

/**
 * Local response normalization as AlexNet's paper has it, as a layer.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { evalMode, localResponseNormOfPaper } from 'cotangent/nn'
 *
 * localResponseNormOfPaper({ size: 5, k: 2 }).apply(evalMode)({}, {}, ones([1, 8, 3, 3]))[0].shape // => [1, 8, 3, 3]
 * ```
 */
export const localResponseNormOfPaper = (options: LocalResponseNormOptions): Layer<SameShape, None, None> => {
  checkSizes('localResponseNormOfPaper', { size: options.size })
  return stateless(paper(options))
}
