/** @file Features, taken back to the images. */
import type { Tensor } from 'cotangent'
import { add, convTranspose2d, maxPoolIndices, maxUnpool, relu, tensor, vjp } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { featureProjection } from '../../src/vision/featureProjection.ts'
import { withDeconvnetRelu } from '../../src/vision/rectifiers.ts'
import { tapped } from '../../src/vision/tapped.ts'
import { toArray, toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { chain, sceneOf } from './scenes.ts'

const identity = (x: Tensor): Tensor => x

describe('featureProjection', () => {
  holdsOn(
    few(5),
    law('a deconvnet is unpooling and transposed convolution', seeds, (seed) => {
      const { params, state, images } = sceneOf(chain)(seed)
      const pooled = tapped(chain)('pool')(params, state).before(images)
      const rectified = tapped(chain)('relu')(params, state).before(images)
      const unpooled = maxUnpool([4, 4])(pooled, maxPoolIndices({ kernel: 2 })(rectified))
      return {
        left: featureProjection(tapped(withDeconvnetRelu(chain))('pool')(params, state).before)(images),
        right: convTranspose2d()(relu(unpooled), params.conv.weight),
        tolerance: 1e-12,
      }
    }),
    law('the projections of all channels add up', seeds, (seed) => {
      const { params, state, images } = sceneOf(chain)(seed)
      const { before } = tapped(chain)('conv')(params, state)
      const [features, pullback] = vjp(before)(images)
      const of = (channel: number) => featureProjection(before, { channel })(images)
      return { left: add(add(of(0), of(1)), of(2)), right: pullback(features), tolerance: 1e-12 }
    }),
  )

  const features = tensor([
    [
      [1, 4],
      [3, -2],
    ],
    [
      [-7, -5],
      [-9, -6],
    ],
  ])

  it('takes all features, one channel, or the strongest of either', () => {
    expect(toNested(featureProjection(identity)(features))).toEqual(toNested(features))
    expect(toNested(featureProjection(identity, { channel: 1 })(features))).toEqual([
      [
        [0, 0],
        [3, -2],
      ],
      [
        [0, 0],
        [-9, -6],
      ],
    ])
    expect(toNested(featureProjection(identity, { strongest: true })(features))).toEqual([
      [
        [0, 4],
        [0, 0],
      ],
      [
        [0, -5],
        [0, 0],
      ],
    ])
    expect(toNested(featureProjection(identity, { channel: 1, strongest: true })(features))).toEqual([
      [
        [0, 0],
        [3, 0],
      ],
      [
        [0, 0],
        [0, -6],
      ],
    ])
  })

  it('takes every one of equally strong features', () => {
    expect(Array.from(toArray(featureProjection(identity, { strongest: true })(tensor([[[5, 5, 1]]]))))).toEqual([
      5, 5, 0,
    ])
  })

  it('refuses a channel that there is not, and what has no channels', () => {
    expect(() => featureProjection(identity, { channel: 2 })(features)).toThrow(
      'expected a channel from 0 to 1, found 2',
    )
    expect(() => featureProjection(identity)(tensor([1]))).toThrow('expected features [N, C, ...], found [1]')
  })
})
