/**
 * @file One name for one thing. A name that two doors export means the same at both, unless it names an operation and the
 * layer that learns its parameters; a type that one file exports is exported by no other under the same name.
 */
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/** Operations of `cotangent` with the layers of `cotangent/nn` that hold their parameters, as in every library of the field. */
const operationsAndLayers = [
  'conv1d',
  'conv2d',
  'convTranspose1d',
  'convTranspose2d',
  'groupNorm',
  'layerNorm',
  'prelu',
  'rmsNorm',
]

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly types?: string }>>
}

const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'))
const { exports } = manifest as Manifest

const doors = Object.values(exports).flatMap(({ types }) =>
  types === undefined ? [] : [types.replace('./dist/', '').replace('.d.ts', '.ts')],
)

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)).config,
  ts.sys,
  '.',
)
const program = ts.createProgram(doors, options)
const checker = program.getTypeChecker()

const exportsOf = (source: ts.SourceFile): readonly ts.Symbol[] => {
  const module = checker.getSymbolAtLocation(source)
  return module === undefined ? [] : checker.getExportsOfModule(module)
}

const origin = (symbol: ts.Symbol): ts.Symbol =>
  (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)

/** Names with more than one meaning among symbols. */
const ambiguous = (symbols: readonly ts.Symbol[]): readonly string[] => {
  const meanings = new Map<string, Set<ts.Symbol>>()
  symbols.forEach((symbol) => meanings.set(symbol.name, (meanings.get(symbol.name) ?? new Set()).add(origin(symbol))))
  return [...meanings].flatMap(([name, all]) => (all.size > 1 ? [name] : [])).sort()
}

const sourceOf = (path: string): readonly ts.SourceFile[] => {
  const source = program.getSourceFile(path)
  return source === undefined ? [] : [source]
}
const isOwn = ({ fileName }: ts.SourceFile): boolean =>
  /\/src\//.test(fileName) && !fileName.includes('node_modules') && !fileName.includes('/wasm/assembly/')

describe('a name', () => {
  it('means one thing at all doors, unless it is an operation and its layer', () => {
    expect(ambiguous(doors.flatMap(sourceOf).flatMap(exportsOf))).toEqual(operationsAndLayers)
  })

  it('of an exported type is exported by one file', () => {
    const types = program
      .getSourceFiles()
      .filter(isOwn)
      .flatMap(exportsOf)
      .filter((symbol) => (origin(symbol).flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) !== 0)
    expect(ambiguous(types)).toEqual([])
  })
})
