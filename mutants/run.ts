/**
 * @file Plants the faults one at a time and tells which tests catch each: `npm run mutants -- --help`.
 *
 * A fault that no test catches is a hole in the laws. The tests are first run without any fault: they must pass, or a
 * fault would seem caught by what fails anyway.
 */
import { key, permutation, toArray } from 'cotangent'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
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

const usage = `Usage: npm run mutants -- [--only TEXT] [--sample N] [--seed N] [--json]

Plants known faults in the sources, as they are loaded, and runs the tests that should catch each.

  --only TEXT   faults whose name or file has this text
  --sample N    N faults, drawn by the seed
  --seed N      which ones; taken from the commit by default
  --json        one object a line: {"fault", "file", "caught", "by"}`

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

/** Runs test files with a fault planted, or none. */
const test = async (files: readonly string[], fault: Fault | null): Promise<readonly string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'mutants-'))
  const report = join(folder, 'report.json')
  const flags = ['run', '--config', 'mutants/vitest.config.ts', '--reporter=json', `--outputFile=${report}`]
  // A fault may make a loop endless; a run that is stopped has caught it.
  const limit = 300_000
  const env = { ...process.env, ...(fault === null ? {} : { COTANGENT_FAULT: fault.name }) }
  const ended = await new Promise<'ended' | 'stopped'>((resolve) => {
    const options = { cwd: root, env, timeout: limit, maxBuffer: 1 << 28 }
    execFile(process.execPath, [vitest, ...flags, ...files], options, (error) => {
      resolve(error?.killed === true ? 'stopped' : 'ended')
    })
  })
  try {
    if (ended === 'stopped') return [`the tests do not end within ${String(limit / 1000)} s`]
    return failures(JSON.parse(await readFile(report, 'utf8')) as Report)
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
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const chosen = (): readonly Fault[] => {
  const { only = '' } = flags
  const named = faults.filter(({ name, file }) => name.includes(only) || file.includes(only))
  return flags.sample === undefined ? named : sampled(named, Number(flags.sample), Number(flags.seed))
}

const tell = (fault: Fault, by: readonly string[]): void => {
  const more = by.length > 2 ? `, and ${String(by.length - 2)} more` : ''
  const text =
    by.length === 0
      ? `SURVIVES  ${fault.name} (${fault.file})`
      : `caught    ${fault.name}: ${by.slice(0, 2).join('; ')}${more}`
  const { name, file } = fault
  console.log(flags.json ? JSON.stringify({ fault: name, file, caught: by.length > 0, by }) : text)
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
  const healthy = await test([...new Set(planted.flatMap(({ tests }) => tests))], null)
  if (healthy.length > 0) {
    console.error(`Without any fault these tests fail already: ${healthy.join('; ')}`)
    return 1
  }
  let survivors = 0
  for (const fault of planted) {
    const by = await test(fault.tests, fault)
    if (by.length === 0) survivors += 1
    tell(fault, by)
  }
  if (!flags.json) console.log(`${String(planted.length - survivors)} of ${String(planted.length)} faults caught`)
  return survivors === 0 ? 0 : 1
}

process.exitCode = await main()
