import { describe, expect, it } from 'vitest'
import { en } from '../../demo/words/en.ts'
import { zh } from '../../demo/words/zh.ts'

/** The texts of a table, by their places; functions are asked for the texts of 1 and of 2. */
const textsOf = (table: object, at = ''): readonly (readonly [place: string, text: string])[] =>
  Object.entries(table).flatMap(([name, value]: readonly [string, unknown]) => {
    const place = `${at}${name}`
    if (typeof value === 'string') return [[place, value] as const]
    if (typeof value === 'function')
      return [1, 2].map((count) => [place, String(Reflect.apply(value, undefined, [count, count]))] as const)
    return typeof value === 'object' && value !== null ? textsOf(value, `${place}.`) : []
  })

describe('the words of the page', () => {
  it('stand at the same places in both languages, and none is empty', () => {
    expect(textsOf(zh).map(([place]) => place)).toEqual(textsOf(en).map(([place]) => place))
    expect([...textsOf(en), ...textsOf(zh)].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('are Chinese in Chinese, but for names', () => {
    const names = ['language', 'other', 'byLibrary', 'grad', 'sobel', 'names.', 'classes.', 'optimizers.']
    const foreign = textsOf(zh).filter(
      ([place, text]) => !/\p{Script=Han}/u.test(text) && !names.some((name) => place.includes(name)),
    )
    expect(foreign).toEqual([])
  })
})
