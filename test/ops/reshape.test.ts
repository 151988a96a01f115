import { expandDims, reshape, squeeze, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { reshapeTo } from '../../src/ops/reshape.ts'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('reshape', () => {
  holds(laws.operation(operations.reshape), identities.reshape)

  it('works one dimension out', () => {
    expect(toNested(reshape([2, -1])(tensor([1, 2, 3, 4, 5, 6], [6])))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
  })

  it('refuses other sizes, and two dimensions to work out', () => {
    expect(() => reshape([4])(zeros([2, 3]) as Tensor)).toThrow(
      'Cannot reshape [2, 3] to [4]: expected a shape of 6 numbers, found [4]',
    )
    expect(() => reshape([-1, -1])(zeros([2, 3]))).toThrow(
      'Cannot reshape [2, 3] to [-1, -1]: expected at most one dimension of -1, found [-1, -1]',
    )
    expect(() => reshape([-1, 0])(zeros([2, 3]))).toThrow(
      'Cannot reshape [2, 3] to [-1, 0]: expected a shape of 6 numbers, found [-1, 0]',
    )
  })
})

describe('squeeze', () => {
  holds(laws.operation(composites.squeeze), identities.squeeze)

  it('drops the axis named', () => {
    expect(squeeze(-1)(zeros([1, 3, 1])).shape).toEqual([1, 3])
  })

  it('refuses to drop a longer axis', () => {
    expect(() => squeeze(0)(zeros([2, 1]) as Tensor)).toThrow(
      'Cannot squeeze [2, 1]: expected axis 0 to have 1 entry, found 2',
    )
  })
})

describe('the primitive', () => {
  it.each([[[2, 4]], [[5]], [[]]])('refuses another size, whoever applies it: %j', (shape) => {
    expect(() => reshapeTo(zeros([2, 3]), shape)).toThrow('expected a shape of 6 numbers, found')
  })
})

describe('expandDims', () => {
  holds(laws.operation(composites.expandDims), identities.expandDims)

  it('refuses an axis outside the result', () => {
    expect(() => expandDims(3)(zeros([2]) as Tensor)).toThrow(
      'Cannot expand the dimensions of [2]: expected an axis from -2 to 1, found 3',
    )
  })
})
