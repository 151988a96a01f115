/** @file Transposed convolution beside the convolution that it is the adjoint of; PyTorch's numbers are in the conformance suite. */
import { convTranspose, ones, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { composites, identities, laws } from 'cotangent/laws'
import { toNested } from '../float64.ts'
import { holds } from '../holds.ts'

describe('convTranspose', () => {
  holds(
    laws.operation(composites.convTranspose),
    laws.operation(composites['convTranspose, uneven']),
    identities['convTranspose, uneven'],
  )

  it('cuts another number of cells from each end', () => {
    const copy = (padding: readonly [number, number]) =>
      toNested(convTranspose({ stride: 2, padding: [padding] })(tensor([1, 10], [1, 1, 2]), ones([1, 1, 3])))
    expect([copy([0, 0]), copy([0, 1]), copy([2, 0])]).toEqual([
      [[[1, 1, 11, 10, 10]]],
      [[[1, 1, 11, 10]]],
      [[[11, 10, 10]]],
    ])
  })

  it('makes stride times as many cells with same padding, an odd one cut off behind or in front', () => {
    const x = tensor([1, 10], [1, 1, 2])
    const cells = (padding: 'same' | 'sameLower', stride: number) =>
      toNested(convTranspose({ stride, padding })(x, ones([1, 1, 2])))
    expect(cells('same', 1)).toEqual([[[1, 11]]])
    expect(cells('sameLower', 1)).toEqual([[[11, 10]]])
    expect(cells('same', 3)).toEqual([[[1, 1, 0, 10, 10, 0]]])
  })

  it('refuses channels, output padding and sizes that do not fit', () => {
    const x = ones([1, 2, 4])
    expect(() => convTranspose()(x, ones([3, 1, 2]))).toThrow('expected 3 channels, as the kernel, found 2')
    expect(() => convTranspose({ stride: 2, outputPadding: 2 })(x, ones([2, 1, 2]))).toThrow(
      'expected output padding to be a whole number less than the stride or the dilation, found 2',
    )
    expect(() => convTranspose({ padding: 4 })(x, ones([2, 1, 2]))).toThrow(
      'expected at least 1 cell of the output, found -3',
    )
    expect(() => convTranspose({ padding: 'same', stride: 2, outputPadding: 1 })(x, ones([2, 1, 2]))).toThrow(
      "expected no output padding beside 'same' padding, found 1",
    )
    expect(() => convTranspose({ padding: [1, 1] })(x, ones([2, 1, 2]))).toThrow('expected padding for 1 axis, found 2')
    expect(() => convTranspose({ pad: 1 } as never)(x, ones([2, 1, 2]))).toThrow(
      "expected options among stride, padding, outputPadding, dilation, groups, found 'pad'",
    )
    expect(() => convTranspose()(ones([1, 2]), ones([2, 1]))).toThrow('spatial rank of 1 or 2')
  })
})
