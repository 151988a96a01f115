/**
 * @file A law has one name: the identity of an operation is named in the header of the operation's source by the words that
 * the law has, and what a header puts in quotes is a law or a test. Numbers and modes in a law's name stand for its variants.
 */
import { identities } from 'cotangent/laws'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** The source of each exported operation. */
const sources: ReadonlyMap<string, string> = new Map(
  [...readFileSync('src/ops/index.ts', 'utf8').matchAll(/export \{([^}]*)\} from '\.\/(\w+)\.ts'/g)].flatMap(
    ([, names = '', source = '']) => names.split(',').map((name) => [name.trim(), source] as const),
  ),
)

/** What is no export of its own: an operation by another name. */
const others: Readonly<Record<string, string>> = { padZeros: 'slice', constant: 'constant' }

/** The file of an operation, which may be made by a transform. */
const pathOf = (source: string): string =>
  ['ops', 'diff'].map((folder) => `src/${folder}/${source}.ts`).find((path) => existsSync(path)) ?? source

/** The text of a file's header, on one line. */
const headerOf = (source: string): string =>
  (/\/\*\*[\s\S]*?\*\//.exec(readFileSync(pathOf(source), 'utf8'))?.[0] ?? '').replace(/\n \* ?/g, ' ')

/** The name of a law without the operation's, and without what tells its variants apart. */
const titleOf = (law: string): string => law.replace(/^[^:]*: /, '').replace(/ by -?\d+| in mode \w+/g, '')

describe('identities', () => {
  it.each(Object.entries(identities))('of %s are named in its header', (name, laws) => {
    const operation = name.split(',')[0] ?? name
    const header = headerOf(others[operation] ?? sources.get(operation) ?? operation)
    expect(laws.map((law) => titleOf(law.name)).filter((title) => !header.includes(title))).toEqual([])
  })
})

describe('what a header puts in quotes', () => {
  const titles = new Set(Object.values(identities).flatMap((laws) => laws.map((law) => titleOf(law.name))))
  const files = readdirSync('src/ops').map((file) => file.replace('.ts', ''))
  const quoted = files.flatMap((file) =>
    [...(/Laws: (.*)/.exec(headerOf(file))?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
      ([, name = '']) => [file, name] as const,
    ),
  )

  it.each(quoted)('by %s is a law, or a test of the file: %s', (file, name) => {
    const path = `test/ops/${file}.test.ts`
    const test = existsSync(path) ? readFileSync(path, 'utf8') : ''
    expect(titles.has(name) || test.includes(name)).toBe(true)
  })
})
