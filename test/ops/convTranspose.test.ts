/** @file Transposed convolution beside the convolution that it is the adjoint of; PyTorch's numbers are in the conformance suite. */
import fc from 'fast-check'
import { conv, convTranspose, innerProduct, normal, key, ones } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { item } from '../float64.ts'

const draw = (shape: readonly number[], seed: number): Tensor => normal(shape)(key(seed)) as Tensor

describe('convTranspose', () => {
  it('is the adjoint of conv: <conv(x), y> = <x, convTranspose(y)>', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 1 }),
        fc.integer({ min: 1, max: 2 }),
        fc.constantFrom(1, 2),
        fc.integer({ min: 3, max: 7 }),
        fc.nat(1000),
        (stride, padding, dilation, groups, outputs, seed) => {
          const length = (outputs - 1) * stride - 2 * padding + dilation * 2 + 1
          const x = draw([2, 4, length], seed)
          const w = draw([6, 4 / groups, 3], seed + 1)
          const options = { stride, padding, dilation, groups }
          const y = draw([2, 6, outputs], seed + 2)
          const left = item(innerProduct(conv(options)(x, w), y))
          const right = item(innerProduct(x, convTranspose(options)(y, w)))
          expect(Math.abs(left - right)).toBeLessThan(1e-9 * (1 + Math.abs(left)))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('refuses channels, output padding and sizes that do not fit', () => {
    const x = ones([1, 2, 4])
    expect(() => convTranspose()(x, ones([3, 1, 2]))).toThrow('the kernel expects 3 channels')
    expect(() => convTranspose({ stride: 2, outputPadding: 2 })(x, ones([2, 1, 2]))).toThrow(
      'output padding is a whole number less than the stride or the dilation, not 2',
    )
    expect(() => convTranspose({ padding: 4 })(x, ones([2, 1, 2]))).toThrow('its output would have -3 cells')
    expect(() => convTranspose()(ones([1, 2]), ones([2, 1]))).toThrow('spatial rank of 1 or 2')
  })
})
