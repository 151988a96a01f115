import { erfinv, tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, it } from 'vitest'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('erfinv', () => {
  holds(laws.operation(composites.erfinv))

  it('has the values of SciPy, and is infinite at 1', () => {
    expectNear(erfinv(tensor([-0.9, 0, 0.5, 1], [4])), [-1.1630871536766743, 0, 0.4769362762044699, Infinity])
  })
})
