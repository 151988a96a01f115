import { at, grad, logSoftmax, logsumexp, softmax, sum, tensor } from 'cotangent'
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

describe('logsumexp of an infinite entry', () => {
  it('has derivative 0 for finite entries, of both orders, and NaN for infinite ones', () => {
    const x = tensor([0, Infinity, -Infinity, 1, 1, 1], [2, 3])
    const slopes = grad((v: Tensor<readonly [2, 3]>) => sum()(logsumexp({ axis: 1 })(v)))
    const third = 1 / 3
    expect(toNested(logsumexp({ axis: 1 })(x))).toEqual([Infinity, 1 + Math.log(3)])
    const [first, second] = toNested(slopes(x))
    expect(first).toEqual([0, Number.NaN, 0])
    second!.forEach((slope) => expect(slope).toBeCloseTo(third, 12))
    const [curved] = toNested(grad((v: Tensor<readonly [2, 3]>) => at(0)(at(0)(slopes(v))))(x))
    expect(curved).toEqual([0, 0, 0])
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

  it('is 0 where all entries are -Infinity, and so is its derivative', () => {
    const none: Tensor = tensor([-Infinity, -Infinity], [2])
    expect(toNested(softmax()(none))).toEqual([0, 0])
    expect(toNested(logSoftmax()(none))).toEqual([-Infinity, -Infinity])
    expect(toNested(grad((v: Tensor) => at(0)(softmax()(v)))(none))).toEqual([0, 0])
  })

  it('does not overflow', () => {
    const [first, second, last] = toArray(softmax()(tensor([1e4, 1e4, -1e4], [3])))
    expect(first).toBeCloseTo(0.5, 12)
    expect([second, last]).toEqual([first, 0])
  })
})
