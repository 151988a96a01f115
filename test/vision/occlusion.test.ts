/** @file Occlusion. */
import type { Tensor } from 'cotangent'
import { avgPool2d, full, mul, reshape, slice, sub, sum, sumPool, tensor, zeros } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { occlusion } from '../../src/vision/occlusion.ts'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { chain, linear, sceneOf } from './scenes.ts'

describe('occlusion', () => {
  holdsOn(
    few(4),
    law('an empty window costs nothing', seeds, (seed) => {
      const { scores, images } = sceneOf(chain)(seed)
      return { left: occlusion(scores, { window: [0, 2], stride: 3 })(images), right: zeros([2, 1, 3, 2]) }
    }),
    law('covering what is already of that color costs nothing', seeds, (seed) => {
      const { scores } = sceneOf(chain)(seed)
      return {
        left: occlusion(scores, { window: [2, 3], fill: 0.25 })(full([2, 2, 6, 6], 0.25)),
        right: zeros([2, 1, 3, 2]),
      }
    }),
    law('of a linear score it is the sum of what the window contributed', seeds, (seed) => {
      const { scores, params, images } = sceneOf(linear)(seed)
      const row = slice([{ start: 2, stop: 3 }])(params[1].weight)
      const contributed = mul(sub(images, 0.5), reshape([1, 2, 6, 6])(row))
      return {
        left: occlusion(scores, { window: [3, 2], stride: [1, 2], fill: 0.5, atOnce: 5 })(images, 2),
        right: sumPool({ kernel: [3, 2], stride: [1, 2] })(sum({ axis: 1, keepDims: true })(contributed)),
        tolerance: 1e-12,
      }
    }),
    law('groups of windows do not matter', seeds, (seed) => {
      const { scores, images } = sceneOf(chain)(seed)
      const by = (atOnce: number) => occlusion(scores, { window: 3, atOnce })(images)
      return { left: by(3), right: by(4), tolerance: 1e-12 }
    }),
  )

  it('has the places of a pooling', () => {
    const scores = (x: Tensor): Tensor => sum({ axis: [2, 3] })(x)
    const image = zeros([1, 1, 7, 9])
    const options = [{ window: 3 }, { window: 3, stride: 1 }, { window: [2, 4], stride: [3, 2] }] as const
    options.forEach(({ window, ...other }) => {
      const pooled = avgPool2d({ kernel: window, ...other })(image)
      expect(occlusion(scores, { window, ...other })(image).shape).toEqual(pooled.shape)
    })
  })

  it('takes the classes of the whole image', () => {
    const first = (x: Tensor): Tensor => reshape([x.shape[0] ?? 0, 2])(x)
    // Class 1 wins; covered, class 0 would.
    expect(toNested(occlusion(first, { window: 1 })(tensor([[[[2, 3]]]])))).toEqual([[[[0, 3]]]])
  })

  it('refuses a window larger than the images', () => {
    expect(() => occlusion((x) => x, { window: [2, 8] })(zeros([1, 1, 7, 7]))).toThrow(
      'expected images [N, C, H, W] of at least 2 by 8 pixels, found [1, 1, 7, 7]',
    )
    expect(() => occlusion((x) => x, { window: -1 })).toThrow("expected 'window' to be a whole number, 0 or more")
  })
})
