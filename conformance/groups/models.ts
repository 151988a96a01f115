/** @file Whole networks with their weights, outputs, losses and gradients: the group `model`. */
import type { Tensor } from 'cotangent'
import { key, reshape, Tree } from 'cotangent'
import type { Network } from 'cotangent/models'
import {
  alexnet,
  asNetwork,
  googlenet,
  googlenetWithHeads,
  headedLoss,
  inception,
  lenet,
  lenetTanh,
  vgg,
} from 'cotangent/models'
import { crossEntropy, euclideanLoss, evalMode, trainMode } from 'cotangent/nn'
import type { Ours } from '../check.ts'
import { flag } from './params.ts'

/** PyTorch's names of running statistics, and ours. */
const ourName = (name: string): string =>
  name.replace('running_mean', 'runningMean').replace('running_var', 'runningVar')

/** Puts tensors into a tree by their paths. Refuses a tree that has a path without one. */
const filled = <T>(tree: T & Tree.Tree<T>, tensors: ReadonlyMap<string, Tensor>): T =>
  Tree.rebuild<T>(
    tree,
    Tree.paths<T>(tree).map(([path]) => {
      const found = tensors.get(path)
      if (found === undefined) throw new RangeError(`no weight is called ${path}`)
      return found
    }),
  )

/** The path of a tensor of a case. */
const ownPath = (name: string): string => ourName(name.slice(name.indexOf('/') + 1))

/** Where the convolutions of VGG-11 stand, and where they do with batch normalization, which borrows their weights. */
const places = { plain: [0, 3, 6, 8, 11, 13, 16, 18], normalized: [0, 4, 8, 11, 15, 18, 22, 25] } as const

const borrowedPath = (name: string): string => {
  const [, place, kind] = /^vgg11_w8\/features\.(\d+)\.(\w+)$/.exec(name) ?? []
  const at = places.plain.findIndex((one) => String(one) === place)
  return at < 0 ? ownPath(name) : `features.${String(places.normalized[at])}.${kind ?? ''}`
}

/** A network as PyTorch records it: logits, the loss where there is one, and the running statistics after. */
const network =
  (
    made: Network,
    pathOf: (name: string) => string = ownPath,
    loss: (scores: Tensor, target: Tensor) => Tensor = crossEntropy,
  ): Ours =>
  (params, inputs, names = []) => {
    const tensors = new Map(names.map((name, k) => [pathOf(name), inputs[k]!] as const))
    const [weights, state] = made.init(key(0))
    const mode = flag(params, 'train') ? trainMode(key(0)) : evalMode
    const apply = made.apply(mode)
    const [logits, next] = apply(filled(weights, tensors), filled(state, tensors), tensors.get('x')!)
    const target = tensors.get('target')
    const statistics = flag(params, 'train') ? Tree.paths(next).map(([, t]) => t) : []
    return [logits, ...(target === undefined ? [] : [loss(logits, target)]), ...statistics]
  }

const module3a = { point: 16, three: [24, 32], five: [4, 8], pooled: 8 } as const

const smallGooglenet = { divisor: 8, classes: 10, dropout: 0 } as const
const smallHeads = { ...smallGooglenet, headDropout: 0, headHidden: 64 } as const

/** GoogLeNet with its heads in training: scores, those of the heads, the loss, and the running statistics after. */
const headed: Ours = (_, inputs, names = []) => {
  const network = googlenetWithHeads(smallHeads)
  const tensors = new Map(names.map((name, k) => [ownPath(name), inputs[k]!] as const))
  const [weights, state] = network.init(key(0))
  const [found, next] = network.apply(trainMode(key(0)))(
    filled(weights, tensors),
    filled(state, tensors),
    tensors.get('x')!,
  )
  const target = tensors.get('target')!
  const loss = headedLoss(crossEntropy)(found, reshape([target.shape[0] ?? 0])(target))
  // torchvision hands out the first head under the name of the second, and the second under that of the first
  return [found.scores, ...[...found.heads].reverse(), loss, ...Tree.paths(next).map(([, t]) => t)]
}

/** Networks by their names. Their dropout is left out where they were recorded, since it draws. */
export const models: Readonly<Record<string, Ours>> = {
  'model.lenet': network(asNetwork(lenet)),
  'model.lenet_tanh': network(asNetwork(lenetTanh), ownPath, euclideanLoss),
  'model.alexnet_w8': network(asNetwork(alexnet({ divisor: 8, hidden: 64, classes: 10, dropout: 0 }))),
  'model.vgg11_w8': network(asNetwork(vgg(11, { divisor: 8, hidden: 16, classes: 10, dropout: 0 }))),
  'model.vgg11_bn_w8_train': network(
    asNetwork(vgg(11, { divisor: 8, hidden: 16, classes: 10, dropout: 0, batchNorm: true })),
    borrowedPath,
  ),
  'model.vgg11_bn_w8_eval': network(
    asNetwork(vgg(11, { divisor: 8, hidden: 16, classes: 10, dropout: 0, batchNorm: true })),
    borrowedPath,
  ),
  'model.inception3a_w4_train': network(inception(48, module3a, { batchNorm: true, widest: 3 })),
  'model.inception3a_w4_eval': network(inception(48, module3a, { batchNorm: true, widest: 3 })),
  'model.inception3a_w4_5x5_eval': network(inception(48, module3a, { batchNorm: true, widest: 5 })),
  'model.googlenet_w8_train': headed,
  'model.googlenet_w8_eval': network(googlenet(smallGooglenet)),
}
