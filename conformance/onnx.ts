/**
 * @file Conformance with ONNX: the backend tests of the ONNX project, imported and run, a line per operator.
 */
import { referenceRuntime, tensor, TensorError } from 'cotangent'
import type { Runtime } from 'cotangent'
import { evalMode } from 'cotangent/nn'
import type { OnnxModel, OnnxNetwork, StoredTensor } from 'cotangent/onnx'
import { decodeOnnx, onnxNetwork, showOnnxError } from 'cotangent/onnx'
import { fromBinary } from '@bufbuild/protobuf'
import * as E from 'fp-ts/lib/Either.js'
import { TensorProtoSchema } from 'onnx-buf'
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { elementTypeOf } from '../src/onnx/elementTypes.ts'
import { storedTensor } from '../src/onnx/storedTensors.ts'
import { numbersOfStored } from '../src/onnx/OnnxValue.ts'
import { defaultBudget } from '../src/codecs/Budget.ts'
import type { OnnxReason } from './onnxReasons.ts'
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

const unlike = (found: ArrayLike<number>, expected: ArrayLike<number>, relative: number): string | null => {
  for (let k = 0; k < expected.length; k++) {
    const [a, b] = [found[k]!, expected[k]!]
    const isNear = a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= 1e-6 + relative * Math.abs(b)
    if (!isNear) return `entry ${k} is ${a} instead of ${b}`
  }
  return null
}

const compared = (
  network: OnnxNetwork,
  files: Files,
  set: string,
  relative: number,
  runtime: Runtime,
): string | null => {
  const inputs = numbered(files, set, 'input')
  const given = Object.fromEntries(
    network.inputs.flatMap(({ name }, k) => {
      const one = inputs[k]
      return one === undefined ? [] : [[name, tensor(numbersOfStored(one), one.shape)] as const]
    }),
  )
  const [outputs] = network.apply(evalMode)(network.params, network.state, given)
  const expected = numbered(files, set, 'output')
  for (const [k, { name }] of network.outputs.entries()) {
    const [one, found] = [expected[k], outputs[name]]
    if (one === undefined) continue
    if (found === undefined) return `there is no output '${name}'`
    if (found.shape.join() !== one.shape.join())
      return `'${name}' is [${found.shape.join()}] instead of [${one.shape.join()}]`
    const difference = unlike(runtime.toArray(found), numbersOfStored(one), relative)
    if (difference !== null) return `${name}: ${difference}`
  }
  return null
}

const isOfTested = (model: OnnxModel): boolean =>
  model.graph.inputs.every(({ type }) => type !== null) && elementTypeOf(1) !== null

const outcomeOf = (files: Files, name: string, runtime: Runtime): OnnxOutcome => {
  const decoded = decodeOnnx(files.get('model.onnx') ?? new Uint8Array())
  if (E.isLeft(decoded)) {
    const tag = decoded.left._tag === 'Unsupported' ? 'unsupported' : 'failed'
    return { _tag: tag, reason: showOnnxError(decoded.left) }
  }
  const network = onnxNetwork()(decoded.right)
  if (E.isLeft(network)) {
    const tag = network.left._tag === 'Unsupported' ? 'unsupported' : 'failed'
    return { _tag: tag, reason: showOnnxError(network.left) }
  }
  if (!isOfTested(decoded.right)) return { _tag: 'unsupported', reason: 'an input of a type that cannot be read' }
  const relative = rough.test(name) ? 1e-3 : runtime.name === referenceRuntime.name ? 1e-5 : 1e-4
  const sets = [...new Set([...files.keys()].flatMap((path) => /^(test_data_set_\d+)\//.exec(path)?.[1] ?? []))]
  if (sets.length === 0) return { _tag: 'failed', reason: 'it has no data' }
  try {
    const difference = sets
      .map((set) => compared(network.right, files, set, relative, runtime))
      .find((one) => one !== null)
    return difference === undefined ? { _tag: 'passed' } : { _tag: 'failed', reason: difference! }
  } catch (thrown) {
    if (thrown instanceof TensorError) return { _tag: 'failed', reason: thrown.message }
    throw thrown
  }
}

const operatorOf = (files: Files, name: string): string => {
  const decoded = decodeOnnx(files.get('model.onnx') ?? new Uint8Array())
  if (E.isLeft(decoded)) return /test_([a-z0-9]+)/.exec(name)?.[1] ?? name
  const nodes = decoded.right.graph.nodes
  const main = nodes.length === 1 ? nodes[0] : undefined
  if (main !== undefined) return main.operator
  return name.startsWith('pytorch') ? 'models of PyTorch' : 'expanded'
}

const judged = (name: string, outcome: OnnxOutcome): OnnxOutcome => {
  const known: OnnxReason | null = reasonFor(name)
  if (known === null || outcome._tag === 'unsupported') return outcome
  return outcome._tag === 'passed'
    ? { _tag: 'failed', reason: `it passes, though it is listed to deviate: ${known.reason}` }
    : { _tag: known.tag, reason: known.reason }
}

/** Runs every test of the archives in a folder. */
export const runOnnxTests = async (folder: string, only: string, runtime: Runtime): Promise<readonly OnnxResult[]> => {
  const archives = readdirSync(folder).filter((name) => name.endsWith('.tar.gz'))
  const results: OnnxResult[] = []
  for (const archive of archives.sort()) {
    for (const [name, files] of await testsIn(join(folder, archive))) {
      if (!name.includes(only)) continue
      results.push({ name, operator: operatorOf(files, name), outcome: judged(name, outcomeOf(files, name, runtime)) })
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
    'conformance -- --onnx FOLDER --page\`. An expanded test is the same operator, written with simpler ones.',
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
