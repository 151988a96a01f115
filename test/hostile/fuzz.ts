/**
 * @file As many damaged and generated inputs as you like: `npm run fuzz -- --help`.
 *
 * Input k of a seed is always the same, whatever was tried before it, so that a run can be gone on with, and one input
 * tried again.
 */
import { parseArgs } from 'node:util'
import { seed as seedOfCommit } from '../seed.ts'
import type { Outcome } from './limited.ts'
import { limited } from './limited.ts'
import { decoderAt } from './tryInput.ts'

const usage = `Usage: npm run fuzz -- [--runs N] [--seed N] [--from K] [--seconds S] [--megabytes M]

Gives damaged and generated inputs to every decoder, one after another, in a process of its own. Nothing may throw, hang,
or take more time or memory than it may.

  --runs N       inputs, 100000 by default
  --seed N       which ones; taken from the commit by default
  --from K       the first of them, to go on with a run or to try one input again; 0 by default
  --seconds S    that an input may take, 1 by default
  --megabytes M  by which an input may make the process grow, 256 by default

Exit codes: 0 when all were answered, 1 when not, 2 for a wrong flag.`

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(seedOfCommit()) },
    from: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '1' },
    megabytes: { type: 'string', default: '256' },
    help: { type: 'boolean', default: false },
  },
})

const [runs, seed, from, seconds, megabytes] = [flags.runs, flags.seed, flags.from, flags.seconds, flags.megabytes].map(
  Number,
) as [number, number, number, number, number]
const module = new URL('answerInputs.ts', import.meta.url)
const block = 2000

interface Answer {
  readonly faults: readonly string[]
  readonly accepted: number
}

const answerOf = (outcome: Outcome): Answer | null =>
  outcome._tag === 'Answered' ? (JSON.parse(outcome.answer) as Answer) : null

/** The faults of inputs one by one, where a block of them was stopped. */
const oneByOne = async (first: number, count: number): Promise<Answer> => {
  const single = limited(module, { seconds: 10 * seconds, megabytes })
  const faults: string[] = []
  let accepted = 0
  for (let place = first; place < first + count; place++) {
    const outcome = await single.ask(JSON.stringify({ seed, from: place, runs: 1, step: 1, seconds }))
    const answer = answerOf(outcome)
    accepted += answer?.accepted ?? 0
    faults.push(...(answer?.faults ?? []))
    if (outcome._tag === 'Stopped')
      faults.push(`${decoderAt(place).name}, seed ${seed}, place ${place}: ${outcome.why}`)
  }
  single.end()
  return { faults, accepted }
}

const main = async (): Promise<number> => {
  if (flags.help) {
    console.log(usage)
    return 0
  }
  if (![runs, seed, from].every((n) => Number.isSafeInteger(n) && n >= 0) || !(seconds > 0) || !(megabytes > 0)) {
    console.error(usage)
    return 2
  }
  const many = limited(module, { seconds: 60 + block * 0.1, megabytes })
  let [accepted, faulty] = [0, 0]
  for (let place = from; place < from + runs; place += block) {
    const count = Math.min(block, from + runs - place)
    const asked = await many.ask(JSON.stringify({ seed, from: place, runs: count, step: 1, seconds }))
    const { faults, accepted: more } = answerOf(asked) ?? (await oneByOne(place, count))
    accepted += more
    faulty += faults.length
    faults.forEach((fault) => console.log(fault))
    if ((place - from) % (50 * block) === 0)
      console.log(`${place + count - from} of ${runs} tried; go on with --seed ${seed} --from ${place + count}`)
  }
  many.end()
  console.log(`${runs} inputs, ${accepted} accepted, ${faulty} at fault`)
  return faulty === 0 ? 0 : 1
}

process.exitCode = await main()
