/**
 * @file Type assertions (`x as T`) are counted from the syntax tree, by folder. A folder's count may fall, and its line here
 * falls with it; it may not rise. `as const` overrules no type and does not count.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const recorded: Readonly<Record<string, number>> = {
  'src/backend': 27,
  'src/checkpoint': 5,
  'src/codecs': 1,
  'src/compile': 20,
  'src/core': 30,
  'src/data': 9,
  'src/diff': 25,
  'src/files': 1,
  'src/gpu': 2,
  'src/models': 15,
  'src/nn': 53,
  'src/ops': 56,
  'src/optim': 24,
  'src/runtime': 1,
  'src/train': 7,
  'src/vision': 1,
}

/** The sources of the compiled module are AssemblyScript, where `as` converts numbers. */
const isForeign = (path: string): boolean => path.startsWith(join('src', 'backend', 'wasm', 'assembly'))

/** The assertions of a text, as `line: expression`. */
const assertionsOf = (text: string): readonly string[] => {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const isAssertion = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)
    if (isAssertion && !ts.isConstTypeReference(node.type)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
      found.push(`${String(line)}: ${node.getText(source)}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !isForeign(path))
    .sort()

/** The programs in a page of Markdown. */
const snippetsOf = (text: string): string => [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code).join('\n')

const countIn = (folder: string): number =>
  sourcesIn(folder).reduce((count, path) => count + assertionsOf(readFileSync(path, 'utf8')).length, 0)

const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())

describe('type assertions', () => {
  it('are found in the syntax tree, not in the text', () => {
    expect(assertionsOf("const a = x as Tensor // y as Tensor\nimport { b as c } from 'd'")).toEqual(['1: x as Tensor'])
  })

  it('count twice where one is laid over another, and not where they only keep a literal', () => {
    expect(assertionsOf('f(x as unknown as Tensor, [1, 2] as const)')).toEqual([
      '1: x as unknown as Tensor',
      '1: x as unknown',
    ])
  })

  it('are none in the examples, which show how the library is used', () => {
    expect(countIn('examples')).toBe(0)
  })

  it('are none in the pages that a newcomer reads', () => {
    const pages = ['README.md', ...readdirSync('docs/guide').map((name) => join('docs/guide', name))]
    expect(pages.flatMap((page) => assertionsOf(snippetsOf(readFileSync(page, 'utf8'))))).toEqual([])
  })

  it.each(folders.map(({ name }) => `src/${name}`))('are as few in %s as recorded', (folder) => {
    expect(countIn(folder)).toBe(recorded[folder] ?? 0)
  })
})
