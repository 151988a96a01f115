import { add, exp, grad, log, logSoftmax, logsumexp, ones, softmax, sum, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, lawOf, laws, operations } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { holds } from '../holds.ts'
import { item, toArray, toNested } from '../float64.ts'

describe('logsumexp', () => {
  holds(
    laws.operation(operations.logsumexp),
    lawOf(operations.logsumexp, 'meaning', ([x]) => ({
      left: logsumexp()(x),
      right: log(sum()(exp(x))),
      tolerance: 1e-12,
    })),
    ...[1e4, -1e4].map((shift) =>
      lawOf(operations.logsumexp, `shift by ${String(shift)}`, ([x], { f }) => ({
        left: f(add(x, shift)),
        right: add(f(x), shift),
        tolerance: 1e-12,
      })),
    ),
  )

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
  holds(
    laws.operation(composites.logSoftmax),
    ...[1e4, -1e4].map((shift) =>
      lawOf(composites.logSoftmax, `shift by ${String(shift)} changes nothing`, ([x], { f }) => ({
        left: f(add(x, shift)),
        right: f(x),
        tolerance: 1e-11,
      })),
    ),
    lawOf(composites.logSoftmax, 'is the logarithm of softmax', ([x], { f, geometry: { axis } }) => ({
      left: exp(f(x)),
      right: softmax({ axis })(x),
      tolerance: 1e-12,
    })),
  )

  it('is -Infinity at logits of -Infinity, with finite derivatives elsewhere', () => {
    const x = tensor([0, -Infinity], [2])
    expect(toNested(logSoftmax()(x))).toEqual([0, -Infinity])
    const first = (v: Tensor<readonly [2]>) => sum()(logSoftmax()(v))
    expect(toNested(grad(first)(tensor([0, 0], [2])))).toEqual([0, 0])
  })
})

describe('softmax', () => {
  holds(
    laws.operation(composites.softmax),
    lawOf(composites.softmax, 'sums to 1', ([x], { f, geometry: { axis } }) => {
      const total = sum({ axis })(f(x)) as Tensor
      return { left: total, right: ones(total.shape), tolerance: 1e-12 }
    }),
  )

  it('does not overflow', () => {
    const [first, second, last] = toArray(softmax()(tensor([1e4, 1e4, -1e4], [3])))
    expect(first).toBeCloseTo(0.5, 12)
    expect([second, last]).toEqual([first, 0])
  })
})
