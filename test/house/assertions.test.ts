/**
 * @file Type assertions (`x as T`) are counted from the syntax tree, by folder. A folder's count may fall, and its line here
 * falls with it; it may not rise. `as const` overrules no type and does not count. Each has its reason beside it: a comment
 * on its line, or alone on the line above.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const recorded: Readonly<Record<string, number>> = {
  demo: 2,
  'src/backend': 5,
  'src/checkpoint': 1,
  'src/compile': 2,
  'src/core': 7,
  'src/data': 1,
  'src/diff': 3,
  'src/gpu': 1,
  'src/foreign': 1,
  'src/native': 1,
  'src/nn': 5,
  'src/optim': 1,
  'src/runtime': 1,
  'src/train': 1,
}

/** The sources of the compiled module are AssemblyScript, where `as` converts numbers. */
const isForeign = (path: string): boolean => path.startsWith(join('src', 'backend', 'wasm', 'assembly'))

interface Assertion {
  /** The line of its first character, from 1. */
  readonly line: number
  readonly text: string
}

const parsed = (text: string): ts.SourceFile => ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)

const lineOf = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line + 1

const assertionsIn = (source: ts.SourceFile): readonly Assertion[] => {
  const found: Assertion[] = []
  const visit = (node: ts.Node): void => {
    const isAssertion = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)
    if (isAssertion && !ts.isConstTypeReference(node.type)) {
      found.push({ line: lineOf(source, node.getStart(source)), text: node.getText(source) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const show = ({ line, text }: Assertion): string => `${String(line)}: ${text}`

/** The assertions of a text, as `line: expression`. */
const assertionsOf = (text: string): readonly string[] => assertionsIn(parsed(text)).map(show)

/**
 * The lines that a comment of a text explains: its own, and the next one where it stands alone. A docstring tells what a
 * thing is, and is no reason.
 */
const explainedLines = (source: ts.SourceFile): ReadonlySet<number> => {
  const lines = new Set<number>()
  const isAlone = (position: number): boolean =>
    source.text.slice(source.text.lastIndexOf('\n', position) + 1, position).trim() === ''
  const visit = (node: ts.Node): void => {
    const around = [
      ...(ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []),
    ]
    for (const { pos, end } of around) {
      if (source.text.startsWith('/**', pos)) continue
      const line = lineOf(source, end)
      lines.add(isAlone(pos) ? line + 1 : line)
    }
    node.getChildren(source).forEach(visit)
  }
  visit(source)
  return lines
}

/** The assertions of a text without a comment on their line or on the line above, as `line: expression`. */
const unexplainedIn = (text: string): readonly string[] => {
  const source = parsed(text)
  const all = assertionsIn(source)
  const lines: ReadonlySet<number> = all.length === 0 ? new Set() : explainedLines(source)
  return all.filter(({ line }) => !lines.has(line)).map(show)
}

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith('.ts') && !/\.d\.ts$|node_modules/.test(path) && !isForeign(path))
    .sort()

/** The programs in a page of Markdown. */
const snippetsOf = (text: string): string => [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code).join('\n')

const countIn = (folder: string): number =>
  sourcesIn(folder).reduce((count, path) => count + assertionsOf(readFileSync(path, 'utf8')).length, 0)

const folders = [
  'demo',
  ...readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`),
]

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

  it('lack a reason where no comment stands beside them', () => {
    const planted = [
      '// The words of a key.',
      'const a = x as Tensor',
      'const b = x as Tensor // as `a`',
      'const c = x as Tensor',
      "const d = '// no comment' && (x as Tensor)",
      '/** What it is. */',
      'const e = x as Tensor',
    ]
    expect(unexplainedIn(planted.join('\n'))).toEqual(['4: x as Tensor', '5: x as Tensor', '7: x as Tensor'])
  })

  it('are none in the examples, which show how the library is used', () => {
    expect(countIn('examples')).toBe(0)
  })

  it('are none in the conformance suite, whose records are decoded by codecs', () => {
    expect(countIn('conformance')).toBe(0)
  })

  it('are none in the pages that a newcomer reads', () => {
    const pages = [
      'README.md',
      ...readdirSync('docs/guide', { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => join('docs/guide', name)),
    ]
    expect(pages.flatMap((page) => assertionsOf(snippetsOf(readFileSync(page, 'utf8'))))).toEqual([])
  })

  it.each(folders)('are as few in %s as recorded', (folder) => {
    expect(countIn(folder)).toBe(recorded[folder] ?? 0)
  })

  it.each(folders)('have their reasons beside them in %s', (folder) => {
    const found = sourcesIn(folder).flatMap((path) =>
      unexplainedIn(readFileSync(path, 'utf8')).map((assertion) => `${path}:${assertion}`),
    )
    expect(found).toEqual([])
  })
})
