/** @file A listed test of ONNX must differ, and must give what the list says. */
import { describe, expect, it } from 'vitest'
import type { OnnxAnswer } from '../../conformance/onnx.ts'
import { judged } from '../../conformance/onnx.ts'
import type { Instead } from '../../conformance/onnxReasons.ts'
import { reasonFor } from '../../conformance/onnxReasons.ts'

const answer = (found: readonly number[], expected: readonly number[]): OnnxAnswer => ({
  _tag: 'computed',
  outputs: [
    {
      name: 'y',
      found: { shape: [found.length], numbers: found },
      expected: { shape: [expected.length], numbers: expected },
    },
  ],
})

const refused = (isUnsupported: boolean): OnnxAnswer => ({ _tag: 'refused', isUnsupported, reason: 'no such operator' })

const outcome = (given: OnnxAnswer, instead: Instead | null): string =>
  judged(given, 1e-5, instead === null ? null : { reason: 'a choice', instead })._tag

describe('judging ONNX', () => {
  it('passes near numbers, and fails others and other shapes', () => {
    expect(outcome(answer([1], [1.000001]), null)).toBe('passed')
    expect(outcome(answer([NaN], [NaN]), null)).toBe('passed')
    expect(outcome(answer([1], [1.1]), null)).toBe('failed')
    expect(outcome(answer([1, 1], [1]), null)).toBe('failed')
    expect([outcome(refused(true), null), outcome(refused(false), null)]).toEqual(['unsupported', 'failed'])
  })

  it('fails a listed test that passes', () => {
    expect(outcome(answer([1], [1]), { _tag: 'near', relative: 1, absolute: 0 })).toBe('failed')
  })

  it('fails a listed test that gives something else than is listed', () => {
    const near: Instead = { _tag: 'near', relative: 0.01, absolute: 0 }
    expect([outcome(answer([1], [1.005]), near), outcome(answer([1], [1.1]), near)]).toEqual(['deviates', 'failed'])
    const numbers: Instead = { _tag: 'numbers', numbers: [2] }
    expect([outcome(answer([2], [3]), numbers), outcome(answer([2.1], [3]), numbers)]).toEqual(['deviates', 'failed'])
    const rounded: Instead = { _tag: 'rounded' }
    expect(outcome(answer([Infinity], [1e300]), rounded)).toBe('deviates')
    expect(outcome(answer([Infinity], [1e30]), rounded)).toBe('failed')
  })

  it('fails a listed refusal for another reason', () => {
    expect(outcome(refused(false), { _tag: 'refused', says: 'no such' })).toBe('unsupported')
    expect(outcome(refused(false), { _tag: 'refused', says: 'too large' })).toBe('failed')
    expect(outcome(answer([1], [1.1]), { _tag: 'refused', says: 'no such' })).toBe('failed')
  })

  it('lists some tests for some backends alone', () => {
    const name = 'pytorch-operator/test_operator_addconstant'
    expect(reasonFor(name, 'wasm')?.instead._tag).toBe('rounded')
    expect(reasonFor(name, 'reference')).toBeNull()
  })
})
