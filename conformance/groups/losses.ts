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
import type { Ours } from '../check.ts'

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
