/**
 * @file The elementwise primitives are named in one table, `src/core/elementwise.ts`: whatever else has them all is derived
 * from it, or gives each a meaning of its own under a type that is total.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { lowerings as gpuLowerings } from '../../src/backend/gpu/lowerings.ts'
import { kernels } from '../../src/backend/reference/kernels.ts'
import { enumerations } from '../../src/backend/wasm/interface/records.ts'
import { lowerings } from '../../src/backend/wasm/lowerings.ts'
import { binaryNames, elementwise, elementwiseNames, factsOf, unaryNames } from '../../src/core/elementwise.ts'
import { rules } from '../../src/diff/batching/rules.ts'
import * as ops from '../../src/ops/index.ts'
import { primitives } from '../../src/ops/primitives.ts'

/** What may spell out six names or more, and what it says of each. */
const tellers: Readonly<Record<string, string>> = {
  'src/core/elementwise.ts': 'the table',
  'src/ops/primitives.ts': 'the primitive of each',
  'src/backend/gpu/elementwise.ts': 'the source of each',
  'src/onnx/export/primitives/elementwise.ts': 'the operator of ONNX for each',
  'src/compile/passes/arithmeticIdentities.ts': 'the identities of each that has some',
}

const most = 5

/** The words that a node lists: elements, keys, members, alternatives, cases, or those of one text. */
const wordsOf = (node: ts.Node): readonly string[] => {
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((e) => (ts.isStringLiteral(e) ? [e.text] : []))
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap((p) => (p.name ? [p.name.getText()] : []))
  if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) {
    return node.members.flatMap(({ name }) => (name ? [name.getText()] : []))
  }
  if (ts.isUnionTypeNode(node)) return node.types.map((type) => type.getText().slice(1, -1))
  if (ts.isCaseBlock(node)) {
    return node.clauses.flatMap((c) => (ts.isCaseClause(c) ? [c.expression.getText().replace(/^.*\.|'/g, '')] : []))
  }
  return ts.isStringLiteral(node) ? node.text.split(/\W+/) : []
}

/** The lines of a text where more of the names are listed than may be. */
const listsIn = (text: string): readonly number[] => {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
  const found: number[] = []
  const visit = (node: ts.Node): void => {
    const words = new Set(wordsOf(node).filter((word) => Object.hasOwn(elementwise, word)))
    if (words.size > most) found.push(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => join('src', path))
  .filter((path) => path.endsWith('.ts') && !path.split('/').includes('generated'))

describe('the names of the elementwise primitives', () => {
  it('are found in lists of every form', () => {
    const names = elementwiseNames.slice(0, most + 1)
    const listed = (separator: string, of: (name: string) => string): string => names.map(of).join(separator)
    const forms = [
      `const a = [${listed(', ', (name) => `'${name}'`)}]`,
      `const a = { ${listed(', ', (name) => `${name}: true`)} }`,
      `type A = ${listed(' | ', (name) => `'${name}'`)}`,
      `type A = { ${listed('; ', (name) => `${name}: true`)} }`,
      `interface A { ${listed('; ', (name) => `${name}: true`)} }`,
      `const a = '${listed(' ', (name) => name)}'`,
      `switch (a) { ${listed(' ', (name) => `case A.${name}: f(); break;`)} }`,
      `switch (a) { ${listed(' ', (name) => `case '${name}': f(); break;`)} }`,
    ]
    expect(forms.filter((form) => listsIn(form).length === 0)).toEqual([])
    expect(listsIn("const a = ['exp', 'log', 'other']")).toEqual([])
  })

  it('are listed in no other source', () => {
    const found = sources.filter((path) => listsIn(readFileSync(path, 'utf8')).length > 0)
    expect(found.sort()).toEqual(Object.keys(tellers).sort())
  })

  it('are those of the public functions, of the rules of vmap, and of what every backend computes', () => {
    const tables: Readonly<Record<string, object>> = { ops, primitives, rules, kernels, lowerings, gpuLowerings }
    for (const [table, entries] of Object.entries(tables)) {
      const missing = elementwiseNames.filter((name) => !(name in entries))
      expect(missing, table).toEqual([])
    }
  })

  it('are numbered in the compiled module by their places in the table', () => {
    expect(enumerations.elementwiseOperation).toEqual(Object.keys(elementwise))
  })
})

describe('the facts of the elementwise primitives', () => {
  it('agree with the primitives: operands of one shape, as many as the arity says', () => {
    const shapes = { 1: [[2]], 2: [[2], [2]] } as const
    expect(unaryNames.map((name) => primitives[name].shape({}, shapes[1]))).toEqual(unaryNames.map(() => [2]))
    expect(binaryNames.map((name) => primitives[name].shape({}, shapes[2]))).toEqual(binaryNames.map(() => [2]))
    expect([...unaryNames, ...binaryNames, 'where']).toEqual(elementwiseNames)
  })

  it('say only of primitives with two operands that these may be exchanged', () => {
    const commuting = elementwiseNames.filter((name) => factsOf(name).commutes)
    expect(commuting.filter((name) => factsOf(name).arity !== 2)).toEqual([])
  })
})
