/** @file Grad-CAM. */
import { einsum, globalAvgPool2d, interpolate, key, mul, normal, relu, slice, sum, tensor } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { conv2d, dense, layers } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { gradCam } from '../../src/vision/gradCam.ts'
import type { Tap } from '../../src/vision/tapped.ts'
import { tapped } from '../../src/vision/tapped.ts'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { imagesOf, sceneOf } from './scenes.ts'

const averaging = layers({ conv: conv2d({ in: 2, out: 3, kernel: 3 }), relu, pool: globalAvgPool2d, fc: dense(3, 4) })

describe('gradCam', () => {
  holdsOn(
    few(5),
    law('of a network that averages and scores linearly, Grad-CAM is the weighted sum of its maps', seeds, (seed) => {
      const { params, state, images } = sceneOf(averaging)(seed)
      const tap = tapped(averaging)('relu')(params, state)
      const label = seed % 4
      const weights = slice([{ start: label, stop: label + 1 }])(params.fc.weight)
      return {
        left: gradCam(tap, { size: 'features' })(images, label),
        right: relu(mul(einsum('oc,nchw->nohw')(weights, tap.before(images)), 1 / 16)),
        tolerance: 1e-12,
      }
    }),
    law('it is homogeneous in the score', seeds, (seed) => {
      const { params, state, images } = sceneOf(averaging)(seed)
      const { before, after } = tapped(averaging)('conv')(params, state)
      const threefold: Tap = { before, after: (inner, x) => mul(after(inner, x), 3) }
      return {
        left: gradCam(threefold)(images, 1),
        right: mul(gradCam({ before, after })(images, 1), 3),
        tolerance: 1e-12,
      }
    }),
    law('the weights of other classes do not matter', seeds, (seed) => {
      const { params, state, images } = sceneOf(averaging)(seed)
      const others = tensor([7, 1, 0.5, 3], [4, 1])
      const changed = { ...params, fc: { ...params.fc, weight: mul(params.fc.weight, others) } }
      const at = (all: typeof params) => gradCam(tapped(averaging)('relu')(all, state))(images, 1)
      return { left: at(changed), right: at(params) }
    }),
    law('the map of the images is that of the features, enlarged', seeds, (seed) => {
      const { params, state, images } = sceneOf(averaging)(seed)
      const tap = tapped(averaging)('conv')(params, state)
      return {
        left: gradCam(tap)(images),
        right: interpolate({ size: [6, 6], mode: 'bilinear' })(gradCam(tap, { size: 'features' })(images)),
      }
    }),
  )

  it('weighs maps by their mean derivative and leaves out what is negative', () => {
    const maps = tensor([[[[1, 2]], [[3, -1]]]])
    const tap: Tap = {
      before: () => maps,
      after: (inner) => sum({ axis: [2, 3] })(mul(inner, tensor([[[[2, 4]], [[-1, -1]]]]))),
    }
    const at = (label: number) => toNested(gradCam(tap, { size: 'features' })(normal([1, 1, 1, 2])(key(1)), label))
    // Means of the derivatives: 3 and 0 for the first class, 0 and -1 for the second.
    expect(at(0)).toEqual([[[[3, 6]]]])
    expect(at(1)).toEqual([[[[0, 1]]]])
  })

  it('refuses a tap without maps', () => {
    const { params, state } = sceneOf(averaging)(1)
    expect(() => gradCam(tapped(averaging)('pool')(params, state))(imagesOf(1))).toThrow(
      'expected images [N, C, H, W] and features [N, C, h, w], found [2, 2, 6, 6] and [2, 3]',
    )
  })
})
