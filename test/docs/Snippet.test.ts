import { describe, expect, it } from 'vitest'
import { inDocComments, inMarkdown, refusedInMarkdown } from './Snippet.ts'

const block = (...lines: readonly string[]): string => ['```ts', ...lines, '```'].join('\n')

describe('inMarkdown', () => {
  it('finds blocks of TypeScript and keeps their line numbers', () => {
    const page = ['# Title', block("import 'a'"), '```sh', 'npm test', '```', block("import 'b'")].join('\n')
    expect(inMarkdown(page, 'page.md')).toEqual([
      { file: 'page.md', line: 3, code: "\n\nimport 'a'" },
      { file: 'page.md', line: 9, code: "\n\n\n\n\n\n\n\nimport 'b'" },
    ])
  })

  it('joins a block without imports to the one above it', () => {
    const page = [block("import 'a'"), 'and then', block('a()')].join('\n')
    expect(inMarkdown(page, 'page.md')).toEqual([{ file: 'page.md', line: 2, code: "\nimport 'a'\n\n\n\na()" }])
  })

  it('refuses a fence left open', () => {
    expect(() => inMarkdown('```ts\na()', 'page.md')).toThrow(/left open/)
  })
})

describe('refusedInMarkdown', () => {
  const refused = ['```ts refused', 'a(1)', '```'].join('\n')

  it('continues the block above, which does not contain it, and takes the text after it as quoted', () => {
    const page = [block("import 'a'"), refused, '```text', 'expected 2', '```', block('a(2)')].join('\n')
    expect(refusedInMarkdown(page, 'page.md')).toEqual([
      { file: 'page.md', line: 5, code: "\nimport 'a'\n\n\na(1)", quoted: ['expected 2'] },
    ])
    expect(inMarkdown(page, 'page.md').map(({ code }) => code.includes('a(1)'))).toEqual([false])
  })

  it('refuses a page that does not quote the compiler', () => {
    expect(() => refusedInMarkdown([block("import 'a'"), refused].join('\n'), 'page.md')).toThrow(/quotes the compiler/)
  })
})

describe('inDocComments', () => {
  it('finds the examples of documentation comments', () => {
    const source = [
      '/**',
      ' * Adds.',
      ' *',
      ' * @example',
      ' * ```ts',
      " * import 'a'",
      ' * ```',
      ' * @see b',
      ' */',
    ].join('\n')
    expect(inDocComments(source, 'a.ts')).toEqual([{ file: 'a.ts', line: 6, code: "\n\n\n\n\nimport 'a'" }])
  })

  it('makes an example without code a program that fails', () => {
    expect(inDocComments('/**\n * @example a()\n */', 'a.ts')).toEqual([
      { file: 'a.ts', line: 2, code: "\nthrow new Error('This example has no block fenced as ts')" },
    ])
  })

  it('leaves other fences in comments alone', () => {
    expect(inDocComments('/**\n * ```ts\n * a()\n * ```\n */', 'a.ts')).toEqual([])
  })
})
