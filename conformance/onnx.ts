/**
 * @file Conformance with ONNX: the backend tests of the ONNX project, imported and run, a line per operator.
 */
import { referenceRuntime, tensor, TensorError } from 'cotangent'
import type { Runtime } from 'cotangent'
import { evalMode } from 'cotangent/nn'
import type { OnnxError, OnnxNetwork, StoredTensor } from 'cotangent/onnx'
import { decodeOnnx, onnxNetwork, showOnnxError } from 'cotangent/onnx'
import { fromBinary } from '@bufbuild/protobuf'
import * as E from 'fp-ts/lib/Either.js'
import { TensorProtoSchema } from 'onnx-buf'
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { storedTensor } from '../src/onnx/storedTensors.ts'
import { numbersOfStored } from '../src/onnx/OnnxValue.ts'
import { defaultBudget } from '../src/codecs/Budget.ts'
import type { Instead, OnnxReason } from './onnxReasons.ts'
import { reasonFor } from './onnxReasons.ts'

/** What became of a test. */
export type OnnxOutcome =
  { readonly _tag: 'passed' } | { readonly _tag: 'deviates' | 'unsupported' | 'failed'; readonly reason: string }

/** A test with its outcome. */
export interface OnnxResult {
  readonly name: string
  readonly operator: string
  readonly outcome: OnnxOutcome
}

type Files = ReadonlyMap<string, Uint8Array>

/** Every file of an archive, below the folder of its test. */
const testsIn = async (archive: string): Promise<ReadonlyMap<string, Files>> => {
  const tests = new Map<string, Map<string, Uint8Array>>()
  const entries = createReadStream(archive).pipe(createGunzip()).pipe(extract())
  for await (const entry of entries) {
    const bytes = await buffer(entry)
    const path = entry.header.name.split('/').filter((part) => part !== '' && part !== '.')
    if (entry.header.type !== 'file' || path.length < 3) continue
    const [folder = '', test = '', ...rest] = path
    const key = `${folder}/${test}`
    const files = tests.get(key) ?? new Map<string, Uint8Array>()
    tests.set(key, files.set(rest.join('/'), bytes))
  }
  return tests
}

const stored = (bytes: Uint8Array): StoredTensor =>
  storedTensor(fromBinary(TensorProtoSchema, bytes), { budget: defaultBudget, external: null })

const numbered = (files: Files, set: string, kind: string): readonly StoredTensor[] =>
  [...files.keys()]
    .filter((path) => path.startsWith(`${set}/${kind}_`))
    .sort((a, b) => Number(/(\d+)\.pb$/.exec(a)?.[1]) - Number(/(\d+)\.pb$/.exec(b)?.[1]))
    .map((path) => stored(files.get(path)!))

/** The tests that were recorded with four decimals only. */
const rough = /test_(bernoulli|operator_(addmm|mm|params|repeat_dim_overflow))/

/** An output: its shape and its numbers. */
interface Found {
  readonly shape: readonly number[]
  readonly numbers: ArrayLike<number>
}

/** What a model gives for a test, with what is expected of it; or why it was refused. */
export type OnnxAnswer =
  | { readonly _tag: 'refused'; readonly isUnsupported: boolean; readonly reason: string }
  | {
      readonly _tag: 'computed'
      readonly outputs: readonly { readonly name: string; readonly found: Found | null; readonly expected: Found }[]
    }

/** How near numbers are to be. */
interface Allowance {
  readonly relative: number
  readonly absolute: number
}

const unlike = (found: ArrayLike<number>, expected: ArrayLike<number>, { relative, absolute }: Allowance) => {
  for (let k = 0; k < expected.length; k++) {
    const [a, b] = [found[k]!, expected[k]!]
    const isNear =
      a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= absolute + relative * Math.abs(b)
    if (!isNear) return `entry ${k} is ${a} instead of ${b}`
  }
  return null
}

/** The first difference between what is found and what is expected; `null` if there is none. */
const differenceIn = (answer: OnnxAnswer, allowance: Allowance): string | null => {
  if (answer._tag === 'refused') return answer.reason
  for (const { name, found, expected } of answer.outputs) {
    if (found === null) return `there is no output '${name}'`
    if (found.shape.join() !== expected.shape.join())
      return `'${name}' is [${found.shape.join()}] instead of [${expected.shape.join()}]`
    const difference = unlike(found.numbers, expected.numbers, allowance)
    if (difference !== null) return `${name}: ${difference}`
  }
  return null
}

const answered = (network: OnnxNetwork, files: Files, set: string, runtime: Runtime): OnnxAnswer => {
  const inputs = numbered(files, set, 'input')
  const given = Object.fromEntries(
    network.inputs.flatMap(({ name }, k) => {
      const one = inputs[k]
      return one === undefined ? [] : [[name, tensor(numbersOfStored(one), one.shape)] as const]
    }),
  )
  const [outputs] = network.apply(evalMode)(network.params, network.state, given)
  const expected = numbered(files, set, 'output')
  return {
    _tag: 'computed',
    outputs: network.outputs.flatMap(({ name }, k) => {
      const [one, found] = [expected[k], outputs[name]]
      if (one === undefined) return []
      return [
        {
          name,
          found: found === undefined ? null : { shape: found.shape, numbers: runtime.toArray(found) },
          expected: { shape: one.shape, numbers: numbersOfStored(one) },
        },
      ]
    }),
  }
}

const refusal = (error: OnnxError): OnnxAnswer => ({
  _tag: 'refused',
  isUnsupported: error._tag === 'Unsupported' || error._tag === 'UnsupportedOpset',
  reason: showOnnxError(error),
})

const failure = (reason: string): OnnxAnswer => ({ _tag: 'refused', isUnsupported: false, reason })

/** What a model gives for every set of inputs of a test. */
const answersTo = (files: Files, runtime: Runtime): readonly OnnxAnswer[] => {
  const network = E.chain(onnxNetwork())(decodeOnnx(files.get('model.onnx') ?? new Uint8Array()))
  if (E.isLeft(network)) return [refusal(network.left)]
  const sets = [...new Set([...files.keys()].flatMap((path) => /^(test_data_set_\d+)\//.exec(path)?.[1] ?? []))]
  if (sets.length === 0) return [failure('it has no data')]
  return sets.map((set) => {
    try {
      return answered(network.right, files, set, runtime)
    } catch (thrown) {
      if (thrown instanceof TensorError) return failure(thrown.message)
      throw thrown
    }
  })
}

/** An answer of which other numbers are expected. */
const withExpected = (answer: OnnxAnswer, change: (entry: number) => number): OnnxAnswer =>
  answer._tag === 'refused'
    ? answer
    : {
        ...answer,
        outputs: answer.outputs.map((output) => ({
          ...output,
          expected: { ...output.expected, numbers: Float64Array.from(output.expected.numbers, change) },
        })),
      }

const exact: Allowance = { relative: 0, absolute: 0 }

/** How a listed test fails to give what the list says; `null` if it gives that. */
const otherwise = (answer: OnnxAnswer, instead: Instead): string | null => {
  switch (instead._tag) {
    case 'near':
      return differenceIn(answer, instead)
    case 'rounded':
      return differenceIn(
        withExpected(answer, (entry) => Math.fround(entry)),
        { relative: 1e-4, absolute: 1e-6 },
      )
    case 'refused':
      return answer._tag === 'refused' && answer.reason.includes(instead.says)
        ? null
        : (differenceIn(answer, exact) ?? 'it is not refused')
    case 'numbers': {
      const found = answer._tag === 'computed' ? answer.outputs[0]?.found : null
      if (found === null || found === undefined) return 'nothing was computed'
      return found.numbers.length === instead.numbers.length
        ? unlike(found.numbers, instead.numbers, { relative: 1e-5, absolute: 1e-6 })
        : `there are ${found.numbers.length} numbers`
    }
  }
}

/** What becomes of an answer. One to a listed test must differ from what is expected, and be what the list says. */
export const judged = (answer: OnnxAnswer, relative: number, listed: OnnxReason | null): OnnxOutcome => {
  const isMissing = answer._tag === 'refused' && answer.isUnsupported
  const difference = differenceIn(answer, { relative, absolute: 1e-6 })
  if (listed === null || (isMissing && listed.instead._tag !== 'refused'))
    return difference === null ? { _tag: 'passed' } : { _tag: isMissing ? 'unsupported' : 'failed', reason: difference }
  if (difference === null) return { _tag: 'failed', reason: `it passes, though it is listed: ${listed.reason}` }
  const fault = otherwise(answer, listed.instead)
  return fault === null
    ? { _tag: listed.instead._tag === 'refused' ? 'unsupported' : 'deviates', reason: listed.reason }
    : { _tag: 'failed', reason: `it differs otherwise than listed (${listed.reason}): ${fault}` }
}

/** The worst of the outcomes of a test's sets of inputs. */
const worst = (outcomes: readonly OnnxOutcome[]): OnnxOutcome =>
  (['failed', 'unsupported', 'deviates'] as const)
    .map((tag) => outcomes.find(({ _tag }) => _tag === tag))
    .find((one) => one !== undefined) ?? { _tag: 'passed' }

/** How near the numbers of a test are to be. */
const relativeFor = (name: string, runtime: Runtime): number =>
  rough.test(name) ? 1e-3 : runtime.name === referenceRuntime.name ? 1e-5 : 1e-4

const operatorOf = (files: Files, name: string): string => {
  const decoded = decodeOnnx(files.get('model.onnx') ?? new Uint8Array())
  if (E.isLeft(decoded)) return /test_([a-z0-9]+)/.exec(name)?.[1] ?? name
  const nodes = decoded.right.graph.nodes
  const main = nodes.length === 1 ? nodes[0] : undefined
  if (main !== undefined) return main.operator
  return name.startsWith('pytorch') ? 'models of PyTorch' : 'expanded'
}

/** Runs every test of the archives in a folder. */
export const runOnnxTests = async (folder: string, only: string, runtime: Runtime): Promise<readonly OnnxResult[]> => {
  const archives = readdirSync(folder).filter((name) => name.endsWith('.tar.gz'))
  const results: OnnxResult[] = []
  for (const archive of archives.sort()) {
    for (const [name, files] of await testsIn(join(folder, archive))) {
      if (!name.includes(only)) continue
      const listed = reasonFor(name, runtime.name)
      const outcomes = answersTo(files, runtime).map((answer) => judged(answer, relativeFor(name, runtime), listed))
      results.push({ name, operator: operatorOf(files, name), outcome: worst(outcomes) })
    }
  }
  return results
}

const count = (results: readonly OnnxResult[], tag: OnnxOutcome['_tag']): number =>
  results.filter(({ outcome }) => outcome._tag === tag).length

/** The table: a line per operator, in Markdown. */
export const onnxTable = (results: readonly OnnxResult[]): readonly string[] => {
  const names = [...new Set(results.map(({ operator }) => operator))].sort()
  const line = (title: string, own: readonly OnnxResult[]): string =>
    `| ${title} | ${(['passed', 'deviates', 'unsupported', 'failed'] as const).map((tag) => String(count(own, tag))).join(' | ')} |`
  return [
    '| operator | passed | deviates | not supported | failed |',
    '| --- | --- | --- | --- | --- |',
    ...names.map((name) =>
      line(
        name,
        results.filter(({ operator }) => operator === name),
      ),
    ),
    line('all', results),
  ]
}

const titles = { passed: 'passed', deviates: 'deviates', unsupported: 'not supported', failed: 'failed' }

/** The page of the documentation: the table, and the reason for each test that does not pass. */
export const onnxPage = (results: readonly OnnxResult[], backend: string): readonly string[] => {
  const others = results.flatMap(({ name, outcome }) =>
    outcome._tag === 'passed' ? [] : [`| ${name} | ${titles[outcome._tag]} | ${outcome.reason.replaceAll('|', '/')} |`],
  )
  return [
    '# Conformance with ONNX',
    '',
    `The backend tests of the ONNX project on the ${backend} backend, imported by \`cotangent/onnx\`, written by \`npm run`,
    'conformance -- --onnx FOLDER --page\`. An expanded test is the same operator, written with simpler ones. A test that',
    'deviates is listed with what is computed instead, which is checked, and for which backends that is so. The wasm and gpu',
    'backends are compared with a relative tolerance of 1e-4, and the reference with 1e-5.',
    '',
    ...onnxTable(results),
    '',
    '## Tests that do not pass',
    '',
    '| test | outcome | reason |',
    '| --- | --- | --- |',
    ...others,
  ]
}
