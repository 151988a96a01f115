import { avgPool, sumPool, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import type { PoolGeometry } from 'cotangent/laws'
import { composites, direction, equations, lawOf, laws, operation, operations, poolGeometry } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

const unpadded = operation('avgPool', {
  geometry: poolGeometry({ padded: false }),
  inputs: ({ input }: PoolGeometry) => [{ shape: input, domain: 'real' as const }],
  f: ({ kernel, stride, dilation, ceilMode }) =>
    avgPool({ kernel, stride, dilation, ceilMode }) as (x: Tensor) => Tensor,
})

describe('sumPool', () => {
  holds(
    laws.operation(operations.sumPool),
    lawOf(operations.sumPool, 'meaning', ([x], { geometry }) => equations.sumPoolMeaning(geometry, x)),
    lawOf(operations.sumPool, 'linearity', ([x], { f, seed }) =>
      equations.linearity(f, x, direction(x.shape, seed, 1)),
    ),
  )

  it('refuses what pooling refuses', () => {
    expect(() => sumPool({ kernel: 3, padding: 2 })(zeros([1, 1, 4]))).toThrow(
      'Cannot sumPool [1, 1, 4]: padding is at most half the window of 3, not 2',
    )
  })
})

describe('sumPoolInput', () => {
  holds(laws.operation(operations.sumPoolInput))
})

describe('avgPool', () => {
  holds(
    laws.operation(composites.avgPool),
    laws.operation(composites['avgPool without padding']),
    ...[true, false].flatMap((countIncludePad) => {
      const op = countIncludePad ? composites.avgPool : composites['avgPool without padding']
      return [
        lawOf(op, 'meaning', ([x], { geometry }) => equations.avgPoolMeaning(geometry, x, countIncludePad)),
        lawOf(op, 'even spreading', ([x], { geometry, f, seed }) =>
          equations.evenSpreading(geometry, x, direction(f(x).shape, seed, 1), countIncludePad),
        ),
      ]
    }),
    lawOf(unpadded, 'conservation', ([x], { f, seed }) =>
      equations.conservation(f, x, (y) => direction(y.shape, seed, 1)),
    ),
    lawOf(composites.avgPool, 'a constant image keeps its value', (_, { geometry, seed }) =>
      equations.constantImage(geometry, (seed % 19) - 9),
    ),
  )

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
