/**
 * @file The bench: our side and the peers, case by case, in turns within one run, so that a busy machine slows all of
 * them alike. Prints a table, or with `--json` one object a line.
 */
import { Command } from 'commander'
import { makeRuntime } from 'cotangent'
import { nativeRuntime } from 'cotangent/native'
import * as E from 'fp-ts/lib/Either.js'
import { availableParallelism } from 'node:os'
import { wasmBackend } from '../src/backend/wasm/index.ts'
import type { Backend, Program } from '../src/compile/Program.ts'
import { operationsIn } from '../src/compile/work.ts'
import type { Case } from './cases.ts'
import { casesFor } from './cases.ts'
import { ownVariant, peakOf } from './limits.ts'
import type { Peer } from './Peer.ts'
import { startPeers } from './Peer.ts'
import { printPeak } from './peak.ts'
import { median, timesOf } from './statistics.ts'

const options = new Command()
  .option('--only <text>', 'cases whose name contains this', '')
  .option('--json', 'one JSON object a line')
  .option('--threads <count>', 'threads of our side and of the peers that can be told', String(availableParallelism()))
  .option('--rounds <count>', 'turns of each side', '5')
  .option('--budget <milliseconds>', 'time of a turn', '300')
  .option('--alone', 'without peers')
  .option('--peak', 'what one core reaches at most, and each product beside it, instead of the table')
  .parse()
  .opts<{
    readonly only: string
    readonly json?: true
    readonly threads: string
    readonly rounds: string
    readonly budget: string
    readonly alone?: true
    readonly peak?: true
  }>()

const threads = Number(options.threads)
const rounds = Number(options.rounds)
const budget = Number(options.budget)

/** Billions of operations per second of one core. */
const peak = options.peak ? 1 : (peakOf(ownVariant()) ?? Number.NaN)

interface Line {
  readonly case: string
  readonly ours_ms: number
  readonly threads: number
  readonly peer: string
  readonly peer_ms: number
  /** How many times as long the peer takes; above 1 we are faster. */
  readonly ratio: number
  /** The operations of the formulas, by the most that as many cores compute in this time; Winograd's tiles do fewer. */
  readonly of_peak: number
}

const rounded = (x: number): number => Number(x.toPrecision(4))

/** The operations of the largest program that our side compiled for the case. */
let operations = 0

/** The backend, which counts the operations of what it compiles. */
const counting = (backend: Backend): Backend => {
  const count = ({ instructions }: Program): void => {
    const all = instructions.reduce((sum, instruction) => sum + operationsIn(instruction), 0)
    operations = Math.max(operations, all)
  }
  const { resident } = backend
  return {
    ...backend,
    compile: (program) => {
      count(program)
      return backend.compile(program)
    },
    ...(resident === undefined
      ? {}
      : {
          resident: (program) => {
            count(program)
            return resident(program)
          },
        }),
  }
}

const compareCase = async (name: string, make: Case, peers: readonly Peer[]): Promise<readonly Line[]> => {
  operations = 0
  const f = make()
  for (let k = 0; k < 5; k++) f()
  const rivals = peers.filter(({ cases }) => cases.includes(name))
  const ours: number[] = []
  const theirs = rivals.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    ours.push(...timesOf(f, budget))
    for (const [k, rival] of rivals.entries()) theirs[k]?.push(...(await rival.time(name, budget)))
  }
  const own = median(ours)
  const share = rounded(operations / (own * 1e6 * peak * threads))
  const lineOf = (peer: string, other: number): Line => {
    const ratio = rounded(other / own)
    return { case: name, ours_ms: rounded(own), threads, peer, peer_ms: rounded(other), ratio, of_peak: share }
  }
  const lines = rivals.map(({ peer }, k) => lineOf(peer, median(theirs[k] ?? [])))
  return lines.length > 0 ? lines : [lineOf('-', Number.NaN)]
}

const shown = (line: Line): string =>
  [
    line.case.padEnd(54),
    `${line.ours_ms.toFixed(3)} ms`.padStart(12),
    line.peer.padEnd(20),
    `${line.peer_ms.toFixed(3)} ms`.padStart(12),
    line.ratio.toFixed(2).padStart(7),
    `${(100 * line.of_peak).toFixed(0)} %`.padStart(5),
  ].join('  ')

/** Ourselves computing in another way, as a peer. */
const ourselves = (peer: string, threadCount: number, own: ReadonlyMap<string, Case>): Peer => {
  const ready = new Map<string, () => unknown>()
  return {
    peer,
    threads: threadCount,
    cases: [...own.keys()],
    time: (name) => {
      const f = ready.get(name) ?? own.get(name)?.() ?? (() => undefined)
      if (!ready.has(name)) for (let k = 0; k < 5; k++) f()
      ready.set(name, f)
      return Promise.resolve(timesOf(f, budget))
    },
    close: () => {
      ready.clear()
    },
  }
}

if (options.peak) {
  printPeak(options.only, rounds)
  process.exit()
}

const backend = wasmBackend({ threads })
const single = wasmBackend({ threads: 1 })
const cases = casesFor(makeRuntime(counting(backend)))
const others = options.alone ? [] : await startPeers(threads)
const native = nativeRuntime({ threads })
const peers = [
  ...(threads > 1 ? [ourselves('ours, one thread', 1, casesFor(makeRuntime(single)))] : []),
  ...(E.isRight(native) ? [ourselves('ours, native', threads, casesFor(native.right))] : []),
  ...others,
]
for (const { peer, lacks } of peers) if (typeof lacks === 'string') process.stderr.write(`${peer} lacks ${lacks}\n`)
for (const [name, make] of cases) {
  if (!name.includes(options.only)) continue
  for (const line of await compareCase(name, make, peers)) {
    console.log(options.json ? JSON.stringify(line) : shown(line))
  }
}
for (const peer of peers) peer.close()
backend.close()
if (E.isRight(native)) native.right.close()
