/**
 * @file The first second: where the time goes between the start of Node and the first trained steps. Each row is the
 * median over fresh processes, which run the built package (`dist`), since a loader of TypeScript would take most of the
 * time; the stages of `compile`, which import nothing while they are timed, run from the sources. Then the uncompiled step of LeNet beside the compiled one, and the same of the peers that train.
 */
import { Command } from 'commander'
import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { startPeers } from './Peer.ts'
import { median } from './statistics.ts'

const options = new Command()
  .option('--runs <count>', 'fresh processes of each part', '5')
  .option('--only <text>', 'parts whose name contains this', '')
  .option('--alone', 'without peers')
  .option('--json', 'one JSON object a line')
  .parse()
  .opts<{ readonly runs: string; readonly only: string; readonly alone?: true; readonly json?: true }>()

type Times = Readonly<Record<string, number>>

/** A script of `first/`, and its arguments; `stages` runs modules from the sources. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'LeNet b32, from the start of Node': ['whole', 'lenet'],
  'LeNet b32, stages of compile': ['stages', 'lenet'],
  'AlexNet 224x224 b2, from the start of Node': ['whole', 'alexnet'],
  'AlexNet 224x224 b2, stages of compile': ['stages', 'alexnet'],
  imports: ['import'],
  'uncompiled LeNet b32': ['lazy'],
}

const timesOf = ([script = '', ...args]: readonly string[]): Times => {
  const file = fileURLToPath(new URL(`first/${script}.mjs`, import.meta.url))
  const loader = script === 'stages' ? ['--import', 'tsx'] : []
  return JSON.parse(execFileSync(process.execPath, [...loader, file, ...args], { encoding: 'utf8' })) as Times
}

const tell = (part: string, what: string, milliseconds: number): void => {
  const text = options.json
    ? JSON.stringify({ part, what, ms: Number(milliseconds.toPrecision(4)) })
    : `  ${what.padEnd(48)} ${milliseconds.toFixed(1).padStart(9)} ms`
  console.log(text)
}

const head = (part: string): void => {
  if (options.json === undefined) console.log(part)
}

for (const [part, command] of Object.entries(parts)) {
  if (!part.includes(options.only)) continue
  const runs = Array.from({ length: Number(options.runs) }, () => timesOf(command))
  head(part)
  for (const what of Object.keys(runs[0] ?? {})) tell(part, what, median(runs.map((times) => times[what] ?? 0)))
}

const peers =
  options.alone || !'uncompiled LeNet b32'.includes(options.only) ? [] : await startPeers(availableParallelism())
for (const { peer, cases, time } of peers) {
  for (const name of cases.filter((each) => each.startsWith('LeNet training step b32'))) {
    head(peer)
    tell(peer, name, median(await time(name, 1000)))
  }
}
for (const peer of peers) peer.close()
