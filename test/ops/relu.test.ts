import { grad, relu, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('relu', () => {
  holds(laws.operation(operations.relu), identities.relu)

  it('has derivative 0 at 0, and hands NaN on', () => {
    expect(toNested(relu(tensor([-1, 0, 2, NaN], [4])))).toEqual([0, 0, 2, NaN])
    expect(toNested(grad((x: Tensor<readonly [3]>) => sum()(relu(x)))(tensor([-1, 0, 2], [3])))).toEqual([0, 0, 1])
  })
})
