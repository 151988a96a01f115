/** @file Losses against PyTorch's, values and gradients: three reductions, extreme scores, labels that do not count. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { div, tensor, vjp } from 'cotangent'
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  cosineEmbedding,
  cosineSimilarity,
  crossEntropy,
  euclideanLoss,
  gaussianLoss,
  hinge,
  hingeEmbedding,
  huber,
  klDivergence,
  marginRanking,
  meanAbsoluteError,
  meanSquaredError,
  multilabelMargin,
  multilabelSoftMargin,
  multiMargin,
  negativeLogLikelihood,
  pairwiseDistance,
  poissonLoss,
  smoothL1,
  softCrossEntropy,
  softMargin,
  tripletMargin,
} from 'cotangent/nn'
import type { GoldenCase } from '../../golden.ts'
import { golden } from '../../golden.ts'
import { toArray } from '../../float64.ts'

const { cases, tensor: recorded, expectMet } = golden('loss')

const read = (name: string): Tensor => {
  const { data, shape } = recorded(name)
  return tensor(data, shape)
}

type Inputs = Readonly<Record<string, Tensor>>
type Params = Readonly<Record<string, unknown>>
type SomeLoss = (inputs: Inputs, params: Params) => Tensor

/** Our options for PyTorch's parameters and weights. */
const optionsOf = (inputs: Inputs, params: Params): never => {
  const words: Readonly<Record<string, string>> = {
    label_smoothing: 'labelSmoothing',
    ignore_index: 'ignoreIndex',
    log_target: 'logTargets',
    log_input: 'logRates',
    eps: 'epsilon',
  }
  const ours = Object.entries(params).map(([name, value]) => [words[name] ?? name, value] as const)
  const weights = inputs['weight'] === undefined ? {} : { weights: inputs['weight'] }
  const positive = inputs['pos_weight'] === undefined ? {} : { positiveWeights: inputs['pos_weight'] }
  return { ...Object.fromEntries(ours), ...weights, ...positive } as never
}

const withTargets =
  (loss: (y: never, t: never, options: never) => Tensor): SomeLoss =>
  (inputs, params) =>
    loss(inputs['input'] as never, inputs['target'] as never, optionsOf(inputs, params))

const losses: Readonly<Record<string, SomeLoss>> = {
  cross_entropy: (inputs, params) => {
    const [scores, target] = [inputs['input']!, inputs['target']!]
    const distributions = scores.shape.length > 1 && scores.shape.length === target.shape.length
    const { ignore_index: _, ...others } = params
    return distributions
      ? withTargets(softCrossEntropy)(inputs, others)
      : withTargets(crossEntropy as never)(inputs, params)
  },
  nll_loss: withTargets(negativeLogLikelihood as never),
  mse_loss: withTargets(meanSquaredError),
  l1_loss: withTargets(meanAbsoluteError),
  smooth_l1_loss: withTargets(smoothL1),
  huber_loss: withTargets(huber),
  binary_cross_entropy: withTargets(binaryCrossEntropy),
  binary_cross_entropy_with_logits: withTargets(binaryCrossEntropyWithLogits),
  kl_div: (inputs, params) =>
    params['reduction'] === 'batchmean'
      ? div(withTargets(klDivergence)(inputs, { ...params, reduction: 'sum' }), inputs['input']!.shape[0]!)
      : withTargets(klDivergence)(inputs, params),
  multi_margin_loss: (inputs, { p: power, ...params }) => withTargets(multiMargin)(inputs, { power, ...params }),
  hinge_embedding_loss: withTargets(hingeEmbedding),
  soft_margin_loss: withTargets(softMargin),
  hinge_loss: withTargets(hinge),
  multilabel_soft_margin_loss: withTargets(multilabelSoftMargin),
  multilabel_margin_loss: withTargets(multilabelMargin),
  cosine_embedding_loss: ({ a, b, target }, params) => cosineEmbedding(a!, b! as never, target!, optionsOf({}, params)),
  margin_ranking_loss: ({ a, b, target }, params) =>
    marginRanking(a!, b! as never, target! as never, optionsOf({}, params)),
  triplet_margin_loss: ({ a, p, n }, { p: order, ...params }) =>
    tripletMargin(a!, p! as never, n! as never, optionsOf({}, { order, ...params })),
  poisson_nll_loss: withTargets(poissonLoss),
  gaussian_nll_loss: ({ input, target, var: variance }, params) =>
    gaussianLoss(input!, target! as never, variance! as never, optionsOf({}, params)),
  cosine_similarity: ({ a, b }) => cosineSimilarity(a!, b! as never),
  pairwise_distance: ({ a, b }) => pairwiseDistance(a!, b! as never),
  euclidean_loss: ({ input, target }) => euclideanLoss(input!, target! as never),
}

const roleOf = (name: string): string => name.split('/')[1] ?? ''

const run = ({ op, params, inputs }: GoldenCase, moved: readonly string[], values: readonly Tensor[]): Tensor => {
  const named = inputs.map((name) => {
    const at = moved.indexOf(name)
    return [roleOf(name), at < 0 ? read(name) : values[at]!] as const
  })
  return losses[op]!(Object.fromEntries(named), params)
}

/** Refused by PyTorch when it computes; a tensor here is an expression, and says NaN. */
const chosenDeviations = ['bce_err_range']
const refused = cases.filter(({ error }) => error !== undefined)
const met = cases.filter(({ error }) => error === undefined)

describe('losses', () => {
  it('has all 156 records to follow, 3 of them refusals', () => {
    expect(cases).toHaveLength(156)
    expect(refused).toHaveLength(3)
    expect(cases.filter(({ op }) => losses[op] === undefined)).toEqual([])
  })

  it.each(met)('has the value and the gradients of PyTorch: $name', (of) => {
    const moved = Object.keys(of.grads)
    const [value, pullback] = vjp((values: readonly Tensor[]) => run(of, moved, values))(moved.map(read))
    expectMet(of, of.outputs[0]!, toArray(value))
    const [cotangent] = of.cotangents
    const gradients = pullback(cotangent === null || cotangent === undefined ? tensor(1, []) : read(cotangent))
    moved.forEach((name, at) => {
      expectMet(of, of.grads[name]!, toArray(gradients[at]!))
    })
  })

  it.each(refused.filter(({ name }) => !chosenDeviations.includes(name)))('refuses what PyTorch does: $name', (of) => {
    expect(() => toArray(run(of, [], []))).toThrow()
  })

  it('gives NaN for a probability outside [0, 1], which PyTorch refuses', () => {
    expect(toArray(binaryCrossEntropy(tensor([1.5], [1]), tensor([1], [1])))[0]).toBeNaN()
    expect(toArray(binaryCrossEntropy(tensor([-0.5], [1]), tensor([0.5], [1])))[0]).toBeNaN()
  })
})
