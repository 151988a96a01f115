/** @file The main door as a classic script, which has no `import.meta`, in a page, which has no process. */
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'

const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url))

const program = `
  const { add, debugBackend, log, makeRuntime, referenceBackend, tensor, toArray } = cotangent
  const told = []
  const runtime = makeRuntime(debugBackend(referenceBackend, { show: ['nan'], write: (text) => told.push(text) }))
  toArray(log(tensor([-1], [1])), runtime)
  const sums = [...toArray(add(tensor([1, 2], [2]), 1))]
  return JSON.stringify({ sums, told })
`

describe('a classic script', async () => {
  const { outputFiles, warnings } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    globalName: 'cotangent',
    write: false,
    logLevel: 'silent',
  })
  const [bundle] = outputFiles

  it('is bundled without a warning', () => {
    expect(warnings).toEqual([])
  })

  it.each([
    ['without a process', {}],
    ['with a process that has no environment', { process: {} }],
  ])('computes and debugs %s', (_, around) => {
    const page = createContext({ WebAssembly, SharedArrayBuffer, Atomics, performance, console, atob, ...around })
    const answer: unknown = runInContext(`${bundle?.text ?? ''};(() => {${program}})()`, page)
    // A bundle has no folders by which a user's lines could be told from the library's.
    expect(JSON.parse(String(answer))).toEqual({ sums: [2, 3], told: ['NaN first in %1 = log [1], entry 0, of -1'] })
  })
})
