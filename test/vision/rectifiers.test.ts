/** @file Networks whose rectifiers have another pullback. */
import type { Tensor } from 'cotangent'
import { relu, relu6, tensor } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import type { SomeLayer } from 'cotangent/nn'
import { dense, inUse, named, sequential } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { withDeconvnetRelu, withGuidedRelu } from '../../src/vision/rectifiers.ts'
import { inputGradient } from '../../src/vision/saliency.ts'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { branched, chain, sceneOf, smooth } from './scenes.ts'

const lawsOf = (change: <L extends SomeLayer>(network: L) => SomeLayer) => [
  ...Object.entries({ chain, branched }).map(([name, network]) =>
    law(`${name}: the value is the network's`, seeds, (seed) => {
      const { params, state, scores, images } = sceneOf<SomeLayer>(network)(seed)
      return { left: inUse(change(network))(params, state)(images), right: scores(images) }
    }),
  ),
  law("without rectifiers the gradient is the network's", seeds, (seed) => {
    const { params, state, scores, images } = sceneOf<SomeLayer>(smooth)(seed)
    return {
      left: inputGradient(inUse(change(smooth))(params, state))(images),
      right: inputGradient(scores)(images),
    }
  }),
]

/** x to two rectified features, of which the score takes weighted sums. */
const network = sequential(dense(2, 3), named('rectified', relu), dense(3, 1))
const params = [
  {
    weight: tensor([
      [1, 0],
      [0, 1],
      [1, 1],
    ]),
    bias: tensor([0, 0, -5]),
  },
  {},
  { weight: tensor([[2, -3, 7]]), bias: tensor([0]) },
] as const
const scoresOf = (changed: SomeLayer): ((x: Tensor) => Tensor) =>
  inUse<SomeLayer>(changed)(params as never, [{}, {}, {}] as never)
const x = tensor([
  [1, 2],
  [-1, 9],
])

describe('withGuidedRelu', () => {
  holdsOn(few(4), ...lawsOf(withGuidedRelu))

  it('passes back what is positive, where the rectifier passed it forward', () => {
    expect(toNested(inputGradient(scoresOf(network))(x))).toEqual([
      [2, -3],
      [7, 4],
    ])
    expect(toNested(inputGradient(scoresOf(withGuidedRelu(network)))(x))).toEqual([
      [2, 0],
      [7, 7],
    ])
  })

  it('keeps the upper bound of relu6', () => {
    const bounded = withGuidedRelu(sequential(relu6))
    const scores = inUse(bounded)([{}], [{}])
    expect(toNested(inputGradient(scores)(tensor([[3]]), 0))).toEqual([[1]])
    expect(toNested(inputGradient(scores)(tensor([[7]]), 0))).toEqual([[0]])
  })
})

describe('withDeconvnetRelu', () => {
  holdsOn(few(4), ...lawsOf(withDeconvnetRelu))

  it('passes back what is positive, whatever the rectifier passed forward', () => {
    expect(toNested(inputGradient(scoresOf(withDeconvnetRelu(network)))(x))).toEqual([
      [9, 7],
      [9, 7],
    ])
  })
})
