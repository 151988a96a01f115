/**
 * @file Worker threads over the machine's memory, in Node and in browsers whose pages are isolated. They do not keep a
 * program alive.
 */

import type { Worker as NodeWorker } from 'node:worker_threads'
import { nodeModule } from '../../core/nodeModule.ts'

/** What a worker thread needs. */
export interface TeamOptions {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly controlAt: number
  readonly scratchAt: number
  readonly scratchBytes: number
  readonly workers: number
}

/** Worker threads that run. */
export interface Team {
  /** Lets the workers leave. */
  readonly close: () => void
  /** Ends the workers at once. */
  readonly terminate: () => void
}

/** Polls after which an idle worker sleeps: some 150 microseconds, which a training loop takes between two steps. */
const spins = 60_000

const work = `({ module, memory, controlAt, scratch }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  exports.prepare(controlAt, scratch)
  exports.work()
}`

interface Handle {
  readonly terminate: () => unknown
}

interface Job {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly controlAt: number
  readonly scratch: number
}

const startInNode = ({ Worker }: { readonly Worker: typeof NodeWorker }, job: Job): Handle => {
  const source = `(${work})(process.getBuiltinModule('node:worker_threads').workerData)`
  // Without the arguments of the program, whose loaders a worker has no use for.
  const worker = new Worker(source, { eval: true, execArgv: [], workerData: job })
  // A worker that cannot start is missed, not mourned: the calling thread does its part.
  worker.on('error', () => undefined)
  worker.unref()
  return worker
}

const startInBrowser = (job: Job): Handle => {
  const source = `onmessage = ({ data }) => { (${work})(data); close() }`
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  const worker = new Worker(url)
  worker.postMessage(job)
  return worker
}

/** As many threads as the machine runs at once. */
export const availableThreads = (): number => {
  const os = nodeModule('node:os')
  if (os !== undefined) return os.availableParallelism()
  const { navigator } = globalThis as { readonly navigator?: { readonly hardwareConcurrency?: number } }
  return navigator?.hardwareConcurrency ?? 1
}

/** Starts worker threads; `null` where the host has none that share memory. */
export const startTeam = (options: TeamOptions): Team | null => {
  const { memory, controlAt, scratchAt, scratchBytes } = options
  const node = nodeModule('node:worker_threads')
  const { crossOriginIsolated } = globalThis as { readonly crossOriginIsolated?: boolean }
  if (node === undefined && crossOriginIsolated !== true) return null
  const control = new Int32Array(memory.buffer, controlAt, 16)
  Atomics.store(control, 5, 0)
  Atomics.store(control, 8, spins)
  const handles = Array.from({ length: options.workers }, (_, k): Handle => {
    const job = { module: options.module, memory, controlAt, scratch: scratchAt + (k + 1) * scratchBytes }
    return node === undefined ? startInBrowser(job) : startInNode(node, job)
  })
  const close = (): void => {
    Atomics.store(control, 5, 1)
    Atomics.add(control, 3, 1)
    Atomics.notify(control, 3)
  }
  const terminate = (): void => {
    close()
    for (const handle of handles) handle.terminate()
  }
  return { close, terminate }
}
