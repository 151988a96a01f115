import { add, exp, item, mul, show, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'

describe('show', () => {
  it('tells an expression instruction by instruction', () => {
    const x = tensor([1, 2], [2])
    expect(show(mul(exp(x), x))).toBe(
      [
        '%0 : [2]',
        '%1 = exp(%0) [2], 8 bytes, 8 held',
        '%2 = mul(%1, %0) [2], 8 bytes, 16 held',
        'return %2',
        'peak 16 bytes',
      ].join('\n'),
    )
  })

  it('tells a tree of them, what they share once', () => {
    const y = exp(tensor([1], []))
    expect(show({ a: y, b: add(y, y) }).split('\n')).toEqual([
      '%0 : []',
      '%1 = exp(%0) [], 4 bytes, 4 held',
      '%2 = add(%1, %1) [], 4 bytes, 8 held',
      'return %1, %2',
      'peak 8 bytes',
    ])
  })

  it('computes nothing, and takes what is computed for given', () => {
    const y = exp(tensor([1], []))
    const z = mul(y, y)
    show(z)
    expect(show(z)).toContain('exp')
    item(y)
    expect(show(z)).not.toContain('exp')
  })
})
