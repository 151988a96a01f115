import { relu } from 'cotangent'
import { dense, named } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'

describe('named', () => {
  it('refuses a whole number, which is what layers without a name are called', () => {
    expect(() => named('0', relu)).toThrow("Cannot name a layer '0'")
  })

  it('leaves the layer as it was', () => {
    const layer = dense(2, 1)
    expect(named('fc', layer).apply).toBe(layer.apply)
    expect(named('fc', layer).name).toBe('fc')
  })
})
