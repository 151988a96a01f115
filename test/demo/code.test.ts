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
import { codeOf, optimizerNames } from '../../demo/training/names.ts'
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
  const exported = rightOf(exportNetwork(lenet, fresh, noState, [1, 1, 28, 28]))
  mkdirSync(folder, { recursive: true })
  writeFileSync(onnxFile, exported)
  writeFileSync(pthFile, encodePth(namedTensors(fresh)))
  return {
    ownShipped: recognizingCode(weightsFile, pixels, bestBy(shipped)),
    ownPth: recognizingCode(pthFile, pixels, bestBy(fresh)),
    ownGraph: graphCode(onnxFile, rightOf(graphOf(rightOf(decodeOnnx(exported)))).input),
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

/** Programs that make no promise: they train on digits that the visitor has. */
const trainings = {
  ...Object.fromEntries(optimizerNames.map((optimizer) => [optimizer, codeOf({ ...state.training, optimizer })])),
  architectures: architectures.codeOf(state.architectures),
  inside: inside.codeOf(state.inside),
  insideAsked: inside.codeOf({ ...state.inside, about: '3' }),
}

const fileOf = (name: string, kind: string): string => join(folder, `${name}.${kind}.ts`)

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  for (const [name, code] of Object.entries({ ...programs, ...trainings })) {
    writeFileSync(fileOf(name, 'typed'), `${code}export {}\n`)
  }
  for (const [name, code] of Object.entries(programs)) {
    writeFileSync(fileOf(name, 'run'), `${instrument(code).code}export {}\n`)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the copied programs', () => {
  it('compile', () => {
    const files = Object.keys({ ...programs, ...trainings }).map((name) => fileOf(name, 'typed'))
    const program = ts.createProgram(files, { ...compilerOptions(root), noUnusedLocals: false })
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
    vi.stubGlobal(checkName, check)
    try {
      await import(/* @vite-ignore */ fileOf(name, 'run'))
    } finally {
      vi.unstubAllGlobals()
    }
    expect(instrument(code).promises).toBeGreaterThan(0)
    expect(broken).toEqual([])
  })
})
