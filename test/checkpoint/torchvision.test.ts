/** @file Weights of torchvision's networks: names, what does not fit, and numbers of PyTorch through them. */
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { key, tensor, Tree } from 'cotangent'
import type { NamedTensors, SafetensorsEntry } from 'cotangent/checkpoint'
import { fromTorchNames, loadNetwork, nameFromTorch, namedTensors, showCheckpointError } from 'cotangent/checkpoint'
import { alexnet, googlenet, googlenetWithHeads, vgg } from 'cotangent/models'
import { evalMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { readGroup } from '../../conformance/vectors.ts'
import { toArray } from '../float64.ts'

const group = readGroup(fileURLToPath(new URL('../vectors', import.meta.url)), 'model')

/** The weights of a recorded case, as a state_dict names them. */
const stateDict = (name: string): NamedTensors => {
  const { inputs } = group.cases.find((one) => one.name === name)!
  const own = inputs.filter((input) => !['x', 'target'].includes(input.slice(input.indexOf('/') + 1)))
  const counts = own
    .filter((input) => input.endsWith('running_mean'))
    .map((input) => input.replace('running_mean', 'num_batches_tracked'))
  return new Map<string, SafetensorsEntry>([
    ...own.map((input) => {
      const { numbers, shape } = group.answer(input)
      return [input.slice(input.indexOf('/') + 1), { dtype: 'F64', data: numbers, shape } as const] as const
    }),
    ...counts.map(
      (input) =>
        [
          input.slice(input.indexOf('/') + 1),
          { dtype: 'I64', data: BigInt64Array.of(3n), shape: [] } as const,
        ] as const,
    ),
  ])
}

const small = { divisor: 8, classes: 10, dropout: 0 } as const

describe('loadNetwork', () => {
  it('reads GoogLeNet of torchvision, heads left out, and gives its numbers', () => {
    const network = googlenet(small)
    const tensors = fromTorchNames(stateDict('googlenet_w8_train'))
    const loaded = loadNetwork(network.init(key(0)), { ignore: (name) => name.startsWith('aux') })(tensors)
    if (E.isLeft(loaded)) return expect.fail(showCheckpointError(loaded.left))
    const { numbers, shape } = group.answer('googlenet_w8_train/x')
    const [logits] = network.apply(evalMode)(...loaded.right, tensor(numbers, shape))
    const expected = group.answer('googlenet_w8_eval/out.logits').numbers
    toArray(logits).forEach((value, k) => {
      expect(Math.abs(value - expected[k]!)).toBeLessThan(5e-5 + 1e-4 * Math.abs(expected[k]!))
    })
  })

  it.each([
    ['googlenet_w8_train', googlenetWithHeads({ ...small, headHidden: 64 })],
    ['alexnet_w8', alexnet({ ...small, hidden: 64 })],
    ['vgg11_w8', vgg(11, { ...small, hidden: 16 })],
  ] as const)('finds every tensor of %s', (name, network) => {
    const [params, state] = network.init(key(0))
    const loaded = loadNetwork([params, state])(fromTorchNames(stateDict(name)))
    expect(E.isLeft(loaded) ? showCheckpointError(loaded.left) : '').toBe('')
    const first = Tree.paths(E.isRight(loaded) ? loaded.right[0] : params)[0]!
    expect(Array.from(toArray(first[1]))).toEqual(Array.from(group.answer(`${name}/${first[0]}`).numbers))
  })

  it('tells everything that does not fit at once', () => {
    const network = vgg(11, { ...small, hidden: 16 })
    const tensors = new Map(fromTorchNames(stateDict('vgg11_w8')))
    tensors.delete('features.0.bias')
    tensors.set('features.0.weight', { dtype: 'F32', data: new Float32Array(2), shape: [2] })
    tensors.set('stem.weight', { dtype: 'F32', data: new Float32Array(1), shape: [1] })
    const loaded = loadNetwork(network.init(key(0)))(tensors)
    expect(E.isLeft(loaded) ? loaded.left : null).toEqual({
      _tag: 'TreeMismatch',
      missing: [{ name: 'features.0.bias', shape: [8] }],
      unexpected: [{ name: 'stem.weight', shape: [1] }],
      misshapen: [{ name: 'features.0.weight', expected: [8, 3, 3, 3], found: [2] }],
    })
  })

  it('loads what was saved', () => {
    const network = vgg(11, { ...small, hidden: 16, batchNorm: true })
    const [params, state] = network.init(key(3))
    const saved = new Map([...namedTensors(params), ...namedTensors(state)])
    const loaded = loadNetwork(network.init(key(4)))(saved)
    expect(E.isRight(loaded) && namedTensors(loaded.right[0])).toEqual(namedTensors(params))
  })
})

describe('nameFromTorch', () => {
  it('renames statistics and forgets counts', () => {
    expect(nameFromTorch('a.bn.running_mean')).toBe('a.bn.runningMean')
    expect(nameFromTorch('bn.num_batches_tracked')).toBeNull()
    expect(nameFromTorch('weight')).toBe('weight')
  })
})
