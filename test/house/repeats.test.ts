/**
 * @file A fact has one place: no run of six or more lines stands twice in `src`, unless the lines say why. What counts is code:
 * blank lines, comments, imports and lone punctuation are passed over, and indentation is folded. What a script generates
 * is its own source's concern.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Lines in a run that may not stand twice. */
const longest = 6

/** The words by which a comment above a run says that it stands elsewhere too, and why. */
const reason = /\bRepeated (by|from|in)\b/

interface Line {
  readonly file: string
  /** Counted from 1. */
  readonly at: number
  readonly text: string
}

interface Source {
  readonly lines: readonly Line[]
  /** The numbers of lines that a reason speaks for: those of the whole declaration that it stands in or above. */
  readonly excused: ReadonlySet<number>
}

/** The lines that hold code: words or numbers of a token that belongs to no import and no export from elsewhere. */
const codeLines = (source: ts.SourceFile): ReadonlySet<number> => {
  const lines = new Set<number>()
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)) return
    if (ts.isJSDoc(node)) return
    const children = node.getChildren(source)
    children.forEach(visit)
    if (children.length > 0 || !/\w/.test(node.getText(source))) return
    for (let line = lineOf(node.getStart(source)); line <= lineOf(node.getEnd()); line++) lines.add(line)
  }
  visit(source)
  return lines
}

const sourceOf = (file: string, text: string): Source => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const code = codeLines(source)
  const all = text.split('\n').map((line, index): Line => ({ file, at: index + 1, text: line.trim() }))
  const excused = source.statements
    .filter((statement) => reason.test(statement.getFullText(source)))
    .flatMap((statement) =>
      all.slice(
        ...[statement.getFullStart(), statement.getEnd()].map((at) => source.getLineAndCharacterOfPosition(at).line),
      ),
    )
  return { lines: all.filter(({ at }) => code.has(at)), excused: new Set(excused.map(({ at }) => at)) }
}

interface Place {
  readonly source: Source
  readonly lines: readonly Line[]
}

const show = ({ lines: [first] }: Place): string => `${first?.file ?? ''}:${String(first?.at)}`

/** The places of each run that stands twice and gives no reason at any, as `file:line ~ file:line`. */
const repeatsIn = (sources: readonly Source[]): readonly string[] => {
  const places = new Map<string, Place[]>()
  for (const source of sources) {
    for (let start = 0; start + longest <= source.lines.length; start++) {
      const lines = source.lines.slice(start, start + longest)
      const text = lines.map((line) => line.text).join('\n')
      places.set(text, [...(places.get(text) ?? []), { source, lines }])
    }
  }
  return [...places.values()].flatMap((all) => {
    const isExcused = all.some(({ source, lines }) => lines.some(({ at }) => source.excused.has(at)))
    return all.length < 2 || isExcused ? [] : [all.map(show).join(' ~ ')]
  })
}

const isGenerated = (path: string): boolean => path.includes('generated') || path.endsWith('.d.ts')

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => join(root, 'src', path))
  .filter((path) => path.endsWith('.ts') && !isGenerated(path))
  .sort()

const six = ['one()', 'two()', 'three()', 'four()', 'five()', 'six()']
const plain = sourceOf('a', six.join('\n'))
const commented = sourceOf('b', `import { one } from './one'\n\n${six.join('\n\n  // aside\n')}`)
const excused = sourceOf('c', `// Repeated in a: each is read alone.\nconst f = () => {\n${six.join('\n')}\n}`)

describe('runs of repeated lines', () => {
  it('are seen across files, whatever stands between the lines', () => {
    expect(repeatsIn([plain, commented])).toEqual(['a:1 ~ b:3'])
  })

  it('are seen within a file', () => {
    expect(repeatsIn([sourceOf('a', [...six, 'zero()', ...six].join('\n'))])).toEqual(['a:1 ~ a:8'])
  })

  it('are five lines or fewer at no risk', () => {
    expect(repeatsIn([plain, sourceOf('b', six.slice(1).join('\n'))])).toEqual([])
  })

  it('are excused by a comment that says why', () => {
    expect(repeatsIn([plain, excused])).toEqual([])
  })

  it('are none in src without a reason beside them', () => {
    expect(repeatsIn(files.map((path) => sourceOf(relative(root, path), readFileSync(path, 'utf8'))))).toEqual([])
  })
})
