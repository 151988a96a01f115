/**
 * @file Plants the faults one at a time and tells which tests catch each: `npm run mutants -- --help`.
 *
 * A fault that no test catches is a hole in the laws. The tests are first run without any fault: they must pass, or a
 * fault would seem caught by what fails anyway.
 */
import { key, permutation, toArray } from 'cotangent'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Fault } from './Fault.ts'
import { plant } from './Fault.ts'
import { faults } from './faults/index.ts'
import { seed } from '../test/seed.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const vitest = join(root, 'node_modules/vitest/vitest.mjs')

const usage = `Usage: npm run mutants -- [--only TEXT] [--sample N] [--seed N] [--part K/N] [--from N]
                               [--limit SECONDS] [--json]

Plants known faults in the sources, as they are loaded, and runs the tests that should catch each.

  --only TEXT   faults whose name or file has this text
  --sample N    N faults, drawn by the seed
  --seed N      which ones; taken from the commit by default
  --part K/N    the K-th of N parts of them, so that several machines share a run
  --from N      begins with the N-th of them, to go on with a run that was stopped
  --limit S     seconds after which the tests of a fault are stopped, which decides nothing; 600 by default
  --json        one object a line: {"fault", "file", "verdict": "caught" | "survives" | "undecided", "by"}`

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** Names of the tests that fail; the file's name where it cannot even be loaded. */
const failures = ({ testResults }: Report): readonly string[] =>
  testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName.trim())
    return failed.length === 0 && status === 'failed' ? [`${name.replace(root, '')} does not load`] : failed
  })

/** What came of a run: the tests that fail, or that it did not end in time, which says nothing. */
type Outcome = { readonly _tag: 'ended'; readonly failures: readonly string[] } | { readonly _tag: 'stopped' }

/**
 * Runs test files with a fault planted, or none, and stops after so many seconds: a fault may make a loop endless, and a
 * machine may be slow.
 */
const test = async (files: readonly string[], fault: Fault | null, limit: number): Promise<Outcome> => {
  const folder = await mkdtemp(join(tmpdir(), 'mutants-'))
  const report = join(folder, 'report.json')
  const flags = [
    'run',
    '--config',
    'mutants/vitest.config.ts',
    ...(fault === null ? [] : ['--bail=3']),
    '--reporter=json',
    `--outputFile=${report}`,
  ]
  // The gate's few samples, other ones in each run, could miss a fault now and then.
  const env = { COTANGENT_RUNS: '30', ...process.env, ...(fault === null ? {} : { COTANGENT_FAULT: fault.name }) }
  const ended = await new Promise<'ended' | 'stopped'>((resolve) => {
    const options = { cwd: root, env, timeout: 1000 * limit, maxBuffer: 1 << 28 }
    execFile(process.execPath, [vitest, ...flags, ...files], options, (error) => {
      resolve(error?.killed === true ? 'stopped' : 'ended')
    })
  })
  try {
    // A run that was killed leaves no report.
    if (ended === 'stopped' || !existsSync(report)) return { _tag: 'stopped' }
    return { _tag: 'ended', failures: failures(JSON.parse(await readFile(report, 'utf8')) as Report) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Faults in an order drawn by a seed, the first of them. */
const sampled = (all: readonly Fault[], count: number, seed: number): readonly Fault[] =>
  Array.from(toArray(permutation(all.length)(key(seed))))
    .slice(0, count)
    .flatMap((place) => all[place] ?? [])

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: String(seed()) },
    part: { type: 'string', default: '1/1' },
    from: { type: 'string', default: '1' },
    limit: { type: 'string', default: '600' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const limit = Number(flags.limit)

/** One part of several, by turns, so that the slow ones are shared. */
const partOf = (all: readonly Fault[]): readonly Fault[] => {
  const [part = 1, parts = 1] = flags.part.split('/').map(Number)
  return all.filter((_, place) => place % parts === part - 1)
}

const chosen = (): readonly Fault[] => {
  const { only = '' } = flags
  const named = faults.filter(({ name, file }) => name.includes(only) || file.includes(only))
  const drawn = flags.sample === undefined ? named : sampled(named, Number(flags.sample), Number(flags.seed))
  return partOf(drawn).slice(Number(flags.from) - 1)
}

type Verdict = 'caught' | 'survives' | 'undecided'

const verdictOf = (outcome: Outcome): Verdict =>
  outcome._tag === 'stopped' ? 'undecided' : outcome.failures.length > 0 ? 'caught' : 'survives'

const tell = ({ name, file }: Fault, outcome: Outcome): void => {
  const verdict = verdictOf(outcome)
  const by = outcome._tag === 'stopped' ? [] : outcome.failures
  const more = by.length > 2 ? `, and ${String(by.length - 2)} more` : ''
  const text = {
    caught: `caught     ${name}: ${by.slice(0, 2).join('; ')}${more}`,
    survives: `SURVIVES   ${name} (${file})`,
    undecided: `UNDECIDED  ${name} (${file}): the tests do not end within ${String(limit)} s`,
  }[verdict]
  console.log(flags.json ? JSON.stringify({ fault: name, file, verdict, by }) : text)
}

/** Why a fault cannot be planted any more; `null` where it can. */
const staleness = (fault: Fault): string | null => {
  try {
    plant(fault, readFileSync(join(root, fault.file), 'utf8'))
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const main = async (): Promise<number> => {
  if (flags.help) {
    console.log(usage)
    return 0
  }
  const planted = chosen()
  if (planted.length === 0) {
    console.error('No fault has this text in its name or file')
    return 2
  }
  const stale = planted.flatMap((fault) => staleness(fault) ?? [])
  if (stale.length > 0) {
    console.error(stale.join('\n'))
    return 1
  }
  const healthy = await test([...new Set(planted.flatMap(({ tests }) => tests))], null, 10 * limit)
  if (healthy._tag === 'stopped' || healthy.failures.length > 0) {
    const why = healthy._tag === 'stopped' ? `do not end within ${String(10 * limit)} s` : healthy.failures.join('; ')
    console.error(`Without any fault these tests fail already: ${why}`)
    return 1
  }
  const counts: Record<Verdict, number> = { caught: 0, survives: 0, undecided: 0 }
  for (const fault of planted) {
    const outcome = await test(fault.tests, fault, limit)
    counts[verdictOf(outcome)] += 1
    tell(fault, outcome)
  }
  const undecided = counts.undecided === 0 ? '' : `, ${String(counts.undecided)} undecided`
  if (!flags.json) console.log(`${String(counts.caught)} of ${String(planted.length)} faults caught${undecided}`)
  return counts.caught === planted.length ? 0 : 1
}

process.exitCode = await main()
