import { describe, expect, it } from 'vitest'
import { recentlyUsed } from '../../src/compile/recentlyUsed.ts'

interface Value {
  readonly name: string
}

describe('recentlyUsed', () => {
  it('makes each value once', () => {
    const cache = recentlyUsed<Value>(2)
    const first = cache('a', () => ({ name: 'a' }))
    expect(cache('a', () => ({ name: 'another' }))).toBe(first)
  })

  it('lets the one used longest ago go, and says so', () => {
    const gone: string[] = []
    const cache = recentlyUsed<Value>(2, ({ name }) => {
      gone.push(name)
    })
    const use = (name: string) => cache(name, () => ({ name }))
    for (const name of ['a', 'b', 'a', 'c', 'd']) use(name)
    expect(gone).toEqual(['b', 'a'])
  })

  it('keeps no answer of null', () => {
    const cache = recentlyUsed<Value>(2)
    expect(cache('a', () => null)).toBeNull()
    expect(cache('a', () => ({ name: 'a' })).name).toBe('a')
  })
})
