import { readFile } from 'node:fs/promises'
import { key, tensor, toArray, zeros } from 'cotangent'
import { encodePth, encodeSafetensors, loadTree, namedTensors, saveTree } from 'cotangent/checkpoint'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { exportNetwork } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { readWeights } from '../../../demo/own/readWeights.ts'

const [params, state] = lenet.init(key(1))

const rightOf = <A>(read: E.Either<string, A>): A => {
  if (E.isLeft(read)) throw new RangeError(read.left)
  return read.right
}

describe('readWeights', () => {
  it('lists the tensors of a .safetensors file, and shows the kernels of its first convolution', async () => {
    const read = readWeights('safetensors', await readFile('demo/inside/lenet.safetensors'))
    const { contents } = rightOf(read)
    expect(contents).toMatchObject({ parameters: 61_706, operators: [], use: { _tag: 'lenet' } })
    expect(contents.kernels).toMatchObject({ name: 'conv1.weight', size: [5, 5] })
    expect(contents.kernels?.values).toHaveLength(150)
  })

  it('takes the first channel of each kernel', () => {
    const weight = tensor(
      Array.from({ length: 16 }, (_, k) => k),
      [2, 2, 2, 2],
    )
    const { contents } = rightOf(readWeights('torch', encodePth(namedTensors({ weight }))))
    expect(contents.kernels?.values).toEqual([0, 1, 2, 3, 8, 9, 10, 11])
    expect(contents.use).toMatchObject({ _tag: 'none', why: expect.stringContaining('conv1') as unknown })
  })

  it.each([
    ['torch', encodePth(namedTensors(params))],
    ['safetensors', saveTree<LenetParams>(params)],
  ] as const)('hands on the weights of LeNet in %s, number for number', (format, bytes) => {
    const { use } = rightOf(readWeights(format, bytes)).contents
    const loaded = use._tag === 'lenet' ? loadTree<LenetParams>(params)(use.bytes) : E.left(use)
    expect(E.isRight(loaded) && toArray(loaded.right.fc1.weight)).toEqual(toArray(params.fc1.weight))
  })

  it('names the key that the weights of LeNet lie under in a checkpoint', () => {
    const bytes = encodePth(namedTensors({ model: params, optimizer: { step: tensor([3], [1]) } }))
    expect(rightOf(readWeights('torch', bytes)).contents.use).toMatchObject({ _tag: 'none', under: 'model' })
  })

  it('says in what weights are not those of LeNet', () => {
    const other = { ...params, fc1: { ...params.fc1, weight: zeros([120, 256]) } }
    const { use } = rightOf(
      readWeights('safetensors', encodeSafetensors({ tensors: namedTensors(other), metadata: new Map() })),
    ).contents
    expect(use).toMatchObject({ _tag: 'none', why: expect.stringMatching(/fc1\.weight.*256/) as unknown, under: null })
  })

  it('counts the operators of an .onnx file, and says that the library can run it', () => {
    const exported = exportNetwork(lenet, params, state, [1, 1, 28, 28])
    if (E.isLeft(exported)) throw new RangeError(exported.left._tag)
    const { contents, graph } = rightOf(readWeights('onnx', exported.right))
    expect(contents.use).toEqual({ _tag: 'graph', input: graph?.input })
    expect(new Map(contents.operators).get('Conv')).toBe(2)
  })

  it.each(['safetensors', 'torch', 'onnx'] as const)('refuses bytes that are no %s, in one line', (format) => {
    const read = readWeights(format, new TextEncoder().encode('<html>'))
    expect(E.isLeft(read) && read.left).toMatch(/^[^\n]+$/)
  })
})
