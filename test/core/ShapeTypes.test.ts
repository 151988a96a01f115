/** @file The shape rules in types and those at run time give the same shapes. */
import { describe, expect, it } from 'vitest'
import type { Shape, Tensor } from 'cotangent'
import {
  add,
  avgPool2d,
  concat,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  expandDims,
  matmul,
  maxPool1d,
  maxPool2d,
  reshape,
  squeeze,
  stack,
  sum,
  transpose,
  zeros,
} from 'cotangent'

/** Compiles where the types say this shape, and holds where the tensor has it. */
const agrees = <const S extends Shape>(expected: S, found: Tensor<NoInfer<S>>): void =>
  expect(found.shape).toEqual(expected)

describe('shapes in types agree with shapes at run time', () => {
  it('broadcasting', () => {
    agrees([5, 4, 3], add(zeros([5, 1, 3]), zeros([4, 1])))
    agrees([0, 3], add(zeros([0, 1]), zeros([3])))
  })

  it('matmul', () => {
    agrees([8, 5, 2, 4], matmul(zeros([8, 1, 2, 3]), zeros([5, 3, 4])))
    agrees([5, 4], matmul(zeros([3]), zeros([5, 3, 4])))
    agrees([5, 2], matmul(zeros([5, 2, 3]), zeros([3])))
    agrees([], matmul(zeros([3]), zeros([3])))
  })

  it('reductions', () => {
    agrees([], sum()(zeros([2, 3, 4])))
    agrees([3], sum({ axis: [0, -1] })(zeros([2, 3, 4])))
    agrees([1, 3, 1], sum({ axis: [0, -1], keepDims: true })(zeros([2, 3, 4])))
    agrees([2, 3, 4], sum({ axis: [] })(zeros([2, 3, 4])))
  })

  it('transpose, reshape, squeeze, expandDims', () => {
    agrees([4, 3, 2], transpose(zeros([2, 3, 4])))
    agrees([4, 2, 3], transpose([-1, 0, 1])(zeros([2, 3, 4])))
    agrees([32, 400], reshape([-1, 400])(zeros([32, 16, 5, 5])))
    agrees([0, 5], reshape([0, 5])(zeros([0, 3])))
    agrees([3, 1], squeeze(0)(zeros([1, 3, 1])))
    agrees([3], squeeze()(zeros([1, 3, 1])))
    agrees([3, 4, 1], expandDims(-1)(zeros([3, 4])))
    agrees([3, 1, 4], expandDims(-2)(zeros([3, 4])))
  })

  it('concat and stack', () => {
    agrees([2, 8], concat({ axis: -1 })([zeros([2, 1]), zeros([2, 3]), zeros([2, 4])]))
    agrees([2, 3, 2], stack({ axis: -1 })([zeros([2, 3]), zeros([2, 3])]))
  })

  it('convolution: stride, padding, dilation, groups', () => {
    const images = zeros([2, 4, 13, 17])
    agrees([2, 6, 9, 13], conv2d()(images, zeros([6, 4, 5, 5])))
    agrees([2, 6, 7, 9], conv2d({ stride: 2, padding: 2 })(images, zeros([6, 4, 5, 5])))
    agrees([2, 6, 5, 5], conv2d({ stride: [2, 3], dilation: [1, 2], padding: [0, 0] })(images, zeros([6, 4, 4, 3])))
    agrees(
      [2, 6, 15, 17],
      conv2d({
        padding: [
          [1, 3],
          [0, 2],
        ],
      })(images, zeros([6, 4, 3, 3])),
    )
    agrees([2, 6, 11, 15], conv2d({ groups: 2 })(images, zeros([6, 2, 3, 3])))
    agrees([2, 6, 7, 6], conv2d({ padding: 'same', stride: [2, 3] })(images, zeros([6, 4, 4, 2])))
    agrees([1, 1, 5], conv1d({ inputDilation: 2, padding: 'sameLower' })(zeros([1, 1, 3]), zeros([1, 1, 2])))
    agrees([1, 1, 4], conv1d({ inputDilation: 2 })(zeros([1, 1, 3]), zeros([1, 1, 2])))
  })

  it('transposed convolution: stride, uneven and same padding, output padding, dilation, groups', () => {
    const images = zeros([2, 4, 5, 7])
    agrees([2, 6, 7, 9], convTranspose2d()(images, zeros([4, 6, 3, 3])))
    agrees([2, 6, 10, 21], convTranspose2d({ stride: [2, 3], padding: 'same' })(images, zeros([4, 6, 3, 2])))
    agrees(
      [2, 6, 10, 11],
      convTranspose2d({
        stride: 2,
        padding: [
          [0, 1],
          [2, 2],
        ],
      })(images, zeros([4, 6, 3, 3])),
    )
    agrees([1, 2, 8], convTranspose1d({ stride: 2, padding: 1, outputPadding: 1 })(zeros([1, 1, 4]), zeros([1, 2, 3])))
    agrees([1, 4, 8], convTranspose1d({ dilation: 2, groups: 2 })(zeros([1, 2, 4]), zeros([2, 2, 3])))
  })

  it('pooling: overlap, padding, ceil mode and the window that is dropped', () => {
    agrees([1, 96, 27, 27], maxPool2d({ kernel: 3, stride: 2 })(zeros([1, 96, 55, 55])))
    agrees([1, 2, 3, 2], avgPool2d({ kernel: [2, 4] })(zeros([1, 2, 6, 8])))
    agrees([1, 1, 2], maxPool1d({ kernel: 2 })(zeros([1, 1, 5])))
    agrees([1, 1, 3], maxPool1d({ kernel: 2, ceilMode: true })(zeros([1, 1, 5])))
    agrees([1, 1, 2], maxPool1d({ kernel: 2, ceilMode: true })(zeros([1, 1, 4])))
    agrees([1, 1, 2], maxPool1d({ kernel: 2, stride: 2, padding: 1, ceilMode: true })(zeros([1, 1, 3])))
    agrees([1, 1, 4], maxPool1d({ kernel: 3, stride: 2, padding: 1, ceilMode: true })(zeros([1, 1, 6])))
    agrees([1, 1, 4], maxPool1d({ kernel: 2, padding: 'same' })(zeros([1, 1, 7])))
    agrees([1, 2, 4, 3], avgPool2d({ kernel: 3, stride: [2, 3], padding: 'same', ceilMode: true })(zeros([1, 2, 7, 8])))
    agrees([1, 1, 3], maxPool1d({ kernel: 3, stride: 2, padding: [[2, 0]] })(zeros([1, 1, 5])))
    agrees([1, 1, 2], maxPool1d({ kernel: 2, dilation: 3, stride: 3 })(zeros([1, 1, 7])))
  })
})
