/** @file Rates along half a cosine. Recorded steps beside PyTorch are in the conformance suite. */
import { cosine, cosineRestarts } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'
import { follows, rateAt } from './follows.ts'

describe('cosine', () => {
  it('falls along half a cosine, and climbs again past its end', () => {
    follows(cosine({ initial: 1, least: 0, steps: 4 }), [
      1,
      (1 + Math.SQRT1_2) / 2,
      0.5,
      (1 - Math.SQRT1_2) / 2,
      0,
      (1 - Math.SQRT1_2) / 2,
    ])
  })
})

describe('cosineRestarts', () => {
  it('starts again at whole steps, however often and whatever the stretch', () => {
    for (const stretch of [2, 3, 10]) {
      const rate = cosineRestarts({ initial: 1, steps: 3, stretch })
      let start = 0
      for (let length = 3; start < 1e6; length *= stretch) {
        expect(rateAt(rate, start)).toBeCloseTo(1, 12)
        const last = rateAt(rate, start + length - 1)
        expect(last).toBeCloseTo((1 + Math.cos((Math.PI * (length - 1)) / length)) / 2, 9)
        start += length
      }
    }
  })
})
