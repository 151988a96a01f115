/** @file Losses: the group `loss`. */
import type { Tensor } from 'cotangent'
import { div } from 'cotangent'
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
import * as t from 'io-ts'
import type { Ours } from '../check.ts'
import type { Params } from '../vectors.ts'
import { decoded } from '../vectors.ts'

const OneOrTwo = t.union([t.literal(1), t.literal(2)])

/** Options of our losses. */
const Options = t.partial({
  reduction: t.union([t.literal('none'), t.literal('sum'), t.literal('mean')]),
  labelSmoothing: t.number,
  ignoreIndex: t.number,
  logTargets: t.boolean,
  logRates: t.boolean,
  full: t.boolean,
  swap: t.boolean,
  epsilon: t.number,
  beta: t.number,
  delta: t.number,
  margin: t.number,
  power: OneOrTwo,
  order: OneOrTwo,
})

/** Options, and weights where a case has them. Each loss refuses what is none of its own. */
type SomeOptions = t.TypeOf<typeof Options> & { readonly weights?: Tensor; readonly positiveWeights?: Tensor }

type Inputs = Readonly<Record<string, Tensor>>
type SomeLoss = (inputs: Inputs, params: Params) => Tensor

/** Our words for PyTorch's parameters. */
const words: Readonly<Record<string, string>> = {
  label_smoothing: 'labelSmoothing',
  ignore_index: 'ignoreIndex',
  log_target: 'logTargets',
  log_input: 'logRates',
  eps: 'epsilon',
}

/** Our options for PyTorch's parameters and weights. */
const optionsOf = ({ weight, pos_weight: positive }: Inputs, params: Params): SomeOptions => {
  const ours = Object.entries(params).map(([name, value]) => [words[name] ?? name, value] as const)
  return {
    ...decoded(Options, Object.fromEntries(ours), 'options of a loss'),
    ...(weight === undefined ? {} : { weights: weight }),
    ...(positive === undefined ? {} : { positiveWeights: positive }),
  }
}

const withTargets =
  (loss: (y: Tensor, target: Tensor, options: SomeOptions) => Tensor): SomeLoss =>
  (inputs, params) =>
    loss(inputs['input']!, inputs['target']!, optionsOf(inputs, params))

const named: Readonly<Record<string, SomeLoss>> = {
  cross_entropy: (inputs, params) => {
    const [scores, target] = [inputs['input']!, inputs['target']!]
    const distributions = scores.shape.length > 1 && scores.shape.length === target.shape.length
    const { ignore_index: _, ...others } = params
    return distributions ? withTargets(softCrossEntropy)(inputs, others) : withTargets(crossEntropy)(inputs, params)
  },
  nll_loss: withTargets(negativeLogLikelihood),
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
  cosine_embedding_loss: ({ a, b, target }, params) => cosineEmbedding(a!, b!, target!, optionsOf({}, params)),
  margin_ranking_loss: ({ a, b, target }, params) => marginRanking(a!, b!, target!, optionsOf({}, params)),
  triplet_margin_loss: ({ a, p, n }, { p: order, ...params }) =>
    tripletMargin(a!, p!, n!, optionsOf({}, { order, ...params })),
  poisson_nll_loss: withTargets(poissonLoss),
  gaussian_nll_loss: ({ input, target, var: variance }, params) =>
    gaussianLoss(input!, target!, variance!, optionsOf({}, params)),
  cosine_similarity: ({ a, b }) => cosineSimilarity(a!, b!),
  pairwise_distance: ({ a, b }) => pairwiseDistance(a!, b!),
  euclidean_loss: ({ input, target }) => euclideanLoss(input!, target!),
}

/** The roles of inputs, by their names. */
const rolesOf = (names: readonly string[], inputs: readonly Tensor[]): Inputs =>
  Object.fromEntries(names.map((name, k) => [name.split('/')[1] ?? '', inputs[k]!]))

/** Losses by their names. */
export const losses: Readonly<Record<string, Ours>> = Object.fromEntries(
  Object.entries(named).map(([name, loss]) => [
    name,
    (params, inputs, names = []) => [loss(rolesOf(names, inputs), params)],
  ]),
)
