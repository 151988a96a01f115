import { conv, convFilter, convInput, flip, ones, tensor, vjp, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('conv', () => {
  holds(laws.operation(operations.conv), identities.conv)

  it('refuses channels that do not fit the kernel', () => {
    expect(() => conv()(zeros([1, 3, 8, 8]), zeros([6, 1, 5, 5]))).toThrow(
      'Cannot convolve [1, 3, 8, 8] with [6, 1, 5, 5]: expected the input to have 1 input channel, as the kernel, found 3',
    )
    expect(() => conv({ groups: 2 })(zeros([1, 4, 8]), zeros([3, 2, 3]))).toThrow(
      'Cannot convolve [1, 4, 8] with [3, 2, 3]: expected output channels in 2 equal groups, found 3 output channels',
    )
    expect(() => conv({ groups: 0 })(zeros([1, 4, 8]), zeros([3, 2, 3]))).toThrow(
      'Cannot convolve [1, 4, 8] with [3, 2, 3]: expected groups to be a whole number, 1 or more, found 0',
    )
  })

  it('refuses a kernel wider than the padded input', () => {
    expect(() => conv({ padding: 1 })(zeros([1, 1, 2, 2]), zeros([1, 1, 5, 5]))).toThrow(
      'Cannot convolve [1, 1, 2, 2] with [1, 1, 5, 5]: expected a padded input of at least 5 cells, as the window spans, found 4',
    )
  })

  it('refuses other spatial ranks', () => {
    expect(() => conv()(zeros([1, 1]), zeros([1, 1]))).toThrow(
      'Cannot convolve [1, 1] with [1, 1]: expected a spatial rank of 1 or 2 in both, [N, C, ...S] and [O, C / groups, ...K], found ranks 2 and 2',
    )
  })

  it('refuses settings that are no lengths', () => {
    expect(() => conv({ stride: 0 })(zeros([1, 1, 4]), zeros([1, 1, 2]))).toThrow(
      'Cannot convolve [1, 1, 4] with [1, 1, 2]: expected stride to be a whole number, 1 or more, found 0',
    )
    expect(() => conv({ stride: [1, 2] })(zeros([1, 1, 4]), zeros([1, 1, 2]))).toThrow(
      'Cannot convolve [1, 1, 4] with [1, 1, 2]: expected stride for 1 axis, found 2',
    )
  })
})

/** A 3x3 input and a 2x2 kernel, worked by hand. */
const input = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3])
const kernel = tensor([1, 2, 3, 4], [1, 1, 2, 2])
const cotangent = tensor([1, 0, -1, 2], [1, 1, 2, 2])

describe('conv, worked by hand', () => {
  const [output, pullback] = vjp(([x, w]: readonly [Tensor, Tensor]) => conv()(x, w))([input, kernel])
  const [inputCotangent, kernelGradient] = pullback(cotangent)

  it('weighs each window', () => {
    expect(toNested(output)).toEqual([
      [
        [
          [37, 47],
          [67, 77],
        ],
      ],
    ])
  })

  it('gives the cotangent of the input: the cotangent in a ring of zeros, met by the rotated kernel', () => {
    const expected = [
      [
        [
          [1, 2, 0],
          [2, 4, 4],
          [-3, 2, 8],
        ],
      ],
    ]
    expect(toNested(inputCotangent)).toEqual(expected)
    const ringed = tensor([0, 0, 0, 0, 0, 1, 0, 0, 0, -1, 2, 0, 0, 0, 0, 0], [1, 1, 4, 4])
    const rotated = tensor([4, 3, 2, 1], [1, 1, 2, 2])
    expect(toNested(conv()(ringed, rotated))).toEqual(expected)
    expect(toNested(conv({ padding: 1 })(cotangent, flip({ axis: [2, 3] })(kernel)))).toEqual(expected)
  })

  it('gives the gradient of the kernel: input and cotangent correlated', () => {
    const expected = [
      [
        [
          [7, 9],
          [13, 15],
        ],
      ],
    ]
    expect(toNested(kernelGradient)).toEqual(expected)
    expect(toNested(conv()(input, cotangent))).toEqual(expected)
  })
})

describe('convInput', () => {
  holds(laws.operation(operations.convInput), identities.convInput)

  it('refuses a cotangent that is not the output of the input', () => {
    expect(() => convInput([1, 1, 3])(ones([1, 1, 3]), ones([1, 1, 2]))).toThrow(
      'Cannot convInput [1, 1, 3]: expected the cotangent to span [2], found [3]',
    )
  })

  it('refuses a cotangent with other channels than the kernel', () => {
    expect(() => convInput([1, 1, 3])(ones([1, 5, 2]), ones([4, 1, 2]))).toThrow(
      'Cannot convInput [1, 5, 2] and [4, 1, 2]: expected the cotangent to have 4 output channels, as the kernel, found 5',
    )
  })
})

describe('convFilter', () => {
  holds(laws.operation(operations.convFilter), identities.convFilter)

  it('refuses a cotangent that is not the output of the kernel', () => {
    expect(() => convFilter([1, 1, 2])(ones([1, 1, 3]), ones([1, 1, 3]))).toThrow(
      'Cannot convFilter [1, 1, 3]: expected the cotangent to span [2], found [3]',
    )
  })

  it('refuses a cotangent of other images than the input', () => {
    expect(() => convFilter([1, 1, 2])(ones([2, 1, 3]), ones([3, 1, 2]))).toThrow(
      'Cannot convFilter [2, 1, 3] and [3, 1, 2]: expected the input to have 3 images, as the cotangent, found 2',
    )
  })
})
