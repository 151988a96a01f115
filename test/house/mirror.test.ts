/**
 * @file Tests mirror sources by name. What a folder's index exports from a file is tested in the test file of the same path,
 * one `describe` for each export; and a test file in these folders has such a source. An operation of the table of laws is
 * held to them by some test.
 */
import { composites, operations } from 'cotangent/laws'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { transformed } from '../../laws/operations/transformed.ts'

/** Each folder, and the index that exports from it. */
const folders: Readonly<Record<string, string>> = {
  ops: 'src/ops/index.ts',
  nn: 'src/nn/index.ts',
  'nn/losses': 'src/nn/losses/index.ts',
  optim: 'src/optim/index.ts',
  'optim/schedules': 'src/optim/index.ts',
}

/** Tests of many sources together. */
const across = new Set(['optim/minima', 'optim/trajectories'])

/** Exports that are no function with a test of its own. */
const exempt = new Set(['primitives'])

const read = (path: string): string => readFileSync(path, 'utf8')

/** The values that an index exports from each file of a folder, by the file's name. */
const exportsOf = (folder: string, index: string): readonly (readonly [file: string, names: readonly string[]])[] => {
  const within = join('src', folder)
  const found = new Map<string, readonly string[]>()
  for (const [, names = '', from = ''] of read(index).matchAll(/export \{([^}]*)\} from '([^']+)\.ts'/g)) {
    const path = join(index, '..', from)
    const file = path.slice(within.length + 1)
    if (!path.startsWith(within) || file.includes('/')) continue
    const values = names.split(',').map((name) => name.trim())
    found.set(file, [...(found.get(file) ?? []), ...values.filter((name) => name !== '' && !exempt.has(name))])
  }
  return [...found].filter(([, names]) => names.length > 0)
}

const isDescribed = (test: string, name: string): boolean => new RegExp(`describe\\('${name}'`).test(test)

describe.each(Object.entries(folders))('test/%s', (folder, index) => {
  it.each(exportsOf(folder, index))('%s.test.ts describes each export of its source', (file, names) => {
    const path = join('test', folder, `${file}.test.ts`)
    const test = existsSync(path) ? read(path) : ''
    expect(names.filter((name) => !isDescribed(test, name))).toEqual([])
  })

  it('has no test without a source', () => {
    const tests = readdirSync(join('test', folder)).flatMap((name) => /(.*)\.test\.ts$/.exec(name)?.[1] ?? [])
    const lone = tests.filter(
      (name) => !across.has(`${folder}/${name}`) && !existsSync(join('src', folder, `${name}.ts`)),
    )
    expect(lone).toEqual([])
  })
})

/** Operations whose laws no test of their own runs, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  constant: 'it has no input: its identities say all',
  arange: 'as constant',
  'matmul of whole vectors': 'for backends, which take four columns at a time: it is run on these',
  'conv2d of whole vectors': 'as matmul of whole vectors',
}

describe('the laws of operations', () => {
  const tests = [
    ...readdirSync('test/ops').map((name) => join('test/ops', name)),
    'test/core/Key.test.ts',
    'test/laws/kinds/transforms.test.ts',
  ]
    .filter((path) => path.endsWith('.test.ts'))
    .map(read)
    .join('\n')
  const names = Object.keys({ ...operations, ...composites }).filter((name) => !(name in transformed))

  it.each(names.filter((name) => !(name in elsewhere)))('are held to by %s in a test', (name) => {
    const mentions = /^\w+$/.test(name)
      ? [`operations.${name})`, `composites.${name})`, `(['${name}', `]
      : [`'${name}'`]
    expect(mentions.some((mention) => tests.includes(mention))).toBe(true)
  })

  it('are run of all operations that transforms make', () => {
    expect(tests).toContain('Object.values(transformed)')
  })
})
