import { describe, expect, it } from 'vitest'
import { digits, numbers, oneOf, searchOf, text, valuesFrom, whole } from '../../../demo/common/Field.ts'

const fields = {
  stride: whole(1, 3, 1),
  kind: oneOf(['max', 'average'], 'max'),
  kernel: numbers(-9, 9, [1, -2]),
  image: digits([0, 7]),
  code: text({ one: '1', two: '1 + 1' }, 8, 'one'),
}

const first = { stride: 1, kind: 'max', kernel: [1, -2], image: [0, 7], code: '1' } as const

describe('searchOf', () => {
  it('names what differs from the first values, and nothing else', () => {
    expect(searchOf(fields, first).toString()).toBe('')
    expect(searchOf(fields, { ...first, stride: 2, kernel: [0, -9] }).toString()).toBe('stride=2&kernel=0.-9')
  })

  it('is undone by valuesFrom', () => {
    const state = { stride: 3, kind: 'average', kernel: [-9, 9], image: [9, 0], code: '1 + 1' } as const
    expect(valuesFrom(fields, searchOf(fields, state))).toEqual(state)
    const written = ['', '=', 'one', 'a = "&"', '12345678'].map((code) => ({ ...state, code }))
    expect(written.map((one) => valuesFrom(fields, searchOf(fields, one)))).toEqual(written)
    expect(searchOf(fields, { ...first, code: '1 + 1' }).toString()).toBe('code=two')
  })
})

describe('valuesFrom', () => {
  it.each([
    ...['stride=0', 'stride=4', 'stride=1.5', 'stride=NaN', 'stride=1e0', 'stride=', 'stride=-0x1', 'stride=%00'],
    ...['kind=sum', 'kind=', 'kind=constructor', '__proto__=1'],
    ...['kernel=1', 'kernel=1.2.3', 'kernel=1.10', 'kernel=a.b', 'kernel=1.', 'image=123', 'image=a1', 'image=-1'],
    ...['code=three', 'code=', 'code==123456789'],
  ])('reads %s as the first values', (search) => {
    expect(valuesFrom(fields, new URLSearchParams(search))).toEqual(first)
  })
})
