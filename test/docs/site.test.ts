/** @file What the site adds to the reference: formulas as TeX, and examples that run on the page. */
import * as cotangent from 'cotangent'
import * as checkpoint from 'cotangent/checkpoint'
import * as data from 'cotangent/data'
import * as gpu from 'cotangent/gpu'
import * as laws from 'cotangent/laws'
import * as nn from 'cotangent/nn'
import * as optim from 'cotangent/optim'
import * as train from 'cotangent/train'
import * as vision from 'cotangent/vision'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

interface Site {
  readonly texOf: (line: string) => string | null
  readonly runnable: (text: string) => string | null
}

interface Search {
  readonly searchTopics: Readonly<Record<string, readonly string[]>>
}

interface GuideLinks {
  readonly weightOf: (text: string, name: string) => number
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const load = async (name: string): Promise<Site> => (await import(join(root, 'docs/site', name))) as Site
const [{ texOf }, { runnable }] = [await load('formula.mjs'), await load('examples.mjs')]

const { searchTopics } = (await import(join(root, 'docs/site/searchTopics.mjs'))) as Search

const headerLines = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const [, header = ''] = /^\/\*\*\n([\s\S]*?)\*\//u.exec(readFileSync(join(root, folder, name), 'utf8')) ?? []
      return header.split('\n').flatMap((line) => (line.startsWith(' *     ') ? [line.slice(7).trim()] : []))
    })

describe('searchTopics', () => {
  const doors = [cotangent, checkpoint, data, gpu, laws, nn, optim, train, vision]
  const inside = Object.entries({ Dataset: data.Dataset, Source: data.Source }).flatMap(([space, names]) =>
    Object.keys(names).map((name) => `${space}.${name}`),
  )
  const names = new Set([...doors.flatMap(Object.keys), ...inside])

  it.each(Object.keys(searchTopics))('names %s, which there is', (topic) => {
    expect(names.has(topic) || existsSync(join(root, 'docs/guide', `${topic}.md`))).toBe(true)
  })
})

describe('texOf', () => {
  it.each([
    ['y = a / b', 'y = a / b'],
    ['y[n, o] = sum over c, p of x[n, c] w[o, p]', String.raw`y_{n, o} = \sum_{c, p }  x_{n, c} w_{o, p}`],
    ['y = x^(-1/2)', 'y = x^{-1/2}'],
    ['square / (1 - beta2^t)', String.raw`\text{square} / (1 - \beta_{2}^{t})`],
    ['ln softmax(x)[k]', String.raw`\operatorname{ln} \operatorname{softmax}(x)[k]`],
  ])('writes %s', (line, tex) => expect(texOf(line)).toBe(tex))

  it.each(['y = (a', 'y = a]', 'y = a^^'])('leaves %s as it is', (line) => expect(texOf(line)).toBeNull())

  it('writes nearly all formulas of the sources', () => {
    const lines = ['src/ops', 'src/nn', 'src/nn/losses', 'src/optim', 'src/optim/schedules'].flatMap(headerLines)
    const left = lines.filter((line) => texOf(line) === null)
    expect(lines.length).toBeGreaterThan(150)
    expect(left.length).toBeLessThan(lines.length / 20)
  })
})

describe('weightOf', async () => {
  const { weightOf } = (await import(join(root, 'docs/site/guideLinks.mjs'))) as GuideLinks
  const page = [
    '# Pooling',
    '`maxPool` and `maxPool2d({ kernel: 2 })`; maxUnpool.',
    '```ts',
    "import { maxPool,\n  sum } from 'cotangent'",
    "import { map } from 'fp-ts/lib/Array.js'",
    "import { sum } from 'cotangent'",
    'avgPool(x)',
    '```',
  ].join('\n')

  it.each([
    ['maxPool', 3],
    ['maxPool2d', 2],
    ['sum', 2],
    ['maxUnpool', 0],
    ['map', 0],
    ['avgPool', 0],
    ['max', 0],
  ])('counts sentences with %s twice and each import once', (name, weight) => expect(weightOf(page, name)).toBe(weight))
})

/** Runs what the page would, with the modules of this process. */
const shownBy = async (code: string): Promise<readonly unknown[]> => {
  const values: unknown[] = []
  const AsyncFunction = (async () => Promise.resolve()).constructor as new (
    ...parts: readonly string[]
  ) => (load: (name: string) => Promise<unknown>, show: (value: unknown) => void) => Promise<void>
  await new AsyncFunction('$load', '$show', code)(
    async (name) => import(name),
    (value) => void values.push(value),
  )
  return values
}

describe('runnable', () => {
  it('takes the types away and shows what is promised', async () => {
    const code = runnable(`import type { Tensor } from 'cotangent'
import { grad, item, mul, tensor } from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'

const square = (x: Tensor<readonly []>) => mul(x, x)
item(grad(square)(tensor(3, []))) // => 6
pipe(
  2,
  (two: number): number => two + 1,
) // => 3
`)
    expect(code).not.toBeNull()
    expect(await shownBy(code ?? '')).toEqual([6, 3])
  })

  it.each(["await readMnist('data')() // => 1", "Source.folder({ size: 8 })('photos') // => 1"])(
    'leaves alone what reads files: %s',
    (line) => expect(runnable(`import { readMnist, Source } from 'cotangent/data'\n${line}\n`)).toBeNull(),
  )

  it('leaves alone what promises nothing, what is of another library, and what needs Node', () => {
    expect(runnable("import { grad } from 'cotangent'\nconst f = grad\n")).toBeNull()
    expect(runnable("import { z } from 'elsewhere'\nz // => 1\n")).toBeNull()
    expect(
      runnable(
        "import { readFileSync } from 'node:fs'\nimport { item } from 'cotangent'\nitem(readFileSync.length) // => 1\n",
      ),
    ).toBeNull()
  })
})
