/**
 * @file Whatever a door exports as a value has a description and an example; that the examples run, `snippets.test.ts`
 * tells. The members of exported namespaces count too, except the equations: each of these is a formula already.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { compilerOptions } from './compilerOptions.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { exports: named } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  readonly exports: Readonly<Record<string, { readonly types?: string }>>
}
/** The doors of the package, by the sources of their declarations. */
const doors = Object.values(named).flatMap(({ types }) =>
  types === undefined ? [] : [root + types.replace('./dist/', '').replace(/\.d\.ts$/, '.ts')],
)

const program = ts.createProgram(doors, compilerOptions(root))
const checker = program.getTypeChecker()

/** The values that a module exports, with those of the namespaces among them. */
const valuesOf = (module: ts.Symbol): readonly ts.Symbol[] =>
  checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    if (exported.name === 'equations') return []
    if (symbol.flags & ts.SymbolFlags.ValueModule) return valuesOf(symbol)
    return symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable | ts.SymbolFlags.Class) ? [symbol] : []
  })

const hasExample = (symbol: ts.Symbol): boolean =>
  symbol.getJsDocTags(checker).some(({ name }) => name === 'example') &&
  symbol.getDocumentationComment(checker).length > 0

describe('the doors', () => {
  it.each(doors.map((door) => [door.replace(root, ''), door] as const))(
    '%s shows how each value is used',
    (_, door) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(door)!)!
      const values = valuesOf(module)
      expect(values.length).toBeGreaterThan(0)
      expect(values.filter((symbol) => !hasExample(symbol)).map(({ name }) => name)).toEqual([])
    },
  )
})
