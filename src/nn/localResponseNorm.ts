/**
 * @file Local response normalization as layers; see `ops/normalization.ts`.
 */
import type { LocalResponseNormOptions } from '../ops/normalization.ts'
import { localResponseNorm as pytorch, localResponseNormOfPaper as paper } from '../ops/normalization.ts'
import type { Layer, None, SameShape } from './Layer.ts'
import { stateless } from './Layer.ts'

/** Local response normalization in PyTorch's convention, alpha divided by the size, as a layer. */
export const localResponseNorm = (options: LocalResponseNormOptions): Layer<SameShape, None, None> =>
  stateless(pytorch(options))

/** Local response normalization as AlexNet's paper has it, as a layer. */
export const localResponseNormOfPaper = (options: LocalResponseNormOptions): Layer<SameShape, None, None> =>
  stateless(paper(options))
