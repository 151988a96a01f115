/** @file What the browser bench asks of a page: one contender at a time, its first step apart. */
import type { GpuMode } from 'cotangent/gpu'
import type { Run } from './ours.ts'
import { formulationsOn } from './formulations.ts'
import { hotPathsOn, lenetOn } from './ours.ts'
// @ts-expect-error -- written as users of the peers write, whose types are of the bench's own packages
import { jaxjs, tensorflow } from './peers.js'
import { median } from '../../statistics.ts'

type Start = () => Promise<Run>

const contenders: Readonly<Record<string, Start>> = {
  'ours wasm': () => lenetOn('wasm'),
  'ours webgpu': () => lenetOn('webgpu'),
  'ours webgl2': () => lenetOn('webgl2'),
  'ours webgl': () => lenetOn('webgl'),
  'ours webasm': () => lenetOn('webasm'),
  'tfjs webgl': tensorflow('webgl'),
  'tfjs webgpu': tensorflow('webgpu'),
  'jax-js webgpu': jaxjs('webgpu'),
  'jax-js webgl': jaxjs('webgl'),
  'jax-js wasm': jaxjs('wasm'),
}

const timesOf = async (run: Run, budget: number): Promise<readonly number[]> => {
  const times: number[] = []
  const end = performance.now() + budget
  while (times.length < 3 || (performance.now() < end && times.length < 500)) {
    const from = performance.now()
    await run()
    times.push(performance.now() - from)
  }
  return times
}

const running = new Map<string, Run>()

/** Starts a contender and takes its first step; milliseconds. */
const first = async (name: string): Promise<number> => {
  const from = performance.now()
  const run = await (contenders[name] ?? (() => Promise.reject(new Error(`No contender is called ${name}`))))()
  await run()
  running.set(name, run)
  const taken = performance.now() - from
  await run()
  return taken
}

/** Times of further steps; milliseconds. */
const steps = async (name: string, budget: number): Promise<readonly number[]> => {
  const run = running.get(name)
  return run === undefined ? [] : timesOf(run, budget)
}

/** How long a run takes, and how many billions of operations a second that is. */
const rateOf = async (run: Run, operations: number, budget: number) => {
  await run()
  const milliseconds = median(await timesOf(run, budget))
  return { milliseconds, gflops: operations / milliseconds / 1e6 }
}

/** Billions of operations a second of the hot paths in a mode. */
const hotPaths = async (mode: GpuMode, budget: number) => {
  const found = []
  for (const { name, operations, run } of await hotPathsOn(mode)) {
    found.push({ name, ...(await rateOf(run, operations, budget)) })
  }
  return found
}

/** The same of each formulation of the products in a mode, those of the library's choice marked. */
const formulations = async (mode: GpuMode, budget: number) => {
  const found = []
  for (const { name, form, isChosen, operations, run } of await formulationsOn(mode)) {
    found.push({ name, form, isChosen, ...(await rateOf(run, operations, budget)) })
  }
  return found
}

const names = (): Promise<readonly string[]> => Promise.resolve(Object.keys(contenders))

const page = { names, first, steps, hotPaths, formulations }

/** What the page offers. */
export type Page = typeof page

Object.assign(globalThis, { page })
