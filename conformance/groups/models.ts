/** @file Whole networks with their weights, outputs, losses and gradients: the group `model`. */
import type { Tensor } from 'cotangent'
import { key, Tree } from 'cotangent'
import type { Network } from 'cotangent/models'
import { alexnet, lenet, vgg } from 'cotangent/models'
import { crossEntropy, evalMode, trainMode } from 'cotangent/nn'
import type { Ours } from '../check.ts'
import { flag } from './params.ts'

/** PyTorch's names of running statistics, and ours. */
const ourName = (name: string): string =>
  name.replace('running_mean', 'runningMean').replace('running_var', 'runningVar')

/** Puts tensors into a tree by their paths. Refuses a tree that has a path without one. */
const filled = <T>(tree: T, tensors: ReadonlyMap<string, Tensor>): T =>
  Tree.rebuild<T>(
    tree as T & Tree.Tree<T>,
    Tree.paths(tree as never).map(([path]) => {
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
  (made: Network, pathOf: (name: string) => string = ownPath): Ours =>
  (params, inputs, names = []) => {
    const tensors = new Map(names.map((name, k) => [pathOf(name), inputs[k]!] as const))
    const [weights, state] = made.init(key(0)) as readonly [unknown, unknown]
    const mode = flag(params, 'train') ? trainMode(key(0)) : evalMode
    const apply = made.apply(mode) as (w: unknown, s: unknown, x: Tensor) => readonly [Tensor, unknown]
    const [logits, next] = apply(filled(weights, tensors), filled(state, tensors), tensors.get('x')!)
    const target = tensors.get('target')
    const statistics = flag(params, 'train') ? Tree.paths(next as never).map(([, t]) => t as Tensor) : []
    return [
      logits,
      ...(target === undefined ? [] : [crossEntropy(logits as never, target as never) as Tensor]),
      ...statistics,
    ]
  }

/** Networks by their names. Their dropout is left out where they were recorded, since it draws. */
export const models: Readonly<Record<string, Ours>> = {
  'model.lenet': network(lenet as unknown as Network),
  'model.alexnet_w8': network(alexnet({ divisor: 8, hidden: 64, classes: 10, dropout: 0 })),
  'model.vgg11_w8': network(vgg(11, { divisor: 8, hidden: 16, classes: 10, dropout: 0 })),
  'model.vgg11_bn_w8_train': network(
    vgg(11, { divisor: 8, hidden: 16, classes: 10, dropout: 0, batchNorm: true }),
    borrowedPath,
  ),
  'model.vgg11_bn_w8_eval': network(
    vgg(11, { divisor: 8, hidden: 16, classes: 10, dropout: 0, batchNorm: true }),
    borrowedPath,
  ),
}
