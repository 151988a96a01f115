/**
 * @file Barrels are sorted: the modules that an `index.ts` hands on stand in the order of their paths, the types of a module
 * before its values, and the names in each line in the order of the alphabet.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const byAlphabet = (a: string, b: string): number => {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  return left === right ? (a < b ? -1 : a > b ? 1 : 0) : left < right ? -1 : 1
}

interface Line {
  readonly module: string
  readonly isType: boolean
  readonly names: readonly string[]
}

const linesOf = (text: string): readonly Line[] =>
  ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return []
    const { exportClause, isTypeOnly, moduleSpecifier } = statement
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return []
    const named = exportClause !== undefined && ts.isNamedExports(exportClause) ? exportClause.elements : []
    return [{ module: moduleSpecifier.text, isType: isTypeOnly, names: named.map(({ name }) => name.text) }]
  })

const placeOf = ({ module, isType }: Line): string => `${module} ${isType ? 'a' : 'b'}`

const expectSorted = (entries: readonly string[]): void => {
  expect(entries).toEqual([...entries].sort(byAlphabet))
}

const barrels = ['src', 'laws'].flatMap((top) =>
  readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.split('/').at(-1) === 'index.ts' && !path.includes('assembly'))
    .map((path) => join(top, path)),
)

describe.each(barrels.sort())('the barrel %s', (path) => {
  const lines = linesOf(readFileSync(path, 'utf8'))

  it('has modules in order, types first', () => {
    expectSorted(lines.map(placeOf))
  })

  it('has names in order', () => {
    lines.forEach(({ names }) => expectSorted(names))
  })

  it('has one line for the types of a module, and one for its values', () => {
    const places = lines.filter(({ names }) => names.length > 0).map(placeOf)
    expect(places.length).toBe(new Set(places).size)
  })
})
