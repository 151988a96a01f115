import { avgPool, sumPool, tensor, zeros } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('sumPool', () => {
  holds(laws.operation(operations.sumPool), identities.sumPool)

  it('refuses what pooling refuses', () => {
    expect(() => sumPool({ kernel: 3, padding: 2 })(zeros([1, 1, 4]))).toThrow(
      'Cannot sumPool [1, 1, 4]: expected padding of at most half the window of 3, found 2',
    )
  })
})

describe('sumPoolInput', () => {
  holds(laws.operation(operations.sumPoolInput))
})

describe('avgPool', () => {
  holds(laws.operation(composites.avgPool), laws.operation(composites['avgPool without padding']), identities.avgPool)

  it('counts the padding, unless told not to', () => {
    const x = tensor([6, 6, 6], [1, 1, 3])
    const options = { kernel: 3, stride: 1, padding: 1 }
    expect(toNested(avgPool(options)(x))).toEqual([[[4, 6, 4]]])
    expect(toNested(avgPool({ ...options, countIncludePad: false })(x))).toEqual([[[6, 6, 6]]])
  })

  it('never counts what ceil mode adds beyond the padding', () => {
    const x = tensor([2, 4, 6], [1, 1, 3])
    expect(toNested(avgPool({ kernel: 2, ceilMode: true })(x))).toEqual([[[3, 6]]])
  })
})
