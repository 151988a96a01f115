/**
 * @file Weights of torchvision's networks, as PyTorch's files have them, into networks of `cotangent/models`: AlexNet, VGG with
 * and without batch normalization, GoogLeNet with and without its heads. Their parameters have the same paths; running
 * statistics are state here, under other names, and the count of batches is not kept.
 */
import { checkOptions } from '../core/options.ts'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { mapTensors, pathsOf } from '../core/treeWalk.ts'
import type { CheckpointError } from './CheckpointError.ts'
import type { NamedTensors } from './treeCheckpoint.ts'
import { treeFromTensors } from './treeCheckpoint.ts'

const words: Readonly<Record<string, string>> = { running_mean: 'runningMean', running_var: 'runningVar' }

/**
 * The name here of a tensor of PyTorch; `null` if it is not kept.
 *
 * @example
 * ```ts
 * import { nameFromTorch } from 'cotangent/checkpoint'
 *
 * nameFromTorch('features.0.running_mean') // => 'features.0.runningMean'
 * nameFromTorch('features.0.num_batches_tracked') // => null
 * ```
 */
export const nameFromTorch = (name: string): string | null => {
  const last = name.slice(name.lastIndexOf('.') + 1)
  return last === 'num_batches_tracked'
    ? null
    : name.slice(0, name.length - last.length) + (Object.hasOwn(words, last) ? (words[last] ?? last) : last)
}

/**
 * The tensors of a state_dict, under the names used here.
 *
 * @example
 * ```ts
 * import { fromTorchNames } from 'cotangent/checkpoint'
 *
 * const one = { dtype: 'F32', data: Float32Array.of(1), shape: [1] } as const
 * const named = fromTorchNames(new Map([['bn.running_var', one], ['bn.num_batches_tracked', one]]))
 * Array.from(named.keys()) // => ['bn.runningVar']
 * ```
 */
export const fromTorchNames = (tensors: NamedTensors): NamedTensors =>
  new Map(
    [...tensors].flatMap(([name, entry]) => {
      const own = nameFromTorch(name)
      return own === null ? [] : [[own, entry] as const]
    }),
  )

const torchWords: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(words).map(([torch, own]) => [own, torch]),
)

/**
 * Tensors under the names that PyTorch's modules give them, ready for `encodePth`: the inverse of {@link fromTorchNames}.
 * PyTorch adds the counts of batches itself.
 *
 * @example
 * ```ts
 * import { zeros } from 'cotangent'
 * import { namedTensors, toTorchNames } from 'cotangent/checkpoint'
 *
 * const named = toTorchNames(namedTensors({ bn: { runningVar: zeros([2]) } }))
 * Array.from(named.keys()) // => ['bn.running_var']
 * ```
 */
export const toTorchNames = (tensors: NamedTensors): NamedTensors =>
  new Map(
    [...tensors].map(([name, entry]) => {
      const last = name.slice(name.lastIndexOf('.') + 1)
      const own = Object.hasOwn(torchWords, last) ? (torchWords[last] ?? last) : last
      return [name.slice(0, name.length - last.length) + own, entry] as const
    }),
  )

/**
 * Parameters and state of a network, in the form of the given ones, from tensors by name. Every missing, unexpected and
 * misshapen entry is reported at once. Tensors that the network does not use, such as those of heads, are left out by
 * `ignore`.
 *
 * @example
 * ```ts
 * import { key } from 'cotangent'
 * import { loadNetwork, namedTensors } from 'cotangent/checkpoint'
 * import { batchNorm } from 'cotangent/nn'
 * import * as E from 'fp-ts/lib/Either.js'
 *
 * const [params, state] = batchNorm(2).init(key(0))
 * const saved = new Map([...namedTensors(params), ...namedTensors(state)])
 * E.isRight(loadNetwork([params, state])(saved)) // => true
 * ```
 */
export const loadNetwork = <P, S>(
  [params, state]: readonly [params: P, state: S],
  options: { readonly ignore?: (name: string) => boolean } = {},
) => {
  const { ignore = () => false } = checkOptions('loadNetwork', options, { ignore: true })
  return (tensors: NamedTensors): E.Either<CheckpointError, readonly [params: P, state: S]> => {
    const own = pathsOf(params)
    const carried = pathsOf(state)
    if (own.some(([name]) => carried.some(([other]) => other === name))) {
      return refuse(
        'name',
        [],
        { expected: 'parameters and state of different paths', found: 'the same path in both' },
        'load a network',
      )
    }
    const template: Readonly<Record<string, Tensor>> = Object.fromEntries([...own, ...carried])
    const wanted = new Map([...tensors].filter(([name]) => !ignore(name)))
    return pipe(
      treeFromTensors(template)(wanted),
      E.map((loaded) => {
        const filled = <T>(tree: T): T => mapTensors(tree, (t, path) => loaded[path] ?? t)
        return [filled(params), filled(state)] as const
      }),
    )
  }
}
