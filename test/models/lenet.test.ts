/** @file LeNet against PyTorch: one pass with gradients, and forty steps of training. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, div, innerProduct, key, mul, sub, tensor, Tree, valueAndGrad, valueAndGradWithAux } from 'cotangent'
import { sizeOf } from '../../src/core/Shape.ts'
import type { LenetParams } from 'cotangent/models'
import { lenet, lenetTanh, vectorLabels } from 'cotangent/models'
import { crossEntropy, evalMode } from 'cotangent/nn'
import { applyUpdates, sgd } from 'cotangent/optim'
import type { Golden, GoldenCase } from '../golden.ts'
import { golden } from '../golden.ts'
import { force, item, toArray, toNested } from '../float64.ts'

const recorded = golden('model')

const caseOf = ({ cases }: Golden, name: string): GoldenCase => cases.find((candidate) => candidate.name === name)!

const read = (from: Golden, name: string): Tensor => {
  const { data, shape } = from.tensor(name)
  return tensor(data, shape)
}

/** The recorded parameters under a prefix, by name. */
const weightsUnder = (from: Golden, prefix: string): LenetParams =>
  Tree.map((_, path) => read(from, `${prefix}/${path}`))(lenet.init(key(0))[0])

describe('lenet', () => {
  it('has 61,706 parameters, named as in PyTorch', () => {
    const [params, state] = lenet.init(key(1))
    expect(Tree.reduce(0, (count, t) => count + toArray(t).length)(params)).toBe(61706)
    expect(Tree.paths(params).map(([path]) => path)).toEqual(
      ['conv1', 'conv2', 'fc1', 'fc2', 'fc3'].flatMap((name) => [`${name}.weight`, `${name}.bias`]),
    )
    expect(state).toEqual({})
  })

  it('has the logits, the loss and the gradients of PyTorch', () => {
    const of = caseOf(recorded, 'lenet')
    const labels = read(recorded, 'lenet/target') as Tensor<readonly [number]>
    const measured = valueAndGradWithAux(({ params, x }: { readonly params: LenetParams; readonly x: Tensor }) => {
      const [logits] = lenet.apply(evalMode)(params, {}, x as Tensor<readonly [number, 1, 28, 28]>)
      const loss = crossEntropy(logits, labels)
      const weighed = innerProduct(logits, read(recorded, 'lenet/cot.logits') as typeof logits)
      return [add(weighed, mul(loss, read(recorded, 'lenet/cot.loss') as Tensor<readonly []>)), { logits, loss }]
    })
    const inputs = { params: weightsUnder(recorded, 'lenet'), x: read(recorded, 'lenet/x') }
    const [, gradients, { logits, loss }] = measured(inputs)
    recorded.expectMet(of, 'lenet/out.logits', toArray(logits))
    recorded.expectMet(of, 'lenet/out.loss', toArray(loss))
    recorded.expectMet(of, 'lenet/grad.x', toArray(gradients.x))
    for (const [path, gradient] of Tree.paths(gradients.params)) {
      recorded.expectMet(of, `lenet/grad.${path}`, toArray(gradient))
    }
  })

  it('trains as in PyTorch for forty steps of momentum', () => {
    const from = golden('train')
    const of = from.cases[0]! as GoldenCase & {
      readonly tolerance: { readonly loss_atol: number; readonly weight_atol: number }
    }
    const size = 32
    const pixels = from.tensor('images').data
    const classes = from.tensor('labels').data
    const count = classes.length
    const batchAt = (step: number) => {
      const first = (step * size) % count
      const images = tensor(pixels.slice(first * 784, (first + size) * 784), [size, 1, 28, 28])
      return {
        images: div(sub(div(images, 255), 0.1307), 0.3081),
        labels: tensor(classes.slice(first, first + size), [size]),
      }
    }
    const optimizer = sgd({ learningRate: 0.01, momentum: 0.9 })
    const expected = from.tensor('loss64').data
    const start = weightsUnder(from, 'init')
    const last = Array.from(expected).reduce(
      ({ params, state }, wanted, step) => {
        const { images, labels } = batchAt(step)
        const [loss, gradients] = valueAndGrad((weights: LenetParams) =>
          crossEntropy(lenet.apply(evalMode)(weights, {}, images)[0], labels),
        )(params)
        const [updates, next] = optimizer.update(gradients, state, params)
        const stepped = force({ params: applyUpdates(params, updates), state: next })
        expect(Math.abs(item(loss) - wanted), `loss of step ${String(step)}`).toBeLessThan(of.tolerance.loss_atol)
        return stepped
      },
      { params: start, state: optimizer.init(start) },
    )
    for (const [path, weight] of Tree.paths(last.params)) {
      const wanted = from.tensor(`final64/${path}`).data
      const worst = Math.max(...Array.from(toArray(weight), (value, at) => Math.abs(value - wanted[at]!)))
      expect(worst, path).toBeLessThan(of.tolerance.weight_atol)
    }
  })
})

describe('lenetTanh', () => {
  it('has the names and the number of parameters of lenet', () => {
    const pathsOf = (params: LenetParams) => Tree.paths(params).map(([path]) => path)
    expect(pathsOf(lenetTanh.init(key(1))[0])).toEqual(pathsOf(lenet.init(key(1))[0]))
    expect(Tree.reduce(0, (count, t) => count + sizeOf(t.shape))(lenetTanh.init(key(1))[0])).toBe(61706)
  })

  it('is trained towards 1 at the class and -1 elsewhere', () => {
    expect(toNested(vectorLabels(3)(tensor([2, 0], [2])))).toEqual([
      [-1, -1, 1],
      [1, -1, -1],
    ])
  })
})
