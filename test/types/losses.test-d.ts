/** @file Types of losses: what they give by reduction, and what they refuse. */
import type { Tensor } from 'cotangent'
import { ones } from 'cotangent'
import type { Loss, ReductionName } from 'cotangent/nn'
import { crossEntropy, huber, meanSquaredError, softCrossEntropy } from 'cotangent/nn'
import type { Equal } from './Equal.ts'
import { assert } from './Equal.ts'

const [x, t, labels] = [ones([4, 3]), ones([4, 3]), ones([4])]

const mean = meanSquaredError(x, t)
const summed = meanSquaredError(x, t, { reduction: 'sum' })
const each = meanSquaredError(x, t, { reduction: 'none' })
const eachLabel = crossEntropy(x, labels, { reduction: 'none', labelSmoothing: 0.1 })
const unknown = huber(x, t, { reduction: 'none' as ReductionName, delta: 2 })
const pixels = crossEntropy(ones([2, 5, 8, 8]), ones([2, 8, 8]))
const unbatched = crossEntropy(ones([5]), ones([]))

assert<Equal<typeof mean, Loss>>()
assert<Equal<typeof summed, Loss>>()
assert<Equal<typeof each, Tensor<readonly [4, 3]>>>()
assert<Equal<typeof eachLabel, Tensor<readonly [4]>>>()
assert<Equal<typeof unknown, Tensor>>()
assert<Equal<typeof pixels, Loss>>()
assert<Equal<typeof unbatched, Loss>>()

// @ts-expect-error there is no such reduction
meanSquaredError(x, t, { reduction: 'average' })
// @ts-expect-error there is no such option
huber(x, t, { beta: 1 })
// @ts-expect-error crossEntropy: expected labels [2, 8, 8], found [2, 8]
crossEntropy(ones([2, 5, 8, 8]), ones([2, 8]))
// @ts-expect-error crossEntropy: expected one label, found labels [5]
crossEntropy(ones([5]), ones([5]))
// @ts-expect-error expected predictions and targets of one shape, found [4, 3] and [4]
softCrossEntropy(x, labels)
