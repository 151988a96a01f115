import { grad, logSoftmax, logsumexp, softmax, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toArray, toNested } from '../float64.ts'

describe('logsumexp', () => {
  holds(laws.operation(operations.logsumexp), identities.logsumexp)

  it('lets entries of -Infinity count for nothing', () => {
    expect(item(logsumexp()(tensor([1e4, -Infinity], [2])))).toBe(1e4)
    expect(toNested(grad((x: Tensor<readonly [2]>) => logsumexp()(x))(tensor([0, -Infinity], [2])))).toEqual([1, 0])
  })

  it('is -Infinity where all entries are, with derivative 0', () => {
    const none = tensor([-Infinity, -Infinity], [2])
    expect(item(logsumexp()(none))).toBe(-Infinity)
    expect(toNested(grad((x: Tensor<readonly [2]>) => logsumexp()(x))(none))).toEqual([0, 0])
  })
})

describe('logSoftmax', () => {
  holds(laws.operation(composites.logSoftmax), identities.logSoftmax)

  it('is -Infinity at logits of -Infinity, with finite derivatives elsewhere', () => {
    const x = tensor([0, -Infinity], [2])
    expect(toNested(logSoftmax()(x))).toEqual([0, -Infinity])
    const first = (v: Tensor<readonly [2]>) => sum()(logSoftmax()(v))
    expect(toNested(grad(first)(tensor([0, 0], [2])))).toEqual([0, 0])
  })
})

describe('softmax', () => {
  holds(laws.operation(composites.softmax), identities.softmax)

  it('does not overflow', () => {
    const [first, second, last] = toArray(softmax()(tensor([1e4, 1e4, -1e4], [3])))
    expect(first).toBeCloseTo(0.5, 12)
    expect([second, last]).toEqual([first, 0])
  })
})
