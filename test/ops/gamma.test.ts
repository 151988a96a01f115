/** @file The logarithm of the gamma function and its derivative, beside the values of SciPy 1.17. */
import { digamma, lgamma, tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, it } from 'vitest'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('digamma', () => {
  holds(laws.operation(composites.digamma))

  it('has the values of SciPy', () => {
    expectNear(digamma(tensor([0.5, 1, 10], [3])), [-1.9635100260214235, -0.5772156649015329, 2.251752589066721])
  })
})

describe('lgamma', () => {
  holds(laws.operation(composites.lgamma))

  it('has the values of SciPy', () => {
    expectNear(lgamma(tensor([0.5, 1, 5, 10.5], [4])), [0.5723649429247, 0, 3.1780538303479458, 13.940625219403763])
  })
})
