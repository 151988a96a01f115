/** @file Hyperbolic functions beside those of the language. */
import { acosh, asinh, atanh, cosh, grad, sinh, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

describe('acosh', () => {
  holds(laws.operation(composites.acosh))

  it('is the function of the language, infinite where that is', () => {
    expectNear(acosh(tensor([1, 2, 1e200], [3])), [Math.acosh(1), Math.acosh(2), Math.acosh(1e200)])
  })

  it('has an infinite second derivative at 1, and none far away', () => {
    const second = grad(grad((x: Tensor<readonly []>) => acosh(x)))
    expect([1, Infinity].map((x) => item(second(tensor(x, []))))).toEqual([-Infinity, -0])
  })
})

describe('asinh', () => {
  holds(laws.operation(composites.asinh))

  it('is the function of the language, infinite where that is', () => {
    expectNear(asinh(tensor([-3, 0, 1e-9, 1e200], [4])), [
      Math.asinh(-3),
      Math.asinh(0),
      Math.asinh(1e-9),
      Math.asinh(1e200),
    ])
  })
})

describe('atanh', () => {
  holds(laws.operation(composites.atanh))

  it('is the function of the language, infinite where that is', () => {
    expectNear(atanh(tensor([-0.5, 0, 1], [3])), [Math.atanh(-0.5), Math.atanh(0), Math.atanh(1)])
  })
})

describe('cosh', () => {
  holds(laws.operation(composites.cosh))

  it('is the function of the language, infinite where that is', () => {
    expectNear(cosh(tensor([-2, 0, 1], [3])), [Math.cosh(-2), Math.cosh(0), Math.cosh(1)])
  })
})

describe('sinh', () => {
  holds(laws.operation(composites.sinh))

  it('is the function of the language, infinite where that is', () => {
    expectNear(sinh(tensor([-2, 1e-9, 1], [3])), [Math.sinh(-2), Math.sinh(1e-9), Math.sinh(1)])
  })
})
