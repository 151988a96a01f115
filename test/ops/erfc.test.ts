import { erfc, tensor } from 'cotangent'
import { laws, operations } from 'cotangent/laws'
import { describe, it } from 'vitest'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('erfc', () => {
  holds(laws.operation(operations.erfc))

  it('has the values of SciPy, in the tail too', () => {
    expectNear(erfc(tensor([-1, 0, 0.5, 3], [4])), [1.8427007929497148, 1, 0.4795001221869535, 2.2090496998585445e-5])
  })
})
