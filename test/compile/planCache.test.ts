import { grad, mul, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { planCache, planCapacity, readsOf } from '../../src/compile/planCache.ts'

const vector = (length: number): Tensor => tensor(new Float64Array(length), [length])

const counted = () => {
  const forgotten: number[] = []
  let made = 0
  const cache = planCache(
    () => ({ number: made++ }),
    ({ number }) => forgotten.push(number),
  )
  return { ...cache, forgotten, count: () => made }
}

describe('planCache', () => {
  it('makes a plan for every form of arguments, and none for other numbers', () => {
    const { callOf, count } = counted()
    expect(callOf([vector(2), 1]).plan).toBe(callOf([vector(2), 7]).plan)
    expect(callOf([vector(3), 1]).plan).not.toBe(callOf([vector(2), 1]).plan)
    expect(count()).toBe(2)
  })

  it('forgets the plan that was used longest ago', () => {
    const { planFor, forgotten } = counted()
    for (let length = 1; length <= planCapacity; length++) planFor([vector(length)])
    planFor([vector(1)])
    planFor([vector(planCapacity + 1)])
    expect(forgotten).toEqual([1])
  })

  it('has no plan for arguments that depend on a derivative in progress', () => {
    const { callOf } = counted()
    const seen: unknown[] = []
    grad((x: Tensor<readonly [2]>) => {
      seen.push(callOf([x]).plan)
      return sum()(mul(x, x))
    })(tensor([1, 2], [2]))
    expect(seen).toEqual([null])
  })
})

describe('readsOf', () => {
  it('takes the leaves that a plan reads', () => {
    const leaves = [vector(1), vector(2), vector(3)]
    expect(readsOf({ reads: [2, 0] }, leaves)).toEqual([leaves[2], leaves[0]])
  })
})
