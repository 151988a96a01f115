/**
 * @file The browser bench: a training step of LeNet in every mode, beside TensorFlow.js and jax-js in the same headless
 * Chromium, in turns, warm-up apart; then the hot paths of each GPU mode.
 */
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import type { BrowserPage } from './browser/chromium.ts'
import { openPage } from './browser/chromium.ts'
import type { Page } from './browser/page/page.ts'
import { median } from './statistics.ts'

const options = new Command()
  .option('--only <text>', 'contenders whose name contains this', '')
  .option('--json', 'one JSON object a line')
  .option('--rounds <count>', 'turns of each', '3')
  .option('--budget <milliseconds>', 'time of a turn', '1500')
  .option('--no-paths', 'without the hot paths')
  .option('--forms', 'the formulations of the products in each mode as well')
  .parse()
  .opts<{
    readonly only: string
    readonly json?: true
    readonly rounds: string
    readonly budget: string
    readonly paths: boolean
    readonly forms?: true
  }>()

const say = (line: Readonly<Record<string, unknown>>, text: string): void => {
  console.log(options.json ? JSON.stringify(line) : text)
}

const modes = (['webgpu', 'webgl2', 'webgl', 'webasm'] as const).filter((mode) => mode.includes(options.only))

/** Asks a page of its own, so that one mode's memory is not in the way of another's. */
const onPage = async <A>(ask: (page: BrowserPage<Page>) => Promise<A>): Promise<A> => {
  const page = await openPage<Page>(fileURLToPath(new URL('browser/page', import.meta.url)))
  try {
    return await ask(page)
  } finally {
    await page.close()
  }
}

const page = await openPage<Page>(fileURLToPath(new URL('browser/page', import.meta.url)))
const budget = Number(options.budget)
const times = new Map<string, number[]>()
const firsts = new Map<string, number>()
for (const name of await page.call('names')) {
  if (!name.includes(options.only)) continue
  try {
    firsts.set(name, await page.call('first', name))
    times.set(name, [])
  } catch (thrown) {
    console.error(`${name} does not run here: ${String(thrown).split('\n')[0] ?? ''}`)
  }
}
for (let round = 0; round < Number(options.rounds); round++) {
  for (const [name, own] of times) own.push(...(await page.call('steps', name, budget)))
}
for (const [name, own] of times) {
  const [first, milliseconds] = [firsts.get(name) ?? Number.NaN, median(own)]
  say(
    { case: 'LeNet training step b32', contender: name, first_ms: first, ms: milliseconds },
    `LeNet training step b32   ${name.padEnd(16)} ${milliseconds.toFixed(2).padStart(9)} ms   first step ${first.toFixed(0).padStart(6)} ms`,
  )
}
await page.close()
for (const mode of options.paths ? modes : []) {
  for (const { name, milliseconds, gflops } of await onPage((own) => own.call('hotPaths', mode, budget / 3))) {
    say(
      { case: name, contender: `ours ${mode}`, ms: milliseconds, gflops },
      `${name.padEnd(44)} ours ${mode.padEnd(8)} ${milliseconds.toFixed(1).padStart(8)} ms ${gflops.toFixed(2).padStart(7)} GFLOP/s`,
    )
  }
}
for (const mode of options.forms === true ? modes : []) {
  for (const one of await onPage((own) => own.call('formulations', mode, budget / 3))) {
    const { name, form, isChosen, milliseconds, gflops } = one
    say(
      { case: name, contender: `ours ${mode}`, form, chosen: isChosen, ms: milliseconds, gflops },
      `${name.padEnd(38)} ${mode.padEnd(8)} ${form.padEnd(6)} ${isChosen ? '*' : ' '} ${milliseconds.toFixed(1).padStart(8)} ms ${gflops.toFixed(2).padStart(7)} GFLOP/s`,
    )
  }
}
