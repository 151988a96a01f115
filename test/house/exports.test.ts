/**
 * @file Nothing is exported that nobody imports: every name that a source exports is imported by another file of the tree,
 * or handed on by a door of the package.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/** What a file exports, and what it asks of other files: names, or all of them (`*`). */
interface Module {
  readonly exports: readonly string[]
  readonly asks: readonly (readonly [from: string, name: string])[]
}

const doors = Object.fromEntries(
  Object.entries(
    (JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, { default: string }> }).exports,
  ).map(([door, { default: path }]) => [
    door.replace('.', 'cotangent'),
    path.replace('./dist/', '').replace(/\.js$/, '.ts'),
  ]),
)

/** Who is run by its name, and by what. */
const entries: Readonly<Record<string, string>> = { 'src/cli/main.ts': 'the command' }

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)

const namesBoundBy = (name: ts.BindingName): readonly string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesBoundBy(element.name) : []))

const declaredBy = (statement: ts.Statement): readonly string[] => {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => namesBoundBy(name))
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return isNamed && statement.name !== undefined ? [statement.name.text] : []
}

/** The names that are read of a namespace, `*` where it is handed about as a whole. */
const readOf = (namespace: ts.Identifier, source: ts.SourceFile): readonly string[] => {
  const read: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === namespace.text && node !== namespace) {
      const { parent } = node
      if (ts.isPropertyAccessExpression(parent) && parent.expression === node) read.push(parent.name.text)
      else if (ts.isQualifiedName(parent) && parent.left === node) read.push(parent.right.text)
      else read.push('*')
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return read
}

const wanted = (elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): readonly string[] =>
  elements.map(({ name, propertyName }) => (propertyName ?? name).text)

/** What an import or an export asks of the file that it names. */
const askedBy = (statement: ts.ImportDeclaration | ts.ExportDeclaration, source: ts.SourceFile): readonly string[] => {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause } = statement
    return exportClause !== undefined && ts.isNamedExports(exportClause) ? wanted(exportClause.elements) : ['*']
  }
  const bindings = statement.importClause?.namedBindings
  if (bindings === undefined) return []
  return ts.isNamedImports(bindings) ? wanted(bindings.elements) : readOf(bindings.name, source)
}

const moduleOf = (path: string, text: string): Module => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const exports: string[] = []
  const asks: (readonly [string, string])[] = []
  const ask = (specifier: string, names: readonly string[]): void => {
    const from = specifier.startsWith('.') ? join(dirname(path), specifier) : doors[specifier]
    if (from !== undefined) for (const name of names) asks.push([from, name])
  }
  for (const statement of source.statements) {
    const isImport = ts.isImportDeclaration(statement)
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      exports.push(...statement.exportClause.elements.map(({ name }) => name.text))
    }
    if ((isImport || ts.isExportDeclaration(statement)) && statement.moduleSpecifier) {
      const { moduleSpecifier } = statement
      if (ts.isStringLiteral(moduleSpecifier)) ask(moduleSpecifier.text, askedBy(statement, source))
    }
    if (isExported(statement)) exports.push(...declaredBy(statement))
  }
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments
      if (specifier !== undefined && ts.isStringLiteral(specifier)) ask(specifier.text, ['*'])
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      ask(node.argument.literal.text, [node.qualifier?.getText(source) ?? '*'])
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return { exports, asks }
}

/** The sources of the compiled module are AssemblyScript; what builds it is JavaScript. */
const isRead = (path: string): boolean =>
  /\.(ts|js|mjs)$/.test(path) && !/assembly\/.*\.ts$/.test(path) && !/\.snippets|node_modules/.test(path)

const modules = new Map(
  ['src', 'laws', 'test', 'examples', 'bench', 'conformance', 'demo', 'mutants']
    .flatMap((top) => readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)))
    .filter(isRead)
    .map((path) => [path, moduleOf(path, readFileSync(path, 'utf8'))]),
)

const unusedIn = (all: ReadonlyMap<string, Module>, isFree: (path: string) => boolean): readonly string[] => {
  const asked = new Set([...all.values()].flatMap(({ asks }) => asks.map(([from, name]) => `${from} ${name}`)))
  return [...all].flatMap(([path, { exports }]) =>
    isFree(path) || asked.has(`${path} *`)
      ? []
      : exports.filter((name) => !asked.has(`${path} ${name}`)).map((name) => `${path}: ${name}`),
  )
}

describe('exports', () => {
  it('are found unused where nobody asks for them by name or as a whole', () => {
    const files = {
      'a.ts': 'export const used = 1, unused = 2\nexport interface Lost { readonly a: 1 }\nexport type Kept = 1',
      'b.ts': "import type { Kept } from './a.ts'\nimport * as a from './a.ts'\nexport const b: Kept = a.used",
      'c.ts': "export { b as c } from './b.ts'\nexport function whole() {}",
      'd.ts': "const all = await import('./c.ts')",
    }
    const all = new Map(Object.entries(files).map(([path, text]) => [path, moduleOf(path, text)]))
    expect(unusedIn(all, () => false)).toEqual(['a.ts: unused', 'a.ts: Lost'])
  })

  it('of sources are imported somewhere, or handed on by a door', () => {
    const isFree = (path: string): boolean =>
      !/^(src|demo)\//.test(path) ||
      Object.values(doors).includes(path) ||
      path in entries ||
      !/(?<!\.d)\.ts$/.test(path)
    expect(unusedIn(modules, isFree)).toEqual([])
  })
})
