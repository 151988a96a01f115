import { tensor, toArray } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { understand } from '../../../demo/backward/understand.ts'

const known = { twice: (x: unknown) => 2 * Number(x), pair: (...given: readonly unknown[]) => given }

const valueOf = (text: string, ...given: readonly unknown[]): unknown => {
  const rule = understand(text, known)
  if (E.isLeft(rule)) throw new RangeError(rule.left.text)
  return rule.right(...given)
}

describe('understand', () => {
  it.each([
    ['() => 1 + 2 * 3 - -4 % 3', 8],
    ['() => (1 < 2 ? [1, ...[2, 3]] : [])', [1, 2, 3]],
    ['() => ({ a: [{ b: true }], c: "text" })', { a: [{ b: true }], c: 'text' }],
    ['(x) => twice(x) ** 2', 36],
    ['(x, y) => pair(x, ...[y, x])', [3, 4, 3]],
    ['(x) => { const [, a, [b]] = [1, 2, [3]]; const c = a + b; return c * x }', 15],
    ['(x) => { const list = [7, 8]; return list[list.length - 1] }', 8],
  ])('computes %s', (text, value) => {
    expect(valueOf(text, 3, 4)).toEqual(value)
  })

  it('gives the shape of a tensor, and its entries to nobody', () => {
    const t = tensor([1, 2, 3, 4], [2, 2])
    expect(valueOf('(t) => t.shape', t)).toEqual([2, 2])
    expect(() => valueOf('(t) => t[0]', t)).toThrow('expected a list, found a tensor')
    expect(() => valueOf('(t) => t + 1', t)).toThrow('expected a number, found a tensor')
    expect(toArray(t)).toHaveLength(4)
  })

  it.each([
    ['() => fetch("x")', 1, 'unknown', 'fetch'],
    ['() =>\n  globalThis', 2, 'unknown', 'globalThis'],
    ['(x) => x.constructor', 1, 'unknown', '.constructor'],
    ['(x) => twice.constructor("return 1")()', 1, 'unknown', '.constructor'],
    ['(x) => { const a = b\n const b = 1\n return a }', 1, 'unknown', 'b'],
    ['(x) => import("x")', 1, 'unsupported', 'ImportExpression'],
    ['(x) => (y) => y', 1, 'unsupported', 'ArrowFunctionExpression'],
    ['(x) => {\n  while (true) {}\n  return x\n}', 2, 'unsupported', 'WhileStatement'],
    ['(x) => { let y = 1; return y }', 1, 'unsupported', 'VariableDeclaration'],
    ['(x) => { x }', 1, 'unreturned', 'return'],
    ['(x) => this', 1, 'unsupported', 'ThisExpression'],
    ['(x) => new x()', 1, 'unsupported', 'NewExpression'],
    ['(x) => `a`', 1, 'unsupported', 'TemplateLiteral'],
    ['(x) => /a/', 1, 'unsupported', 'Literal'],
    ['(x) => (x = 1)', 1, 'unsupported', 'AssignmentExpression'],
    ['async (x) => x', 1, 'unsupported', 'ArrowFunctionExpression'],
    ['({ a }) => a', 1, 'unsupported', 'ObjectPattern'],
    ['(x) => x; (y) => y', 1, 'unsupported', 'ExpressionStatement'],
    ['', 1, 'noRule', '(dy, w, stride) => …'],
    ['x', 1, 'noRule', '(dy, w, stride) => …'],
  ] as const)('does not take %s', (text, line, kind, told) => {
    expect(understand(text, known)).toEqual(E.left({ line, kind, text: told }))
  })

  it('says what is no JavaScript, at its line', () => {
    expect(understand('(x) => {\n  return x +\n}', known)).toMatchObject({ left: { kind: 'syntax', line: 3 } })
  })

  it('reaches nothing but lists by an index', () => {
    expect(() => valueOf('(x) => twice["constructor"]', 1)).toThrow('expected a list')
    expect(() => valueOf('() => [1]["constructor"]')).toThrow('expected a number, found string')
  })

  it('answers any text', () => {
    const pieces = fc.constantFrom(
      '(',
      ')',
      '=>',
      '{',
      '}',
      '[',
      ']',
      'x',
      'twice',
      ',',
      '.',
      'shape',
      '1',
      '-',
      'const',
      'return',
      '=',
      ';',
      '...',
      '\n',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join(' ')),
        ),
        (text) => {
          const read = understand(text, known)
          return E.isRight(read) || read.left.text.length > 0
        },
      ),
    )
  })
})
