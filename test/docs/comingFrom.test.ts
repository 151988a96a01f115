/** @file The tables for those who come from other libraries: what they say of this one exists and compiles. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import * as checkpoint from '../../src/checkpoint/index.ts'
import * as data from '../../src/data/index.ts'
import * as distributed from '../../src/distributed/index.ts'
import * as gpu from '../../src/gpu/index.ts'
import * as main from '../../src/index.ts'
import * as models from '../../src/models/index.ts'
import * as native from '../../src/native/index.ts'
import * as nn from '../../src/nn/index.ts'
import * as onnx from '../../src/onnx/index.ts'
import * as optim from '../../src/optim/index.ts'
import * as train from '../../src/train/index.ts'
import { programOf } from '../types/programOf.ts'

const page = readFileSync(new URL('../../docs/guide/25-coming-from.md', import.meta.url), 'utf8')
const file = fileURLToPath(new URL('comingFrom.snippet.ts', import.meta.url))

const doors = { '': main, checkpoint, data, distributed, gpu, models, native, onnx, optim, train, nn }

const cellsOf = (row: string): readonly string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** The cells of the column `cotangent` of every table. */
const cells = (text: string): readonly string[] =>
  text
    .split('\n\n')
    .filter((block) => block.startsWith('|'))
    .flatMap((table) => {
      const [heads = [], , ...rows] = table.trim().split('\n').map(cellsOf)
      return rows.map((row) => row[heads.indexOf('cotangent')] ?? '')
    })

const codeIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

const samples = cells(page).flatMap(codeIn)

/** What the tables say of tensors, keys and functions that they do not make. */
const given = `import type { Key, Tensor } from 'cotangent'
declare const x: Tensor, y: Tensor, i: Tensor, k: Key
declare const f: (x: Tensor) => Tensor<readonly []>, g: (x: Tensor) => Tensor
declare const params: { readonly weight: Tensor }
declare const path: string, bytes: Uint8Array
declare const dataset: import('cotangent/data').Dataset
`

/** The names in code that are neither fields nor declared above, nor the language's. */
const namesIn = (code: string): readonly string[] => {
  const source = ts.createSourceFile('sample.ts', `export {};(${code})`, ts.ScriptTarget.ES2022, true)
  const walk = (node: ts.Node): readonly string[] => [
    ...(ts.isShorthandPropertyAssignment(node) ? [node.name.text] : []),
    ...(ts.isIdentifier(node) && !ts.isPropertyAssignment(node.parent) && !ts.isPropertyAccessExpression(node.parent)
      ? [node.text]
      : []),
    ...(ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) ? [node.expression.text] : []),
    ...node.getChildren().flatMap(walk),
  ]
  return walk(source).filter((name) => name !== 'String' && !new RegExp(`\\b${name}: `).test(given))
}

/** The doors that export a name; two do where a layer is called as its operation. */
const doorsOf = (name: string): readonly string[] =>
  Object.entries(doors).flatMap(([door, exports]) =>
    Object.hasOwn(exports, name) ? [door === '' ? 'cotangent' : `cotangent/${door}`] : [],
  )

/** The names, each as what the doors export, then each sample on a line of its own. */
const sourceOf = (all: readonly string[]): string => {
  const declared = [...new Set(all.flatMap(namesIn))].map((name) => {
    const types = doorsOf(name).map((door) => `typeof import('${door}').${name}`)
    return `declare const ${name}: ${types.join(' & ')}\n`
  })
  return `${given}${declared.join('')}${all.map((code) => `;(${code});`).join('\n')}\n`
}

describe('the tables for those who come from other libraries', () => {
  it('have code in the column of this one', () => {
    expect(samples.length).toBeGreaterThan(100)
  })

  it('name what the doors export', () => {
    expect(samples.flatMap(namesIn).filter((name) => doorsOf(name).length === 0)).toEqual([])
  })

  it('compile', () => {
    const source = sourceOf(samples)
    const program = programOf(file, source)
    const problems = program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ start = 0, messageText }) => {
      const line = source.split('\n')[source.slice(0, start).split('\n').length - 1] ?? ''
      return `${line} ${ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300)}`
    })
    expect(problems).toEqual([])
  })
})
