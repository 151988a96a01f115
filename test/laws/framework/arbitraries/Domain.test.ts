import { awayFromZero, distinct, domains, integers, randomOf, shuffled, within } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'

const draw = (domain: (typeof domains)[keyof typeof domains], count = 500): readonly number[] => [
  ...domain.draw(count, randomOf(3)),
]

describe('domains', () => {
  it('are the same for the same random numbers', () => {
    for (const domain of Object.values(domains)) expect(draw(domain)).toEqual(draw(domain))
  })

  it('keep to their bounds', () => {
    expect(draw(within(-1, 3)).every((x) => x >= -1 && x < 3)).toBe(true)
    expect(new Set(draw(integers(-1, 1)))).toEqual(new Set([-1, 0, 1]))
    expect(draw(awayFromZero(0.3)).every((x) => Math.abs(x) >= 0.3)).toBe(true)
    expect(draw(domains.betweenHalves).every((x) => Math.abs(2 * x - Math.round(2 * x)) >= 0.1 - 1e-12)).toBe(true)
    expect(draw(domains.words).every((x) => Number.isInteger(x) && x >= 0 && x <= 0xffff)).toBe(true)
  })

  it('keep distinct entries apart, also from those between them', () => {
    const sorted = [...draw(distinct()), ...distinct(0.5).draw(500, randomOf(4))].sort((a, b) => a - b)
    const gaps = sorted.slice(1).map((x, k) => x - sorted[k]!)
    expect(Math.min(...gaps)).toBeGreaterThan(0.024)
  })

  it('take both signs', () => {
    const signs = new Set(draw(awayFromZero()).map(Math.sign))
    expect(signs).toEqual(new Set([-1, 1]))
  })
})

describe('shuffled', () => {
  it('is a permutation, and not always the same', () => {
    expect([...shuffled(20, randomOf(1))].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, k) => k))
    expect(shuffled(20, randomOf(1))).not.toEqual(shuffled(20, randomOf(2)))
  })
})
