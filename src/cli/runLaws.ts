/**
 * @file Runs laws one after another and prints one line per law: the result, the number of samples and the worst relative error.
 * A failure also prints both sides, and the command that replays it.
 */
import type { Law, LawOptions, LawResult } from '../../laws/framework/Law.ts'
import * as E from 'fp-ts/lib/Either.js'
import type { Runtime } from '../index.ts'
import type { Task } from 'fp-ts/lib/Task.js'
import type { BackendName, Flags } from './Flags.ts'

/** Where lines go. */
export interface Terminal {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

/** A law, and the backend that it tests. */
interface Entry {
  readonly law: Law
  readonly backend: BackendName
}

/** The laws to run, and what to do when they are done; or why there are none. */
type Loaded = E.Either<string, { readonly entries: readonly Entry[]; readonly close: () => void }>

const runtimeOf = async (name: BackendName): Promise<E.Either<string, Runtime>> => {
  const { makeRuntime, referenceRuntime, wasmBackend } = await import('../index.ts')
  if (name === 'reference') return E.right(referenceRuntime)
  if (name === 'wasm') return E.right(makeRuntime(wasmBackend()))
  if (name === 'native') {
    const { nativeRuntime, showNativeError } = await import('../native/index.ts')
    // Samples are small: with 0, their products go to the library nevertheless.
    return E.mapLeft(showNativeError)(nativeRuntime({ fewest: 0 }))
  }
  const { gpuBackend, showGpuError } = await import('../gpu/index.ts')
  return E.bimap(showGpuError, makeRuntime)(await gpuBackend()())
}

const loadFor = async (name: BackendName, command: Flags['command']): Promise<Loaded> => {
  const { catalog } = await import('../../laws/catalog/index.ts')
  const found = await runtimeOf(name)
  if (E.isLeft(found)) return found
  const runtime = found.right
  const all = catalog(runtime)
  const laws = command === 'programs' ? (all['programs'] ?? []) : Object.values(all).flat()
  const entries = laws.map((law): Entry => ({ law, backend: name }))
  return E.right({ entries, close: name === 'reference' ? () => undefined : runtime.close })
}

/** Whether a module could not be loaded because the optional peer is not installed. */
const lacksFastCheck = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === 'ERR_MODULE_NOT_FOUND' &&
  error.message.includes('fast-check')

const load = async ({ backends, command }: Flags): Promise<Loaded> => {
  try {
    const loaded = await Promise.all(backends.map((name) => loadFor(name, command)))
    const [wrong] = loaded.filter(E.isLeft)
    if (wrong !== undefined) return wrong
    const parts = loaded.filter(E.isRight).map(({ right }) => right)
    return E.right({
      entries: parts.flatMap(({ entries }) => entries),
      close: () => parts.forEach(({ close }) => close()),
    })
  } catch (error) {
    if (!lacksFastCheck(error)) throw error
    return E.left('Cannot run the laws without fast-check: npm install --save-dev fast-check')
  }
}

/** The law with exactly this name, or all laws whose names contain the text, ignoring case. */
const chosen = (entries: readonly Entry[], only: string): readonly Entry[] => {
  const exact = entries.filter(({ law }) => law.name === only)
  const text = only.toLowerCase()
  return exact.length > 0 ? exact : entries.filter(({ law }) => law.name.toLowerCase().includes(text))
}

const quoted = (text: string): string => `"${text.replace(/["$\\`]/g, '\\$&')}"`

/** The command that replays a failing sample. */
const replay = (backend: BackendName, law: string, seed: number, path: string): string =>
  [
    `npx cotangent laws --only ${quoted(law)}`,
    ...(backend === 'reference' ? [] : [`--backend ${backend}`]),
    `--seed ${String(seed)}`,
    ...(path === '' ? [] : [`--path ${path}`]),
  ].join(' ')

const optionsOf = (flags: Flags, backend: BackendName, seed: number): LawOptions => ({
  runs: flags.runs,
  seed,
  timeLimit: 1000 * flags.timeLimit,
  command: (law, from, path) => replay(backend, law, from, path),
  ...(flags.path === undefined ? {} : { path: flags.path }),
})

const mark = { passed: 'ok  ', failed: 'FAIL', kink: 'KINK', illConditioned: 'ILL ' } as const

const lineOf = ({ _tag, law, runs, worstError, kinks }: LawResult, seconds: number): string =>
  [
    `${mark[_tag]} ${law.padEnd(60)}`,
    `${String(runs).padStart(6)} runs`,
    `relative error ${worstError === 0 ? '0' : worstError.toExponential(1)}`.padEnd(23),
    `${seconds.toFixed(2)} s`,
    ...(kinks === 0 ? [] : [`${String(kinks)} at kinks`]),
  ].join('  ')

const countOf = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`

const timed = <A>(f: () => A): readonly [A, seconds: number] => {
  const start = performance.now()
  const result = f()
  return [result, (performance.now() - start) / 1000]
}

const indent = (text: string): string => text.replace(/^/gm, '     ')

const runAll = async (entries: readonly Entry[], flags: Flags, seed: number, { out }: Terminal): Promise<number> => {
  const { showFailure } = await import('../../laws/framework/Law.ts')
  const results = entries.map(({ law, backend }) => {
    const [result, seconds] = timed(() => law.run(optionsOf(flags, backend, seed)))
    if (flags.json) out(JSON.stringify({ ...result, seconds }))
    else {
      out(lineOf(result, seconds))
      if (result._tag !== 'passed') out(indent(showFailure(result)))
    }
    return result
  })
  const broken = results.filter(({ _tag }) => _tag !== 'passed').length
  const runs = results.reduce((total, result) => total + result.runs, 0)
  if (!flags.json) {
    const total = results.length
    out(
      broken === 0
        ? `${countOf(total, 'law')} ${total === 1 ? 'holds' : 'hold'}, on ${countOf(runs, 'sample')} of seed ${String(seed)}`
        : `${String(broken)} of ${countOf(total, 'law')} ${broken === 1 ? 'does' : 'do'} not hold, at seed ${String(seed)}`,
    )
  }
  return broken === 0 ? 0 : 1
}

/** Runs the laws that the flags select, and returns the exit code. */
export const runLaws =
  (flags: Flags, terminal: Terminal): Task<number> =>
  async () => {
    const loaded = await load(flags)
    if (E.isLeft(loaded)) {
      terminal.err(loaded.left)
      return 2
    }
    const { entries, close } = loaded.right
    const asked = chosen(entries, flags.only)
    const seed = flags.seed ?? Date.now() % 2 ** 31
    const wrong =
      asked.length === 0
        ? `No law has "${flags.only}" in its name`
        : flags.path !== undefined && asked.length > 1
          ? `Cannot replay a path of ${String(asked.length)} laws: --only names one by its whole name`
          : null
    if (wrong !== null) terminal.err(wrong)
    const code = wrong === null ? await runAll(asked, flags, seed, terminal) : 2
    close()
    return code
  }
