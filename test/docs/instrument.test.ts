import { describe, expect, it } from 'vitest'
import { instrument, keeps } from './instrument.ts'

describe('instrument', () => {
  it('checks an expression, a printed line and a named value, line for line', () => {
    const { code, promises } = instrument(
      ['const a = 1 // => 1', 'a + 1 // => 2', 'console.log(a,', "  'b') // => 1 b", 'a'].join('\n'),
    )
    expect(promises).toBe(3)
    expect(code.split('\n')).toEqual([
      'const a = 1;__promises("1", 1, false, a); // => 1',
      ';__promises("2", 2, false, a + 1); // => 2',
      ';__promises("1 b", 3, true, a,',
      "  'b'); // => 1 b",
      'a',
    ])
  })

  it('reads a promise from the lines below a statement', () => {
    const { code } = instrument(['value', '// => [1,', '//     2]'].join('\n'))
    expect(code).toContain(';__promises("[1, 2]", 1, false, value);')
  })

  it.each(['if (yes) no() // => 1', 'const f = () => {\n  g() // => 1\n}', '// => 1'])('refuses %j', (code) => {
    expect(() => instrument(code)).toThrow(/Cannot check/)
  })
})

describe('keeps', () => {
  it.each([
    [
      '[[1, 2], [3, 4]]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['Float64Array(2) [ 1, 2 ]', Float64Array.of(1, 2)],
    ['[1, 2]', Float64Array.of(1, 2)],
    [
      "{ _tag: 'Left', left: { _tag: 'CountMismatch', images: 2 } }",
      { _tag: 'Left', left: { _tag: 'CountMismatch', images: 2 } },
    ],
    ["'a b'", 'a b'],
    ['a b', 'a b'],
    ['0.731…', 0.7310585786300049],
    ['[0.33…, …]', [0.3333, 2, 3]],
    ['[0.5, 1]', [0.49999999999999994, 1.0000000000000002]],
    ['[0.1, 1e-20]', Float32Array.of(0.1, 1e-20)],
    ['-0', -0],
    ['undefined', undefined],
  ])('takes %s', (promise, value) => {
    expect(keeps(promise, false, [value])).toBe(true)
  })

  it.each([
    ['[1, 2]', [1, 2.00001]],
    ['0.732…', 0.7310585786300049],
    ['1', 11],
    ['true', false],
    ['0', -0],
    ['{ a: 1 }', { a: 1, b: 2 }],
    ['0.5', 0.50001],
  ])('refuses %s', (promise, value) => {
    expect(keeps(promise, false, [value])).toBe(false)
  })

  it('reads a printed line as console.log formats it', () => {
    expect(keeps('loss 0.25 [1, 2]', true, ['loss %d', 0.25, Float64Array.of(1, 2)])).toBe(true)
  })
})
