/** @file The gradient laws can fail: each catches the faults that are its own. */
import { add, customVjp, exp, floor, mul, neg, relu, stopGradient, sum, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws, operation, shape } from 'cotangent/laws'
import type { OperationSpec } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'

/** A function with a pullback of one's own. */
const withPullback = (f: (x: Tensor) => Tensor, pullback: (x: Tensor, g: Tensor) => Tensor) =>
  customVjp(
    (x: Tensor) => f(x),
    (x) => (g) => pullback(x, g),
  )

const failing = (f: (x: Tensor) => Tensor, more: Partial<OperationSpec<readonly number[]>> = {}): readonly string[] =>
  laws
    .operation(
      operation('f', {
        geometry: shape({ minRank: 1, maxRank: 2, empty: false }),
        inputs: (drawn) => [{ shape: drawn, domain: 'real' }],
        f: () => (x) => f(x),
        ...more,
      }),
    )
    .filter((law) => law.run({ runs: 20, seed: 1 })._tag !== 'passed')
    .map((law) => law.name.replace('f: ', ''))

describe('laws.operation', () => {
  it('holds for a right derivative', () => {
    expect(failing((x) => mul(exp(x), x))).toEqual([])
    expect(failing(withPullback(exp, (x, g) => mul(g, exp(x))))).toEqual([])
  })

  it('catches a wrong sign, at every order', () => {
    expect(
      failing(
        withPullback(
          (x) => mul(x, x),
          (x, g) => mul(g, mul(x, -2)),
        ),
      ),
    ).toContain('finite differences')
  })

  it('catches a derivative that is right, with a wrong derivative of its own', () => {
    expect(failing(withPullback(exp, (x, g) => mul(g, stopGradient(exp(x)))))).toEqual(['second order'])
  })

  it('catches a pullback that is not linear', () => {
    expect(
      failing(
        withPullback(
          (x) => mul(x, 1),
          (_, g) => mul(g, g),
        ),
      ),
    ).toEqual(['adjointness', 'pullback linearity'])
  })

  it('catches a pullback of another shape', () => {
    const wrong = withPullback(
      (x) => sum()(x),
      (_, g) => g,
    )
    expect(failing(wrong).length).toBeGreaterThan(0)
  })

  it('catches a second derivative that is not symmetric', () => {
    // J(x)^T u = A(x) u with A from no function: its derivative has no symmetry.
    const twisted = withPullback(
      (x) => mul(x, x),
      (x, g) => mul(g, mul(x, sum()(x))),
    )
    expect(failing(twisted)).toContain('second symmetry')
  })

  it('catches a cotangent that reaches an input without derivative', () => {
    expect(failing(floor, { order: 0 })).toEqual([])
    expect(failing((x) => mul(x, 2), { order: 0 })).toEqual(['zero cotangent'])
  })

  it('catches a cotangent that reaches an input that is held', () => {
    const both: Partial<OperationSpec<readonly number[]>> = {
      held: [1],
      inputs: (drawn) => [
        { shape: drawn, domain: 'real' },
        { shape: drawn, domain: 'real' },
      ],
    }
    const held = (f: (x: Tensor, y: Tensor) => Tensor) => failing((x) => x, { ...both, f: () => (x, y) => f(x, y) })
    expect(held((x, y) => mul(x, stopGradient(y)))).toEqual([])
    expect(held((x, y) => mul(x, y))).toEqual(['f (held): zero cotangent'])
  })

  it('catches a function that changes once it is compiled', () => {
    let calls = 0
    expect(failing((x) => add(x, (calls += 1)))).toContain('compilation')
  })

  it('is not disturbed by kinks', () => {
    const kinked = operation('relu on whole numbers', {
      geometry: shape({ minRank: 1, maxRank: 1, empty: false }),
      inputs: (drawn: readonly number[]) => [{ shape: drawn, domain: 'real' as const }],
      f: () => (x) => relu(add(x, neg(floor(x)))),
    })
    const results = laws.operation(kinked).map((law) => law.run({ runs: 20, seed: 1 }))
    expect(results.map(({ _tag }) => _tag)).not.toContain('failed')
  })
})

describe('laws.primitive', () => {
  it('tries operands that broadcast', () => {
    const addWithoutSum = customVjp(
      ([a, b]: readonly [Tensor, Tensor]) => add(a, b),
      () => (g) => [g, g] as const,
    )
    const found = laws
      .primitive('add', { f: (a, b) => addWithoutSum([a, b]), domains: ['real', 'real'] })
      .filter((law) => law.run({ runs: 50, seed: 1 })._tag === 'failed')
    expect(found.length).toBeGreaterThan(0)
  })

  it('names laws for the function', () => {
    expect(laws.primitive('square', { f: (x) => mul(x, x), domains: ['real'] }).map(({ name }) => name)).toEqual([
      'square: finite differences',
      'square: adjointness',
      'square: pullback linearity',
      'square: second order',
      'square: second symmetry',
      'square: compilation',
    ])
  })

  it('has nothing against a constant', () => {
    const constant = laws.primitive('constant', { f: () => zeros([2]), domains: ['real'] })
    expect(constant.map((law) => law.run({ runs: 5 })._tag)).not.toContain('failed')
  })
})
