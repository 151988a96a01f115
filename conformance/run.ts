/**
 * @file Conformance: every recorded case of PyTorch in a folder on a runtime, a line a group; with `--onnx`, the tests of the
 * ONNX project, a line an operator. `npm run conformance -- --help`.
 */
import { Command, Option } from 'commander'
import { defaultRuntime, makeRuntime, referenceRuntime } from 'cotangent'
import type { Runtime } from 'cotangent'
import { gpuBackend, showGpuError } from 'cotangent/gpu'
import * as E from 'fp-ts/lib/Either.js'
import type { Outcome } from './check.ts'
import { check } from './check.ts'
import { reasonOf } from './deviations.ts'
import { ours } from './groups/index.ts'
import { onnxPage, onnxTable, runOnnxTests } from './onnx.ts'
import { groupNames, readGroup } from './vectors.ts'

const options = new Command()
  .description('Runs recorded cases of PyTorch, or the tests of ONNX, and tells which agree.')
  .option('--vectors <folder>', 'groups of cases', 'test/vectors')
  .option('--onnx <folder>', 'archives of ONNX tests, which are run instead')
  .addOption(new Option('--backend <name>', 'what computes').choices(['reference', 'wasm', 'gpu']).default('reference'))
  .option('--only <text>', 'groups and cases whose name has this text', '')
  .option('--page', 'the page of the documentation, for --onnx')
  .option('--verbose', 'a line for each case that fails')
  .option('--json', 'one object a line')
  .parse()
  .opts<{
    readonly vectors: string
    readonly onnx?: string
    readonly backend: 'reference' | 'wasm' | 'gpu'
    readonly only: string
    readonly verbose?: true
    readonly page?: true
    readonly json?: true
  }>()

const onGpu = async (): Promise<Runtime> => {
  const backend = await gpuBackend()()
  if (E.isLeft(backend)) throw new Error(showGpuError(backend.left))
  return makeRuntime(backend.right)
}

const runtimes = { reference: () => referenceRuntime, wasm: () => defaultRuntime, gpu: onGpu }
const runtime = await runtimes[options.backend]()
const allowance = { relative: options.backend === 'reference' ? 0 : 2e-6 }

const count = (outcomes: readonly Outcome[], tag: Outcome['_tag']): number =>
  outcomes.filter(({ _tag }) => _tag === tag).length

/** A case that we answer otherwise on purpose must differ. */
const judged = (group: string, name: string, outcome: Outcome): Outcome => {
  const reason = reasonOf(`${group}/${name}`, runtime)
  if (reason === null || outcome._tag === 'unmapped') return outcome
  return outcome._tag === 'failed'
    ? { _tag: 'deviates', reason }
    : { _tag: 'failed', reason: `it agrees, though it is listed to deviate: ${reason}`, error: 0 }
}

/** The cases of PyTorch: whether all are as they should be. */
const runVectors = (): boolean => {
  let bad = 0
  let all = 0
  for (const name of groupNames(options.vectors)) {
    const group = readGroup(options.vectors, name)
    const cases = group.cases.filter((one) => `${name}/${one.name}`.includes(options.only))
    if (cases.length === 0) continue
    const outcomes = cases.map(
      (one) => [one, judged(name, one.name, check(group, one, ours[name]?.[one.op], runtime, allowance))] as const,
    )
    const results = outcomes.map(([, outcome]) => outcome)
    const errors = results
      .flatMap((outcome) => (outcome._tag === 'passed' || outcome._tag === 'failed' ? [outcome.error] : []))
      .filter(Number.isFinite)
    const line = {
      group: name,
      passed: count(results, 'passed'),
      failed: count(results, 'failed'),
      deviating: count(results, 'deviates'),
      unmapped: count(results, 'unmapped'),
      worst: Math.max(0, ...errors),
    }
    bad += line.failed + line.unmapped
    all += cases.length
    console.log(
      options.json
        ? JSON.stringify(line)
        : `${name.padEnd(8)} ${String(line.passed).padStart(4)} passed ${String(line.failed).padStart(4)} failed ${String(line.deviating).padStart(3)} deviate ${String(line.unmapped).padStart(4)} unmapped   worst error ${line.worst.toPrecision(3)} of what is allowed`,
    )
    if (!options.verbose) continue
    for (const [one, outcome] of outcomes)
      if (outcome._tag === 'failed') console.log(`  ${one.name}: ${outcome.reason}`)
    const missing = [...new Set(outcomes.flatMap(([one, outcome]) => (outcome._tag === 'unmapped' ? [one.op] : [])))]
    if (missing.length > 0) console.log(`  unmapped: ${missing.join(', ')}`)
  }
  if (all === 0) console.error(`No case in ${options.vectors} has this name`)
  return bad === 0 && all > 0
}

/** The tests of ONNX: whether all are as they should be. */
const runOnnx = async (folder: string): Promise<boolean> => {
  const results = await runOnnxTests(folder, options.only, runtime)
  const isPage = options.page === true
  for (const line of isPage ? onnxPage(results, options.backend) : onnxTable(results)) console.log(line)
  const faults = results.filter(({ outcome }) => outcome._tag === 'failed' || options.verbose === true)
  for (const { name, outcome } of faults)
    if (!isPage && outcome._tag !== 'passed') console.log(`${name}: ${outcome._tag}, ${outcome.reason}`)
  if (results.length === 0) console.error(`No test in ${folder} has this name`)
  return results.length > 0 && results.every(({ outcome }) => outcome._tag !== 'failed')
}

process.exitCode = (await (options.onnx === undefined ? runVectors() : runOnnx(options.onnx))) ? 0 : 1
