/** @file Images that excite a feature. */
import type { Tensor } from 'cotangent'
import { at, div, item, key, mul, normal, referenceRuntime as runtime, tensor, zeros } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { inUse } from 'cotangent/nn'
import { adam, sgd } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'
import { activationMaximization } from '../../src/vision/activationMaximization.ts'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { chain, imagesOf, sceneOf, total } from './scenes.ts'

describe('activationMaximization', () => {
  holdsOn(
    few(4),
    law('of a linear activation with decay it comes to the weight over the decay', seeds, (seed) => {
      const weight = normal([1, 1, 3, 3])(key(seed))
      const climb = activationMaximization((x: Tensor) => mul(x, weight), {
        optimizer: sgd({ learningRate: 0.25 }),
        decay: 2,
        steps: 60,
        runtime,
      })
      return { left: climb(normal([1, 1, 3, 3])(key(seed + 1))), right: div(weight, tensor([2])), tolerance: 1e-12 }
    }),
    law('an activation that is constant leaves the image as it is', seeds, (seed) => {
      const climb = activationMaximization(() => tensor([3]), { optimizer: adam(), steps: 2, runtime })
      return { left: climb(imagesOf(seed)), right: imagesOf(seed) }
    }),
    law('no steps leave the image as it is', seeds, (seed) => ({
      left: activationMaximization((x: Tensor) => x, { optimizer: adam(), steps: 0 })(imagesOf(seed)),
      right: imagesOf(seed),
    })),
  )

  it('raises the score of a network', () => {
    const { network, params, state } = sceneOf(chain)(3)
    const score = (x: Tensor): Tensor => at(2, { axis: 1 })(inUse(network)(params, state)(x))
    const start = zeros([1, 2, 6, 6])
    const found = activationMaximization(score, { optimizer: adam({ learningRate: 0.1 }), steps: 20 })(start)
    expect(item(total(score(found)))).toBeGreaterThan(item(total(score(start))) + 1)
  })

  it('pays for differences between neighbours, across and down', () => {
    // One step from x along the negative gradient of D / 2: each pixel moves by its differences to its neighbours.
    const one = activationMaximization((x: Tensor) => mul(x, 0), {
      optimizer: sgd({ learningRate: 1 }),
      roughness: 1,
      steps: 1,
      runtime,
    })
    expect(
      toNested(
        one(
          tensor([
            [
              [
                [0, 1],
                [10, 100],
              ],
            ],
          ]),
        ),
      ),
    ).toEqual([
      [
        [
          [11, 99],
          [90, -89],
        ],
      ],
    ])
  })
})
