import { readFile } from 'node:fs/promises'
import { key, tensor } from 'cotangent'
import { encodePth, namedTensors } from 'cotangent/checkpoint'
import { lenet } from 'cotangent/models'
import { exportNetwork } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { readWeights } from '../../../demo/own/readWeights.ts'

const [params, state] = lenet.init(key(1))

describe('readWeights', () => {
  it('lists the tensors of a .safetensors file, and shows the kernels of its first convolution', async () => {
    const read = readWeights('lenet.safetensors', await readFile('demo/inside/lenet.safetensors'))
    expect(read).toMatchObject(E.right({ parameters: 61_706, refusal: null, operators: [] }))
    expect(E.isRight(read) && read.right.kernels).toMatchObject({ name: 'conv1.weight', size: [5, 5] })
    expect(E.isRight(read) && read.right.kernels?.values).toHaveLength(150)
  })

  it('takes the first channel of each kernel', () => {
    const weight = tensor(
      Array.from({ length: 16 }, (_, k) => k),
      [2, 2, 2, 2],
    )
    const read = readWeights('two.pth', encodePth(namedTensors({ weight })))
    expect(E.isRight(read) && read.right.kernels?.values).toEqual([0, 1, 2, 3, 8, 9, 10, 11])
  })

  it('counts the operators of an .onnx file, and says that the library can run it', () => {
    const exported = exportNetwork(lenet, params, state, [1, 1, 28, 28])
    if (E.isLeft(exported)) throw new RangeError(exported.left._tag)
    const read = readWeights('lenet.onnx', exported.right)
    expect(E.isRight(read) && read.right.refusal).toBeNull()
    expect(E.isRight(read) && new Map(read.right.operators).get('Conv')).toBe(2)
  })

  it.each(['a.safetensors', 'a.pth', 'a.onnx', 'a.txt'])('refuses bytes that are no %s, in one line', (name) => {
    const read = readWeights(name, new TextEncoder().encode('<html>'))
    expect(E.isLeft(read) && read.left).toMatch(/^[^\n]+$/)
  })
})
