/** @file Labels outside their classes, in every loss and layer that takes indices: refused in the user's words everywhere. */
import {
  add,
  compile,
  gather,
  grad,
  makeRuntime,
  ones,
  referenceRuntime,
  sum,
  tensor,
  TensorError,
  vmap,
  wasmBackend,
} from 'cotangent'
import type { Runtime, Tensor } from 'cotangent'
import { gpuBackend, gpuRuntime, showGpuError } from 'cotangent/gpu'
import { crossEntropy, embedding, evalMode, multilabelMargin, multiMargin, negativeLogLikelihood } from 'cotangent/nn'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'

const right = <A>(found: E.Either<Parameters<typeof showGpuError>[0], A>): A =>
  E.isRight(found) ? found.right : expect.fail(showGpuError(found.left))

const scores: Tensor = tensor([1, 2, 3, 4, 5, 6], [3, 2])
const weights: Tensor = ones([2])

type Loss = (x: Tensor, labels: Tensor) => Tensor

const losses: readonly (readonly [name: string, loss: Loss, message: string])[] = [
  ['crossEntropy', (x, t) => crossEntropy(x, t), 'Cannot take the cross-entropy'],
  ['crossEntropy, smoothed', (x, t) => crossEntropy(x, t, { labelSmoothing: 0.1 }), 'Cannot take the cross-entropy'],
  ['crossEntropy, weighted', (x, t) => crossEntropy(x, t, { weights }), 'Cannot take the cross-entropy'],
  ['negativeLogLikelihood', (x, t) => negativeLogLikelihood(x, t), 'Cannot take the negative log-likelihood'],
  ['multiMargin', (x, t) => multiMargin(x, t), 'Cannot compare scores with labels'],
]

const ways: readonly (readonly [name: string, of: (loss: Loss) => (x: Tensor, labels: Tensor) => Tensor])[] = [
  ['the value', (loss) => (x, labels) => sum()(loss(x, labels))],
  ['the gradient', (loss) => (x, labels) => grad((at: Tensor): Tensor => sum()(loss(at, labels)))(x)],
]

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
const gpu = makeRuntime(right(await gpuBackend({ mode: 'cpu' })()))
afterAll(() => {
  wasm.close()
  gpu.close()
})

describe.each<readonly [string, Runtime]>([
  ['reference', referenceRuntime],
  ['wasm', wasm],
  ['gpu', gpu],
])('a label outside its classes on %s', (_, runtime) => {
  describe.each(losses)('%s', (_name, loss, message) => {
    it.each(ways)('is refused in the words of labels: %s, compiled or not', (_way, of) => {
      const f = of(loss)
      const refused = (labels: Tensor) => [
        () => runtime.evaluate([f(scores, labels)]),
        () => runtime.evaluate([compile(f, { runtime })(scores, labels)]),
      ]
      for (const run of refused(tensor([0, 2, 1], [3]))) {
        expect(run).toThrow(TensorError)
        expect(run).toThrow(`${message}: expected the label to be from 0 to 1, one of 2 classes, found 2`)
      }
      for (const run of refused(tensor([-1, 0, 1], [3])))
        expect(run).toThrow(`${message}: expected the label to be from 0 to 1, one of 2 classes, found -1`)
      for (const run of refused(tensor([0.5, 0, 1], [3])))
        expect(run).toThrow(`${message}: expected the label to be from 0 to 1, one of 2 classes, found 0.5`)
      for (const run of refused(tensor([0, 1, 1], [3]))) expect(run).not.toThrow()
    })
  })

  it('is refused among the ignored ones, which are not', () => {
    const f = (labels: Tensor) => runtime.evaluate([crossEntropy(scores, labels, { ignoreIndex: -1 })])
    expect(() => f(tensor([-1, 0, 1], [3]))).not.toThrow()
  })

  it('is refused in a map over examples', () => {
    const each = vmap((x: Tensor<readonly [2]>, label: Tensor<readonly []>) => crossEntropy(x, label))
    const all = each(tensor([1, 2, 3, 4], [2, 2]), tensor([0, 5], [2]))
    expect(() => runtime.evaluate([all])).toThrow(
      'Cannot take the cross-entropy: expected the label to be from 0 to 1, one of 2 classes, found 5',
    )
  })

  it('is refused as an index of an embedding', () => {
    const layer = embedding(3, 2)
    const rows = (indices: Tensor) => layer.apply(evalMode)({ weight: ones([3, 2]) }, {}, indices)[0]
    expect(() => runtime.evaluate([rows(tensor([3], [1]))])).toThrow(
      'Cannot embed: expected the index to be from 0 to 2, one of 3 rows, found 3',
    )
  })
})

describe('indices that are computed, on backends that meet them', () => {
  it.each<readonly [string, Runtime]>([
    ['reference', referenceRuntime],
    ['wasm', wasm],
  ])('are refused too, on %s', (_, runtime) => {
    const labels = add(tensor([0, 1, 1], [3]), 1)
    const value = compile((x: Tensor, t: Tensor): Tensor => crossEntropy(x, add(t, 1)), { runtime })
    expect(() => runtime.evaluate([crossEntropy(scores, labels)])).toThrow(
      'expected the label to be from 0 to 1, one of 2 classes, found 2',
    )
    expect(() => value(scores, tensor([0, 1, 1], [3]))).toThrow(
      'expected the label to be from 0 to 1, one of 2 classes, found 2',
    )
    expect(() => runtime.evaluate([multilabelMargin(scores, tensor([0, -1, 2, -1, 1, 0], [3, 2]))])).toThrow(
      'Cannot compare scores with labels: expected the label to be from 0 to 1, one of 2 classes, found 2',
    )
  })

  it.each<readonly [string, Runtime]>([
    ['reference', referenceRuntime],
    ['wasm', wasm],
  ])('are said to be gathered where a gradient scatters, on %s', (_, runtime) => {
    const indices = tensor([2], [1])
    const slope = grad((x: Tensor): Tensor => sum()(gather({ axis: 0 })(x, indices)))(ones([2]))
    expect(() => runtime.evaluate([slope])).toThrow('Cannot gather [1]: expected an index from -2 to 1, found 2')
  })
})

describe('a label outside its classes in a task of a device', () => {
  it('is refused before it runs', async () => {
    const device = right(await gpuRuntime({ mode: 'cpu' })())
    const f = (x: Tensor, labels: Tensor): Tensor => crossEntropy(x, labels)
    const labels = tensor([0, 7, 1], [3])
    const message = 'Cannot take the cross-entropy: expected the label to be from 0 to 1, one of 2 classes, found 7'
    await expect(device.toArray(f(scores, labels))()).rejects.toThrow(message)
    await expect(device.compile(f)(scores, labels)()).rejects.toThrow(message)
    await expect(device.compile((x: Tensor): Tensor => f(x, labels))(scores)()).rejects.toThrow(message)
    expect(await device.item(await device.compile(f)(scores, tensor([0, 1, 1], [3]))())()).toBeCloseTo(0.6466, 4)
    await device.close()
  })
})

describe('labels that are one-hot', () => {
  it('are refused, and what takes them is named', () => {
    const oneHot = tensor([1, 0, 0, 1, 0, 1], [3, 2])
    expect(() => crossEntropy(scores, oneHot)).toThrow(
      'Cannot take the cross-entropy of [3, 2] with labels [3, 2]: expected labels [3], each the index of a class, found [3, 2]; one-hot labels and probabilities of classes go to softCrossEntropy',
    )
  })
})
