import { log, tensor } from 'cotangent'
import { identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { toNested } from '../float64.ts'

describe('log', () => {
  holds(laws.operation(operations.log), identities.log)

  it('is -Infinity at 0 and NaN below', () => {
    expect(toNested(log(tensor([1, 0, -1], [3])))).toEqual([0, -Infinity, NaN])
  })
})
