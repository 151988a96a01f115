/**
 * @file Writes docs/conformance.md: every primitive on every synchronous backend and every order of derivative, with the
 * worst error that its laws met. Fails where a law does not hold. `npm run conformance:table`
 */
import { writeFileSync } from 'node:fs'
import { operationLaws } from '../../laws/framework/gradient.ts'
import { operations } from '../../laws/operations/index.ts'
import { backendLaws } from '../../laws/runtimes/backendAgrees.ts'
import type { LawResult } from '../../laws/framework/Law.ts'
import { wasmBackend } from '../../src/backend/wasm/index.ts'
import { makeRuntime } from '../../src/compile/index.ts'

const runs = 100
const seed = 1
const runtime = makeRuntime(wasmBackend({ threads: 1 }))

interface Column {
  readonly backend: string
  readonly order: string
  /** How the laws of this cell end. */
  readonly titles: readonly string[]
}

const columns: readonly Column[] = [
  { backend: 'reference', order: '1', titles: ['finite differences', 'adjointness', 'zero cotangent'] },
  { backend: 'reference', order: '2', titles: ['second order'] },
  { backend: 'wasm', order: '0', titles: ['value'] },
  { backend: 'wasm', order: '1', titles: ['gradients'] },
  { backend: 'wasm', order: '2', titles: ['second derivatives'] },
  { backend: 'wasm', order: 'compiled', titles: ['compiled'] },
]

const failed: string[] = []
const cell = (results: readonly LawResult[], { backend, titles }: Column): string => {
  const own = results.filter(
    ({ law }) =>
      law.includes(' on wasm') === (backend === 'wasm') && titles.some((title) => law.endsWith(`: ${title}`)),
  )
  failed.push(...own.filter(({ _tag }) => _tag !== 'passed').map(({ law }) => law))
  return own.length === 0 ? '-' : Math.max(...own.map(({ worstError }) => worstError)).toExponential(0)
}

const rows = Object.entries(operations).map(([name, operation]) => {
  const laws = [...operationLaws(operation), ...backendLaws(runtime, operation)]
  const results = laws.map((law) => law.run({ runs, seed }))
  return `| ${[name, ...columns.map((column) => cell(results, column))].join(' | ')} |`
})
runtime.close()

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const text = [
  '# Conformance',
  '',
  'Every primitive on random geometry, written by `npm run conformance:table`. A cell holds the worst error, relative to',
  `the largest entry or to 1, on ${String(runs)} samples. \`-\` means that there is no such derivative, or that it is zero everywhere. On`,
  '`reference` (float64) derivatives are compared with finite differences and checked for adjointness. On `wasm` (float32)',
  'all orders are compared with `reference`, compiled and not. The tolerance grows with the number of additions behind an',
  'entry. The kernels of `gpu` are tested against the same laws where a device is available (`test/backend/gpu`).',
  '',
  line(['primitive', ...columns.map(({ backend, order }) => `${backend} ${order}`)]),
  line(['---', ...columns.map(() => '---')]),
  ...rows,
  '',
].join('\n')
writeFileSync(new URL('../../docs/conformance.md', import.meta.url), text)
console.log(
  failed.length === 0 ? `${String(rows.length)} primitives, all laws hold` : `do not hold: ${failed.join(', ')}`,
)
if (failed.length > 0) process.exitCode = 1
