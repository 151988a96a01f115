/** @file What an editor shows of the parameters of a network: their names and shapes, and not how they were worked out. */
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { programOf } from './programOf.ts'

const file = fileURLToPath(new URL('hover.snippet.ts', import.meta.url))

/** Networks, each with the text that is shown of its parameters. */
const shown = {
  images: [
    `model(
      [-1, 3, 32, 32],
      named('conv1', conv2d({ in: 3, out: 64, kernel: 3, padding: 1 })),
      batchNorm(64),
      relu,
      named('conv2', conv2d({ in: 64, out: 8, kernel: 3, bias: false })),
      maxPool2d({ kernel: 2 }),
      flatten,
      named('fc', dense(1800, 10)),
    )`,
    '{ readonly conv1: { readonly weight: Tensor<readonly [64, 3, 3, 3]>; readonly bias: Tensor<readonly [64]>; }; readonly 1: BatchNormParams<64>; readonly conv2: { readonly weight: Tensor<readonly [8, 64, 3, 3]>; }; readonly fc: { readonly weight: Tensor<readonly [10, 1800]>; readonly bias: Tensor<readonly [10]>; }; }',
  ],
  parts: [
    'layers({ hidden: dense(4, 3), last: sequential(relu, dense(3, 2)) })',
    '{ readonly hidden: { readonly weight: Tensor<readonly [3, 4]>; readonly bias: Tensor<readonly [3]>; }; readonly last: readonly [Readonly<Record<never, never>>, { readonly weight: Tensor<readonly [2, 3]>; readonly bias: Tensor<readonly [2]>; }]; }',
  ],
  ofLenet: ['lenet', 'LenetParams'],
  ofAlexnet: ['alexnet()', 'AlexnetParams<1000, 1, 3, 4096>'],
  ofVgg: ['vgg(11, { batchNorm: true, classes: 10 })', 'VggParams<11, true, 10, 1, 3, 4096>'],
} as const

const source = `import { flatten, key, maxPool2d, relu } from 'cotangent'
import { alexnet, lenet, vgg } from 'cotangent/models'
import { batchNorm, conv2d, dense, layers, model, named, sequential } from 'cotangent/nn'
${Object.entries(shown)
  .map(([name, [network]]) => `export const [${name}] = ${network}.init(key(0))`)
  .join('\n')}
`

/** The types of what the programs export, as an editor shows them, from memory: no file is written. */
const types = (): Readonly<Record<string, string>> => {
  const program = programOf(file, source)
  const checker = program.getTypeChecker()
  const text = program.getSourceFile(file)
  const module = text && checker.getSymbolAtLocation(text)
  const exported = module === undefined ? [] : checker.getExportsOfModule(module)
  return Object.fromEntries(
    exported.map((symbol) => [
      symbol.name,
      checker.typeToString(checker.getTypeOfSymbol(symbol), undefined, ts.TypeFormatFlags.NoTruncation),
    ]),
  )
}

describe('what is shown of parameters', () => {
  const held: { found: Readonly<Record<string, string>> } = { found: {} }
  beforeAll(() => {
    held.found = types()
  }, 120_000)

  it.each(Object.entries(shown).map(([name, [, text]]) => [name, text] as const))(
    'is their names and shapes: %s',
    (name, text) => {
      expect(held.found[name]).toBe(text)
    },
  )

  it('is short enough to be read', () => {
    const lengths = Object.values(held.found).map((text) => text.length)
    expect(lengths).toHaveLength(Object.keys(shown).length)
    expect(Math.max(...lengths)).toBeLessThan(400)
  })
})
