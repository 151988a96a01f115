/** @file Forty steps of LeNet: the losses on the way and the weights at the end, the group `train`. */
import type { Tensor } from 'cotangent'
import { compile, div, sub, tensor, toArray, Tree, valueAndGrad, key } from 'cotangent'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { crossEntropy, evalMode } from 'cotangent/nn'
import type { PlainSgdState, SgdState, StateOf } from 'cotangent/optim'
import { applyUpdates, sgd } from 'cotangent/optim'
import * as t from 'io-ts'
import type { Judge, Judgement } from '../check.ts'
import { farthest, judging, worse } from '../check.ts'
import { Case, tensorOf } from '../vectors.ts'
import { number } from './params.ts'

const Recorded = t.intersection([
  Case,
  t.type({ tolerance: t.readonly(t.type({ loss_atol: t.number, weight_atol: t.number })) }),
])

type State = StateOf<SgdState | PlainSgdState, LenetParams>

type Images = Tensor<readonly [number, 1, 28, 28]>

const training = judging(Recorded, ({ params, tolerance }, group, runtime) => {
  const size = number(params, 'batch_size')
  const pixels = group.answer('images').numbers
  const classes = group.answer('labels').numbers
  const batchAt = (step: number) => {
    const first = (step * size) % classes.length
    const images = tensor(pixels.slice(first * 784, (first + size) * 784), [size, 1, 28, 28])
    return {
      images: div(sub(div(images, 255), 0.1307), 0.3081),
      labels: tensor(classes.slice(first, first + size), [size]),
    }
  }
  const optimizer = sgd({ learningRate: number(params, 'lr'), momentum: number(params, 'momentum') })
  const step = compile((weights: LenetParams, state: State, images: Images, labels: Tensor<readonly [number]>) => {
    const [loss, gradients] = valueAndGrad((at: LenetParams) =>
      crossEntropy(lenet.apply(evalMode)(at, {}, images)[0], labels),
    )(weights)
    const [updates, next] = optimizer.update(gradients, state, weights)
    return { loss, weights: applyUpdates(weights, updates), state: next }
  })
  const start = Tree.map((_: Tensor, path) => tensorOf(group.answer(`init/${path}`)))(lenet.init(key(0))[0])
  let at = { weights: start, state: optimizer.init(start) }
  const losses = Array.from(
    { length: number(params, 'steps') },
    (_, k) => {
      const { images, labels } = batchAt(k)
      const { loss, ...next } = step(at.weights, at.state, images, labels)
      at = next
      return toArray(loss, runtime)[0] ?? Number.NaN
    },
    { runtime },
  )
  return Tree.paths(at.weights).reduce<Judgement>(
    (sofar, [path, weight]) =>
      worse(
        sofar,
        farthest(path, toArray(weight, runtime), group.answer(`final64/${path}`).numbers, () => tolerance.weight_atol),
      ),
    farthest('loss', losses, group.answer('loss64').numbers, () => tolerance.loss_atol),
  )
})

/** Trainings by their names. */
export const trainings: Readonly<Record<string, Judge>> = { 'train.lenet': training }
