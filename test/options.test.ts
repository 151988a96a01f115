/** @file Options that do not exist are refused, by every function of every door that takes a record of options. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import * as checkpoint from '../src/checkpoint/index.ts'
import { defaultBudget } from '../src/codecs/Budget.ts'
import * as data from '../src/data/index.ts'
import * as core from '../src/index.ts'
import * as models from '../src/models/index.ts'
import * as nn from '../src/nn/index.ts'
import * as optim from '../src/optim/index.ts'
import * as train from '../src/train/index.ts'
import * as vision from '../src/vision/index.ts'

const source = fileURLToPath(new URL('../src', import.meta.url))

/** The doors, by the folders whose functions they export. */
const doors: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...{ ops: core, diff: core, runtime: core },
  ...{ nn, optim, models, train, vision, checkpoint, data: { ...data, ...data.Dataset, shuffle: data.Source.shuffle } },
}

interface Taker {
  readonly folder: string
  readonly name: string
  /** Which of its parameters the options are. */
  readonly at: number
}

/** What a type is called, or what a parameter of a type has to be. */
const typeText = (type: ts.TypeNode, of: ts.ArrowFunction): string => {
  const text = type.getText()
  return of.typeParameters?.find(({ name }) => name.text === text)?.constraint?.getText() ?? text
}

/** A type literal all of whose members are optional, or a type named for what it is. */
const isOptions = (type: ts.TypeNode, of: ts.ArrowFunction): boolean =>
  /^(\w*Options?\b|Partial<Budget>)/.test(typeText(type, of)) ||
  (ts.isTypeLiteralNode(type) && type.members.every((member) => member.questionToken !== undefined))

/** Exported functions of a file that take options before they give another function or their result. */
const takersIn = (folder: string, path: string): readonly Taker[] => {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  return file.statements.flatMap((statement): readonly Taker[] => {
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations.flatMap(({ name, initializer }): readonly Taker[] => {
      if (initializer === undefined || !ts.isArrowFunction(initializer)) return []
      const at = initializer.parameters.findIndex(({ type }) => type !== undefined && isOptions(type, initializer))
      return at < 0 ? [] : [{ folder, name: name.getText(), at }]
    })
  })
}

const takers = Object.keys(doors).flatMap((folder) =>
  readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => takersIn(folder, join(source, folder, path)))
    .filter(({ name }) => typeof doors[folder]?.[name] === 'function'),
)

const row = core.tensor([0.5, 1], [1, 2])
const plane = core.ones([1, 1, 4, 4])

/** What comes before the options, where they are looked at only after it: tensors of shapes that fit. */
const before: Readonly<Record<string, readonly unknown[]>> = {
  ...{ gaussianLoss: [row, row, row], cosineEmbedding: [row, row, core.ones([1])], tripletMargin: [row, row, row] },
  ...{ marginRanking: [row, row, row], multilabelMargin: [row, row], multilabelSoftMargin: [row, row] },
  ...{ crossEntropy: [row, core.zeros([1])], negativeLogLikelihood: [row, core.zeros([1])] },
  ...{ inception: [1, { point: 1, three: [1, 1], five: [1, 1], pooled: 1 }], loadNetwork: [[{}, {}]] },
  ...{ pcaJitter: [{ axes: [[1]], variances: [1] }], convInput: [[1, 1, 4, 4]], convFilter: [[1, 1, 1, 1]] },
  ...{ shuffle: [core.key(1)] },
  ...{ confusionPicture: [{ counts: [[1]] }], gradCam: [{ before: core.relu, after: core.relu }] },
  ...{
    fromCanvas: [
      {
        width: 1,
        height: 1,
        getContext: () => ({ getImageData: () => ({ data: new Uint8ClampedArray(4), width: 1, height: 1 }) }),
      },
    ],
  },
}

/** What a function is applied to that looks at its options then: a plane, unless it is told here. */
const after: Readonly<Record<string, readonly unknown[]>> = {
  ...{ conv: [plane, plane], convInput: [plane, plane], convFilter: [plane, plane], convTranspose: [plane, plane] },
  ...{ scatter: [row, row, row], scatterNd: [row, row, row] },
}

const useWith = ({ folder, name, at }: Taker, options: object): unknown => {
  const f = doors[folder]?.[name] as (...parameters: readonly unknown[]) => unknown
  const leading = before[name] ?? Array.from({ length: at }, () => undefined)
  const made = f(...leading, options)
  return typeof made === 'function' ? (made as typeof f)(...(after[name] ?? [plane])) : made
}

const layer = { in: 1, out: 1, kernel: 1 }

/** Functions that another function makes, which the sources do not show to take options, with what they require. */
const made: Readonly<Record<string, (options: object) => unknown>> = {
  'the layer conv1d': (options) => nn.conv1d({ ...layer, ...options }),
  'the layer conv2d': (options) => nn.conv2d({ ...layer, ...options }),
  'the layer convTranspose1d': (options) => nn.convTranspose1d({ ...layer, ...options }),
  'the layer convTranspose2d': (options) => nn.convTranspose2d({ ...layer, ...options }),
  conv1d: (options) => core.conv1d(options)(core.ones([1, 1, 4]), core.ones([1, 1, 1])),
  conv2d: (options) => core.conv2d(options)(plane, core.ones([1, 1, 1, 1])),
  convTranspose1d: (options) => core.convTranspose1d(options)(core.ones([1, 1, 4]), core.ones([1, 1, 1])),
  convTranspose2d: (options) => core.convTranspose2d(options)(plane, core.ones([1, 1, 1, 1])),
  max: (options) => core.max(options)(row),
  min: (options) => core.min(options)(row),
  prod: (options) => core.prod(options)(row),
  logsumexp: (options) => core.logsumexp(options)(row),
  argmax: (options) => core.argmax({ axis: 0, ...options })(row),
  argmin: (options) => core.argmin({ axis: 0, ...options })(row),
  ...Object.fromEntries(
    Object.entries(models).flatMap(([name, f]) =>
      /^(resnet|vgg)\d|^(googlenet|mobilenet|squeezenet)/.test(name)
        ? [[name, (options: object) => (f as (options: object) => unknown)(options)] as const]
        : [],
    ),
  ),
}

const messageOf = (use: () => unknown): string => {
  try {
    use()
    return ''
  } catch (thrown) {
    return String(thrown)
  }
}

describe('options that do not exist', () => {
  it('are looked for in all functions that take options', () => {
    expect(takers.length).toBeGreaterThan(130)
  })

  it.each(takers.map((taker) => [`${taker.folder}: ${taker.name}`, taker] as const))(
    'are refused by %s',
    (_, taker) => {
      expect(() => useWith(taker, { notAnOption: 1 })).toThrow("found 'notAnOption'")
    },
  )
})

describe('options that do not exist of functions that are made', () => {
  it('are looked for in networks too', () => {
    expect(Object.keys(made).length).toBeGreaterThan(25)
  })

  it.each(Object.entries(made))('are refused by %s', (_, use) => {
    expect(() => use({ notAnOption: 1 })).toThrow("found 'notAnOption'")
  })
})

describe('limits of what comes from outside', () => {
  const takesLimit = (taker: Taker, limit: string): boolean =>
    !messageOf(() => useWith(taker, { [limit]: 2 ** 20 })).includes(`found '${limit}'`)
  const limits = Object.keys(defaultBudget)
  const limited = takers.filter((taker) => limits.some((limit) => takesLimit(taker, limit)))

  it('are looked for in all decoders', () => {
    expect(limited.length).toBeGreaterThan(14)
  })

  it.each(limited.map((taker) => [`${taker.folder}: ${taker.name}`, taker] as const))(
    'are taken as a whole by %s, so that one budget can be handed to all',
    (_, taker) => {
      expect(limits.filter((limit) => !takesLimit(taker, limit))).toEqual([])
    },
  )
})
