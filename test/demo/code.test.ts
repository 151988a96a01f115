/** @file What "Copy as code" copies: a program that compiles against the doors, runs, and gives the number of the page. */
import { readFile } from 'node:fs/promises'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodePth, namedTensors } from 'cotangent/checkpoint'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { decodeOnnx, exportNetwork } from 'cotangent/onnx'
import { key } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as architectures from '../../demo/architectures/names.ts'
import * as backward from '../../demo/backward/model.ts'
import * as backwardRules from '../../demo/backward/rules.ts'
import * as convolution from '../../demo/convolution/model.ts'
import * as inside from '../../demo/inside/names.ts'
import * as pooling from '../../demo/pooling/model.ts'
import { codeOf, optimizerNames, runLength } from '../../demo/training/names.ts'
import { partsOf, runs } from '../../demo/training/model.ts'
import type { Parts } from '../../demo/training/model.ts'
import { explain } from '../../demo/inside/model.ts'
import { siteFiles } from '../../demo/siteFiles.ts'
import { decodeMnist } from 'cotangent/data'
import { decodeWeights } from '../../demo/inside/weights.ts'
import { graphCode, recognizingCode } from '../../demo/own/code.ts'
import { graphOf } from '../../demo/own/graph.ts'
import { recognize } from '../../demo/own/recognize.ts'
import { stateFrom } from '../../demo/state.ts'
import { compilerOptions } from '../docs/compilerOptions.ts'
import type { Check } from '../docs/instrument.ts'
import { checkName, instrument, keeps, rendered } from '../docs/instrument.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'test/.snippets', `demo-${String(process.pid)}`)

const state = stateFrom(
  new URLSearchParams('convolution.stride=2&backward.padding=1&pooling.kernel=3&pooling.stride=1'),
)

/** A plus sign, in which no network sees a digit; any pixels will do. */
const pixels = Array.from({ length: 784 }, (_, k) => (k % 28 === 14 || Math.floor(k / 28) === 14 ? 255 : 0))

const weightsFile = 'demo/inside/lenet.safetensors'

const site = 'https://example.org/explainer/'

/** The programs fetch the files of the page. */
const ofPage = { page: `${site}index.html?lang=zh`, weights: null }

const [fresh, noState] = lenet.init(key(4))

const pthFile = join(folder, 'mine.pth')

const onnxFile = join(folder, "it's mine.onnx")

const bestBy = (params: LenetParams): number => {
  const { scores } = recognize(params, pixels)
  return scores.indexOf(Math.max(...scores))
}

const rightOf = <L, A>(either: E.Either<L, A>): A => {
  if (E.isLeft(either)) throw new RangeError(JSON.stringify(either.left))
  return either.right
}

/** Programs that read a file of the visitor's. */
const owns = async (): Promise<Readonly<Record<string, string>>> => {
  const shipped = rightOf(decodeWeights(fresh)(await readFile(weightsFile)))
  mkdirSync(folder, { recursive: true })
  writeFileSync(pthFile, encodePth(namedTensors(fresh)))
  return {
    ownShipped: recognizingCode(ofPage, pixels, bestBy(shipped)),
    ownPth: recognizingCode({ ...ofPage, weights: pthFile }, pixels, bestBy(fresh)),
  }
}

/** The law on each rule, and on one that a visitor has written. */
const lawPrograms = {
  ...Object.fromEntries(
    backwardRules.ruleNames.map((name) => [
      `law-${name}`,
      backwardRules.lawCode(backwardRules.ruleCode[name], name === 'right' ? 'passed' : 'failed'),
    ]),
  ),
  'law-own': backwardRules.lawCode('(dy, w, stride) => convTranspose2d({ stride })(dy, w)\n', 'passed'),
}

const programs: Readonly<Record<string, string>> = {
  convolution: convolution.codeOf(state.convolution, { row: 3, column: 2 }),
  backward: backward.codeOf(state.backward, { row: 4, column: 1 }),
  maxPooling: pooling.codeOf(state.pooling),
  ...(await owns()),
  ...lawPrograms,
  averagePooling: pooling.codeOf({ ...state.pooling, kind: 'average' }),
}

const exported = rightOf(exportNetwork(lenet, fresh, noState, [1, 1, 28, 28]))

/** Programs that make no promise: what they print is compared with what the page computes. */
const printing: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    optimizerNames.map((optimizer) => [optimizer, codeOf({ ...state.training, optimizer }, ofPage)]),
  ),
  trainingOwn: codeOf(state.training, { ...ofPage, weights: pthFile }),
  architectures: architectures.codeOf(state.architectures),
  inside: inside.codeOf(state.inside, ofPage),
  insideAsked: inside.codeOf({ ...state.inside, digit: 7, about: '3', channel: 2 }, { ...ofPage, weights: pthFile }),
  ownGraph: graphCode(onnxFile, rightOf(graphOf(rightOf(decodeOnnx(exported)))).input),
}

const fileOf = (name: string, kind: string): string => join(folder, `${name}.${kind}.ts`)

let parts: Parts

/** The lines that a program prints. */
const printedBy = async (name: string): Promise<readonly string[]> => {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((...values: readonly unknown[]) => {
    lines.push(rendered(true, values).join(' '))
  })
  const answer = async (address: URL): Promise<Response> =>
    new Response(Uint8Array.from(await siteFiles[address.href.replace(site, '')]!()))
  vi.stubGlobal('fetch', answer)
  try {
    await import(/* @vite-ignore */ fileOf(name, 'run'))
  } finally {
    log.mockRestore()
    vi.unstubAllGlobals()
  }
  return lines
}

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(onnxFile, exported)
  const [images, labels] = [await siteFiles['digits/images.bin']!(), await siteFiles['digits/labels.bin']!()]
  parts = partsOf(rightOf(decodeMnist()({ images, labels })))
  for (const [name, code] of Object.entries({ ...programs, ...printing })) {
    writeFileSync(fileOf(name, 'typed'), `${code}export {}\n`)
  }
  for (const [name, code] of Object.entries({ ...programs, ...printing })) {
    writeFileSync(fileOf(name, 'run'), `${instrument(code).code}export {}\n`)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the copied programs', () => {
  it('compile', () => {
    const files = Object.keys({ ...programs, ...printing }).map((name) => fileOf(name, 'typed'))
    const program = ts.createProgram(files, { ...compilerOptions(root), noUnusedLocals: true })
    const problems = files.flatMap((file) => {
      const source = program.getSourceFile(file)
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    })
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
  })

  it.each(Object.entries(programs))('give the number that they promise: %s', async (name, code) => {
    const broken: string[] = []
    const check: Check = (promise, _, printed, ...values) => {
      if (!keeps(promise, printed, values)) broken.push(`${promise}, not ${rendered(printed, values).join()}`)
    }
    Reflect.set(globalThis, checkName, check)
    await printedBy(name)
    Reflect.deleteProperty(globalThis, checkName)
    expect(instrument(code).promises).toBeGreaterThan(0)
    expect(broken).toEqual([])
  })

  it.each(optimizerNames)('print the losses of the page: %s', async (optimizer) => {
    const run = runs[optimizer](parts.seen, state.training.key)
    const losses = Array.from({ length: runLength }, () => run.next().value!.loss.toFixed(3))
    expect(await printedBy(optimizer)).toEqual(losses.map((loss, k) => `step ${k + 1} loss ${loss}`))
  })

  it('print the losses of a run that begins with the weights of a file', async () => {
    const run = runs.momentum(parts.seen, state.training.key, fresh)
    const losses = Array.from({ length: runLength }, () => run.next().value!.loss.toFixed(3))
    expect(await printedBy('trainingOwn')).toEqual(losses.map((loss, k) => `step ${k + 1} loss ${loss}`))
  })

  it('explain the digit of the page', async () => {
    const shipped = rightOf(decodeWeights(fresh)(await readFile(weightsFile)))
    const told = explain(shipped, parts, state.inside)
    const lines = await printedBy('inside')
    expect(lines.slice(0, 4)).toEqual([
      `the digit is ${told.label}`,
      `explained class ${told.about}`,
      `its probability ${(100 * told.scores[told.about]!).toFixed(2)} %`,
      `greatest fall of the score when covered ${Math.max(...told.occlusion).toFixed(2)}`,
    ])
    const own = explain(fresh, parts, { digit: 7, about: '3', channel: 2 })
    expect((await printedBy('insideAsked'))[2]).toBe(`its probability ${(100 * own.scores[3]!).toFixed(2)} %`)
  })

  it('print what a graph gives, and the summary of a network', async () => {
    expect((await printedBy('ownGraph'))[0]).toMatch(/^class \d$/)
    expect((await printedBy('architectures')).join('')).toContain('61,706')
  })
})
