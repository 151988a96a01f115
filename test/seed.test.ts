import { afterEach, describe, expect, it, vi } from 'vitest'
import { seed } from './seed.ts'

describe('seed', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('is the one that the run was given', () => {
    vi.stubEnv('COTANGENT_SEED', '42')
    expect(seed()).toBe(42)
  })

  it('comes from the commit, and stays the same, when none was given', () => {
    vi.stubEnv('COTANGENT_SEED', '')
    expect(seed()).toBe(seed())
    expect(seed()).toBeGreaterThanOrEqual(0)
    expect(seed()).toBeLessThan(2 ** 31)
  })

  it.each(['seven', '-1', '1.5', '2147483648'])('refuses %s', (asked) => {
    vi.stubEnv('COTANGENT_SEED', asked)
    expect(seed).toThrow(RangeError)
  })
})
