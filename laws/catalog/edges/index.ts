/** @file The functions whose values and derivatives at edge cases are recorded, and those for which they are not. */
import type { Tensor } from '../../../src/core/Tensor.ts'
import type { EdgeSpec } from '../../runtimes/edges/edgeLaws.ts'
import { boundsOf } from './bounds.ts'
import { binaryFunctions, unaryFunctions } from './functions.ts'
import { binaryRecords, unaryRecords } from './records.ts'

type Entrywise = (...inputs: readonly Tensor[]) => Tensor

const specsOf = (
  inputs: 1 | 2,
  functions: Readonly<Record<string, unknown>>,
  records: Readonly<Record<string, string>>,
): readonly EdgeSpec[] =>
  Object.entries(functions).map(([name, f]) => ({
    name,
    f: f as Entrywise,
    inputs,
    record: records[name] ?? '',
    bounds: (order) => boundsOf(name, order),
  }))

/** Every recorded function. */
export const recorded: readonly EdgeSpec[] = [
  ...specsOf(1, unaryFunctions, unaryRecords),
  ...specsOf(2, binaryFunctions, binaryRecords),
]

/** Functions that are not recorded, and why. */
export const notRecorded: Readonly<Record<string, readonly string[]>> = {
  'it moves numbers': [
    ...[
      'reshape',
      'flatten',
      'transpose',
      'broadcastTo',
      'slice',
      'splitSizes',
      'pad',
      'concat',
      'flip',
      'gather',
      'stack',
      'expandDims',
    ],
    ...['squeeze', 'at', 'take', 'channelShuffle', 'diagonal', 'pixelShuffle', 'pixelUnshuffle', 'repeatInterleave'],
    ...['roll', 'sort', 'tile', 'topK', 'tril', 'triu', 'unfold', 'median', 'maxUnpool', 'scatter', 'scatterNd'],
  ],
  'it makes numbers': [
    ...[
      'constant',
      'arange',
      'eye',
      'full',
      'oneHot',
      'keySplit',
      'keyFoldIn',
      'uniform',
      'normal',
      'bernoulli',
      'categorical',
      'permutation',
    ],
  ],
  'it finds places': ['argmax', 'argmin', 'argsort', 'lastOccurrence', 'maxPoolIndices'],
  'its sums and products are those of add, mul and sum': [
    ...['matmul', 'matmul of whole vectors', 'conv', 'convInput', 'convFilter', 'conv1d', 'conv2d', 'convTranspose'],
    ...[
      'conv2d of whole vectors',
      'affineGrid',
      'gridSample',
      'deformConv2d',
      'roiAlign',
      'conv3d',
      'convTranspose3d',
      'avgPool3d',
      'maxPool3d',
      'scatterAdd',
      'attention',
      'rotaryEmbedding',
      'sumPool',
      'sumPoolInput',
      'sumTo',
      'einsum',
      'fold',
      'interpolate',
      'avgPool2d',
      'globalAvgPool2d',
    ],
    ...[
      'adaptiveAvgPool2d',
      'adaptiveMaxPool2d',
      'maxPool2d',
      'globalMaxPool2d',
      'groupNorm',
      'localResponseNorm',
      'localResponseNormOfPaper',
      'pad in modes',
      'whole powers',
    ],
  ],
  'it transforms a function': [
    'customVjp',
    'checkpoint',
    'cond',
    'jvp',
    'scan',
    'scan in reverse',
    'vmap',
    'whileLoop',
  ],
}
