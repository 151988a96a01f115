/**
 * @file Worker threads over the machine's memory, in Node and in browsers whose pages are isolated. They do not keep a
 * program alive.
 */

import type { Worker as NodeWorker } from 'node:worker_threads'
import { environmentValue } from '../../core/environment.ts'
import { nodeModule } from '../../core/nodeModule.ts'
import type { HostProducts } from './HostProducts.ts'
import { controlWord } from './interface/records.ts'
import type { Compiled } from './linking.ts'

/** What a worker thread needs. */
interface TeamOptions {
  readonly modules: Compiled
  readonly memory: WebAssembly.Memory
  readonly controlAt: number
  readonly scratchAt: number
  readonly scratchBytes: number
  readonly workers: number
  readonly products: HostProducts
}

/** Worker threads that are running. */
export interface Team {
  /** Whether a worker could not start, or ended with an error: the team can then no longer be relied on. */
  readonly hasFailed: () => boolean
  /** Lets the workers exit. */
  readonly close: () => void
  /** Terminates the workers immediately. */
  readonly terminate: () => void
}

/**
 * The number of polls after which an idle worker sleeps: about 150 microseconds, the time between two steps of a
 * training loop.
 */
const spins = 60_000

const work = `({ modules: { entries, ...others }, memory, controlAt, scratch, data }, products) => {
  const shared = { env: { memory }, hostProduct: { product: products(data, memory) } }
  const unlinked = { execute: () => undefined }
  const imports = { products: unlinked, windows: unlinked, ...shared }
  for (const name in others) imports[name] = new WebAssembly.Instance(others[name], shared).exports
  const { exports } = new WebAssembly.Instance(entries, imports)
  exports.prepare(controlAt, scratch)
  exports.work()
}`

interface Handle {
  readonly terminate: () => unknown
}

interface Job {
  readonly modules: Compiled
  readonly memory: WebAssembly.Memory
  readonly controlAt: number
  readonly scratch: number
  readonly data: unknown
}

const startInNode = (
  { Worker }: { readonly Worker: typeof NodeWorker },
  job: Job,
  products: string,
  failed: () => void,
): Handle => {
  const source = `(${work})(process.getBuiltinModule('node:worker_threads').workerData, ${products})`
  // Without the arguments of the program, whose loaders a worker does not need.
  const worker = new Worker(source, { eval: true, execArgv: [], workerData: job })
  worker.on('error', failed)
  worker.unref()
  return worker
}

const startInBrowser = (job: Job, products: string, failed: () => void): Handle => {
  const source = `onmessage = ({ data }) => { (${work})(data, ${products}); close() }`
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  const worker = new Worker(url)
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    failed()
  })
  worker.postMessage(job)
  return worker
}

/** What a browser reports about itself, and other hosts may not. */
interface BrowserHost {
  readonly navigator?: { readonly hardwareConcurrency?: number }
  readonly crossOriginIsolated?: boolean
}

const host: BrowserHost = globalThis

/** The most threads of a backend. */
export const mostThreads = 64

/** As many threads as `COTANGENT_THREADS` says; else as many as the machine runs at once. */
export const availableThreads = (): number => {
  const asked = environmentValue('COTANGENT_THREADS')
  const isNumber = /^0*[1-9]\d*$/.test(asked)
  if (asked !== '' && !(isNumber && Number(asked) <= mostThreads))
    // eslint-disable-next-line no-console -- a misspelt number would otherwise do nothing, silently
    console.warn(`cotangent: COTANGENT_THREADS is to be a whole number from 1 to ${String(mostThreads)}, not ${asked}`)
  if (isNumber) return Math.min(mostThreads, Number(asked))
  const os = nodeModule('node:os')
  if (os !== undefined) return os.availableParallelism()
  return host.navigator?.hardwareConcurrency ?? 1
}

/** Terminates workers; a platform may refuse even that. */
const endAll = (handles: readonly Handle[]): void => {
  for (const handle of handles) handle.terminate()
}

/** Starts all workers or none: `null` if the platform refuses one. */
const startAll = (count: number, start: (index: number) => Handle): readonly Handle[] | null => {
  const handles: Handle[] = []
  try {
    for (let index = 0; index < count; index++) handles.push(start(index))
    return handles
  } catch {
    endAll(handles)
    return null
  }
}

/**
 * Starts worker threads; `null` if the host has none that share memory, or refuses to start one. If one fails later,
 * the calling thread still does its part, and {@link Team.hasFailed} reports the failure.
 */
export const startTeam = (options: TeamOptions): Team | null => {
  const { memory, controlAt, scratchAt, scratchBytes, products } = options
  const node = nodeModule('node:worker_threads')
  if (node === undefined && host.crossOriginIsolated !== true) return null
  const words = new Int32Array(memory.buffer, controlAt, Object.keys(controlWord).length)
  Atomics.store(words, controlWord.isLeaving, 0)
  Atomics.store(words, controlWord.spins, spins)
  let hasFailed = false
  const failed = (): void => {
    hasFailed = true
  }
  const handles = startAll(options.workers, (k) => {
    const scratch = scratchAt + (k + 1) * scratchBytes
    const job = { modules: options.modules, memory, controlAt, scratch, data: products.data }
    return node === undefined
      ? startInBrowser(job, products.source, failed)
      : startInNode(node, job, products.source, failed)
  })
  if (handles === null) return null
  const close = (): void => {
    Atomics.store(words, controlWord.isLeaving, 1)
    Atomics.add(words, controlWord.shared, 1)
    Atomics.notify(words, controlWord.shared)
  }
  const terminate = (): void => {
    close()
    endAll(handles)
  }
  return { close, terminate, hasFailed: () => hasFailed }
}
