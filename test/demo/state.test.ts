import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, stateFrom } from '../../demo/state.ts'

const names = ['lang', 'theme', ...['stride', 'padding', 'image', 'row'].map((name) => `convolution.${name}`)]

describe('stateFrom', () => {
  it('finds the same state again in its address, whatever address it began with', () => {
    const searches = fc.array(fc.tuple(fc.constantFrom(...names, 'pooling.kind', 'backward.code'), fc.string()))
    fc.assert(
      fc.property(searches, (pairs) => {
        const state = stateFrom(new URLSearchParams(pairs))
        expect(stateFrom(new URLSearchParams(addressOf(state)))).toEqual(state)
      }),
    )
  })

  it('keeps fields of the same name apart', () => {
    const state = stateFrom(new URLSearchParams('convolution.stride=3&backward.stride=2&pooling.stride=1&lang=zh'))
    expect([state.convolution.stride, state.backward.stride, state.pooling.stride]).toEqual([3, 2, 1])
    expect(state.page.lang).toBe('zh')
  })
})

describe('addressOf', () => {
  it('is empty at first', () => {
    expect(addressOf(stateFrom(new URLSearchParams()))).toBe('')
  })
})
