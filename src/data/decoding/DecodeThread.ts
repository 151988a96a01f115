/**
 * @file A worker thread that decodes images, in Node or in a browser. Its program is a text, so that it starts from the
 * sources, from the package, and from any bundle. It keeps no program alive while it has nothing to do.
 */
import type { Worker as NodeWorker } from 'node:worker_threads'
import { nodeModule } from '../../core/nodeModule.ts'
import type { Decoded, DecodeHow } from './decodeJob.ts'

/** What a thread is asked. */
export interface Question {
  readonly id: number
  readonly bytes: Uint8Array
  readonly how: DecodeHow
}

/** What it answers. */
export interface Answer {
  readonly id: number
  readonly decoded: Decoded
}

/** Who is told what comes from a thread. */
interface Listener {
  readonly answered: (answer: Answer) => void
  /** The thread has ended, and answers nothing more. */
  readonly failed: (detail: string) => void
}

/** A thread that is running. */
export interface DecodeThread {
  readonly ask: (question: Question) => void
  /** Whether the thread keeps the program alive. */
  readonly hold: (isBusy: boolean) => void
  readonly end: () => Promise<void>
}

const inNode = (
  { Worker }: { readonly Worker: typeof NodeWorker },
  program: string,
  { answered, failed }: Listener,
): DecodeThread => {
  // Without the arguments of the program, whose loaders a worker does not need.
  const worker = new Worker(program, { eval: true, execArgv: [] })
  worker.on('message', answered)
  worker.on('error', (error) => failed(error instanceof Error ? error.message : String(error)))
  worker.on('exit', (code) => failed(`it ended with code ${String(code)}`))
  worker.unref()
  return {
    ask: (question) => worker.postMessage(question),
    hold: (isBusy) => {
      if (isBusy) worker.ref()
      else worker.unref()
    },
    end: async () => {
      await worker.terminate()
    },
  }
}

const inBrowser = (program: string, { answered, failed }: Listener): DecodeThread => {
  const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }))
  const worker = new Worker(url)
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => answered(data))
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    failed(event.message)
  })
  return {
    ask: (question) => worker.postMessage(question),
    hold: () => undefined,
    end: () => {
      worker.terminate()
      URL.revokeObjectURL(url)
      return Promise.resolve()
    },
  }
}

/** Starts a thread; `null` where the platform has none, or refuses one. */
export const startThread = (program: string, listener: Listener): DecodeThread | null => {
  try {
    const node = nodeModule('node:worker_threads')
    return node === undefined ? inBrowser(program, listener) : inNode(node, program, listener)
  } catch {
    return null
  }
}
