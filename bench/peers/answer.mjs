/**
 * Answers for a peer: says which cases it can time, then times the one that is named on each line of its input.
 * One JSON object a line.
 */
import { createInterface } from 'node:readline'

/** Milliseconds of each run of `f` within a budget, after a warm-up. */
export const timesOf = async (f, budget) => {
  const times = []
  const end = performance.now() + budget
  while (times.length < 3 || (performance.now() < end && times.length < 1000)) {
    const start = performance.now()
    await f()
    times.push(performance.now() - start)
  }
  return times
}

/** Serves a table of cases: name to a function that makes the function to time. */
export const serve = async (peer, threads, cases) => {
  const ready = new Map()
  console.log(JSON.stringify({ peer, threads, cases: Object.keys(cases) }))
  for await (const line of createInterface({ input: process.stdin })) {
    const { name, budget } = JSON.parse(line)
    if (!ready.has(name)) {
      const run = await cases[name]()
      for (let k = 0; k < 3; k++) await run()
      ready.set(name, run)
    }
    console.log(JSON.stringify({ name, times: await timesOf(ready.get(name), budget) }))
  }
  process.exit(0)
}
