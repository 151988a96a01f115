import {
  abs,
  add,
  celu,
  div,
  equal,
  greater,
  log,
  neg,
  sin,
  softmax,
  elu,
  softsign,
  customVjp,
  exp,
  maxPool,
  mul,
  relu,
  sqrt,
  stopGradient,
  sum,
  tensor,
  TensorError,
  where,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import type { LawOptions } from 'cotangent/laws'
import { checkGradient, LawError, passed, showFailure } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toNested } from '../../float64.ts'

const square = (x: Tensor): Tensor => mul(x, x)
const halved = customVjp(square, (x) => (g) => mul(g, x))

describe('checkGradient', () => {
  it('passes a right derivative at points of a domain', () => {
    const result = checkGradient((x: Tensor) => exp(square(x)), { domain: 'real', shape: [2, 3], seed: 1 })
    expect(result).toMatchObject({ _tag: 'passed', runs: 60, seed: 1, kinks: 0, kinksAt: [] })
    expect(result.worst?.error).toBe(result.worst?.error)
    expect(result.worst?.error).toBeLessThan(1e-6)
    expect(result.worst?.input.shape).toEqual([2, 3])
  })

  it('checks the order that is asked', () => {
    const once = customVjp(
      (x: Tensor) => exp(x),
      (x) => (g) => mul(g, exp(stopGradient(x))),
    )
    expect(checkGradient(once, { order: 1 })._tag).toBe('passed')
    expect(checkGradient(once, { order: 2 })).toMatchObject({ _tag: 'failed', law: 'gradient: second order' })
    expect(checkGradient(once).worst).toMatchObject({ order: 2 })
  })

  it('gives the worst slope of a wrong derivative: where, along which axis, what either side says', () => {
    const result = checkGradient(halved, { point: tensor([1, 2, 4], [3]) })
    expect(result).toMatchObject({ _tag: 'failed', law: 'gradient: finite differences' })
    expect(result.worst).toMatchObject({ order: 1, analytic: 4 })
    expect(result.worst?.numeric).toBeCloseTo(8, 6)
    expect(toNested(result.worst!.input)).toEqual([1, 2, 4])
    expect(toNested(result.worst!.direction)).toEqual([0, 0, 1])
  })

  it('says in a failure at which point, and which side says what', () => {
    const check = () => passed(checkGradient(halved, { point: tensor([1, 4], [2]), seed: 2 }))
    expect(check).toThrow(LawError)
    expect(check).toThrow(
      /^point: \[2\] of 1, 4\nfinite differences: \[\[[\d., ]+\], .*\npullback: \[\[1, 0\], \[0, 4\]\]$/m,
    )
    expect(check).toThrow(/^ {2}1\.1\n {4}finite differences: 7\.9{6}\d*\n {4}pullback: {11}4$/m)
    expect(check).toThrow(/^replay: checkGradient\(f, \{ \.\.\., seed: 2, path: '[\d:]+' \}\)$/m)
  })

  it('gives a random direction where the Jacobian is large', () => {
    const result = checkGradient(halved, { domain: 'positive', shape: [5, 5] })
    expect(result._tag).toBe('failed')
    expect(new Set(toNested(result.worst!.direction).flat()).size).toBe(25)
  })

  it('takes trees, and gives trees back', () => {
    const point = { w: tensor([2], [1]), rest: [tensor([3], [1])] as const }
    const right = checkGradient((t: typeof point) => mul(t.w, t.rest[0]), { point })
    expect(right._tag).toBe('passed')
    const wrong = checkGradient((t: typeof point) => add(halved(t.w), t.rest[0]), { point })
    expect(wrong._tag).toBe('failed')
    expect([toNested(wrong.worst!.direction.w), toNested(wrong.worst!.direction.rest[0])]).toEqual([[1], [0]])
    expect(() => passed(wrong)).toThrow(/^point: \{ w: \[1\] of 2, rest: \[\[1\] of 3\] \}$/m)
  })

  it('draws points of the form of one where a domain is named too', () => {
    const result = checkGradient(square, { point: tensor([0, 0], [2]), domain: 'positive', seed: 1 })
    expect(toNested(result.worst!.input)).not.toEqual([0, 0])
  })

  it('replays a failure from its seed and path', () => {
    const late = customVjp(
      (x: Tensor) => relu(x),
      (x) => (g) => mul(g, add(mul(relu(x), 0), 1)),
    )
    const first = checkGradient(late, { domain: 'real', seed: 4, order: 1 })
    expect(first._tag).toBe('failed')
    if (first._tag !== 'failed') return
    expect(first.replay).toBe(`checkGradient(f, { ..., seed: 4, path: '${first.path}' })`)
    const again = checkGradient(late, { domain: 'real', seed: 4, path: first.path, order: 1 })
    expect(again).toMatchObject({ _tag: 'failed', counterexample: first.counterexample })
    expect(toNested(again.worst!.input)).toEqual(toNested(first.worst!.input))
  })

  it('reports a kink where the function has one, with the slopes on its sides', () => {
    const result = checkGradient((x: Tensor) => relu(x), { point: tensor([0], [1]) })
    expect(result).toMatchObject({ _tag: 'kink', law: 'gradient: finite differences' })
    const [kink] = result.kinksAt
    expect(kink).toMatchObject({ order: 1, analytic: 0 })
    expect([kink!.left, kink!.right]).toEqual([expect.closeTo(0, 6), expect.closeTo(1, 6)])
    expect(toNested(kink!.input)).toEqual([0])
  })

  it('fails a derivative at a kink that no slope beside it explains, and none that parts with kinks add up to', () => {
    const withSlope = (slope: number) =>
      customVjp(
        (x: Tensor): Tensor => relu(x),
        (x) => (g) => mul(g, where(equal(x, 0), slope, greater(x, 0))),
      )
    const tagOf = (f: (x: Tensor) => Tensor): string => checkGradient(f, { point: tensor([0, 1]), order: 1 })._tag
    expect([0, 1, 1.5].map((slope) => tagOf(withSlope(slope)))).toEqual(['kink', 'kink', 'kink'])
    expect([5, -3, 1000].map((slope) => tagOf(withSlope(slope)))).toEqual(['failed', 'failed', 'failed'])
    expect(tagOf((x) => add(relu(x), mul(-0.1, relu(neg(x)))))).toBe('kink')
  })

  it('reports a kink near the point, where the sides of the point agree', () => {
    const result = checkGradient((x: Tensor) => abs(x), { point: tensor([5e-6], [1]) })
    expect(result).toMatchObject({ _tag: 'kink' })
  })

  it('tells of a kink whose convention is the mean of its sides, and passes', () => {
    const result = checkGradient((x: Tensor) => abs(x), { point: tensor([0, 1], [2]), order: 1 })
    expect(result._tag).toBe('passed')
    expect(result.kinksAt[0]).toMatchObject({ left: -1, right: 1, analytic: 0 })
  })

  it.each([
    ['softsign', softsign],
    ['elu', elu()],
    ['celu', celu({ alpha: 0.5 })],
    ['relu squared', (x: Tensor) => mul(relu(x), relu(x))],
    ['x |x|', (x: Tensor) => mul(x, abs(x))],
  ])('takes the derivative of %s for right where the second one jumps, and a wrong one for wrong', (_, f) => {
    const point = tensor([0, 1, -1], [3])
    const right = f
    expect(checkGradient(right, { point, order: 1 })._tag).toBe('passed')
    expect(checkGradient(right, { point, order: 2 })._tag).not.toBe('failed')
    // A jump of a thousandth of the slope, beside what is curved.
    expect(checkGradient(right, { point, order: 2, seed: 356356 })._tag).not.toBe('failed')
    const wrong = (x: Tensor): Tensor => add(right(x), halved(x))
    expect(checkGradient(wrong, { point, order: 1 })._tag).toBe('failed')
  })

  it('reports the ties of pooling as kinks', () => {
    const point = tensor(new Float64Array(8), [1, 1, 8])
    expect(checkGradient((x: Tensor) => maxPool({ kernel: 2 })(x), { point })._tag).toBe('kink')
  })

  it('does not take a wrong derivative for a kink, though the function has one elsewhere', () => {
    const both = (x: Tensor): Tensor => add(abs(x), halved(x))
    expect(checkGradient(both, { point: tensor([0, 2], [2]), order: 1 })._tag).toBe('failed')
  })

  it('does not take steep for a kink', () => {
    const steep = (x: Tensor): Tensor => sum()(exp(mul(x, 30)))
    expect(checkGradient(steep, { point: tensor([0.3], [1]), order: 1, tolerance: 1e-5 })._tag).toBe('passed')
    const wrong = customVjp(steep, (x) => (g) => mul(g, exp(mul(x, 30))))
    expect(checkGradient(wrong, { point: tensor([0.3], [1]), order: 1, tolerance: 1e-5 })._tag).toBe('failed')
  })

  it('fails at a pole', () => {
    expect(checkGradient((x: Tensor) => sqrt(x), { point: tensor([0], [1]) })._tag).toBe('failed')
  })

  it.each<readonly [string, (x: Tensor) => Tensor, number]>([
    ['1 / x beside its pole', (x) => div(1, x), 1e-6],
    ['1 / x at the usual step from its pole', (x) => div(1, x), 1e-5],
    ['log beside its pole', (x) => log(x), 1e-8],
    ['sqrt beside its pole', (x) => sqrt(x), 1e-8],
    ['x^3 where it is flat', (x) => mul(x, mul(x, x)), 1e-5],
    ['x^2 far away', square, 1e10],
  ])('passes %s', (_, f, at) => {
    const point = tensor([at], [1])
    expect(checkGradient(f, { point })._tag).toBe('passed')
    const wrong = customVjp(f, () => (g) => mul(g, -3 * at))
    expect(checkGradient(wrong, { point, order: 1 })._tag).toBe('failed')
  })

  it('finds slopes beside a large constant, and says so where it cannot', () => {
    const beside = (constant: number, f: (x: Tensor) => Tensor, options: LawOptions = {}) =>
      checkGradient((x: Tensor) => add(f(x), constant), options)
    const found = { _tag: 'passed', runs: 60, kinks: 0, kinksAt: [] }
    expect(beside(1e6, (x) => sin(x))).toMatchObject(found)
    // At two thirds of their samples the usual step agrees by chance, to less than its error.
    for (const seed of [13, 15]) expect(beside(1e6, (x) => sin(x), { seed })).toMatchObject(found)
    const unclear = beside(1e9, (x) => sin(x))
    expect(unclear).toMatchObject({ _tag: 'illConditioned', law: 'gradient: finite differences', kinks: 0 })
    if (unclear._tag !== 'illConditioned') return
    expect(unclear.reason).toMatch(
      /^finite differences have an error of \S+, more than 0\.000001, at \d+ of its samples/,
    )
    expect(unclear.uncertainty.error).toBeGreaterThan(1e-6)
    expect(showFailure(unclear)).toContain('gradient: finite differences cannot be checked: finite differences have')
    const wrong = customVjp(
      (x: Tensor) => sin(x),
      () => (g) => mul(g, 3),
    )
    expect(beside(1e9, wrong)._tag).toBe('failed')
  })

  it('judges slopes relative to their own size', () => {
    const tiny = (f: (x: Tensor) => Tensor) => checkGradient((x: Tensor) => mul(f(x), 1e-8))
    expect(tiny(exp)._tag).toBe('passed')
    const wrong = customVjp(
      (y: Tensor) => exp(y),
      () => (g) => neg(g),
    )
    expect(tiny(wrong)._tag).toBe('failed')
    expect(checkGradient((x: Tensor) => add(mul(wrong(x), 1e-8), 1))._tag).toBe('failed')
    expect(checkGradient((x: Tensor) => mul(relu(x), 1e-8), { point: tensor([0], [1]) })._tag).toBe('kink')
  })

  it('passes slopes that are 0 but for rounding', () => {
    expect(checkGradient((x: Tensor) => sum()(softmax()(x)))._tag).toBe('passed')
    expect(checkGradient((x: Tensor) => mul(x, 0))._tag).toBe('passed')
  })

  it.each<readonly [string, object]>([
    ['tolerance to be a finite number, 0 or more, found NaN', { tolerance: Number.NaN }],
    ['tolerance to be a finite number, 0 or more, found Infinity', { tolerance: Infinity }],
    ['runs to be a whole number, 1 or more, found 0.5', { runs: 0.5 }],
    ["found 'unknown'", { unknown: 1 }],
    ["found 'shape'", { point: tensor([1], [1]), shape: [1] }],
    ["order to be 0, 1 or 2, found 'a'", { order: 'a' }],
    ['order to be 0, 1 or 2, found 3', { order: 3 }],
    ['step to be a finite number above 0, found 0', { step: 0 }],
    ["found 'zzz'", { path: 'zzz' }],
    ['a domain, or the name of one among real, positive, unitInterval', { domain: 'nope' }],
    ["found 'toString'", { domain: 'toString', point: tensor([1], [1]) }],
    ['every dimension to be a whole number, 0 or more, found [-1]', { shape: [-1] }],
    ['a record of options, found null', null as never],
  ])('refuses %s', (message, options) => {
    expect(() => checkGradient(square, options as never)).toThrow(TensorError)
    expect(() => checkGradient(square, options as never)).toThrow(message)
  })
})
