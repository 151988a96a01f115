/**
 * @file The program of a worker thread that decodes images, in Node and in browsers: it answers questions one after
 * another. It is bundled into one text, since that is what a thread can be given everywhere.
 */
import * as E from 'fp-ts/lib/Either.js'
import { nodeModule } from '../../core/nodeModule.ts'
import type { Answer, Question } from './DecodeThread.ts'
import { decodeJob } from './decodeJob.ts'

const answerTo = ({ id, bytes, how }: Question): Answer => {
  try {
    return { id, decoded: decodeJob(bytes, how) }
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown)
    return { id, decoded: E.left({ _tag: 'WorkerFailed', detail }) }
  }
}

/** The memory of an answer that goes to the other side, rather than a copy of it. */
const moved = ({ decoded }: Answer): readonly ArrayBuffer[] =>
  E.isRight(decoded) && decoded.right.planes.buffer instanceof ArrayBuffer ? [decoded.right.planes.buffer] : []

const port = nodeModule('node:worker_threads')?.parentPort ?? null
if (port === null) {
  addEventListener('message', ({ data }: MessageEvent<Question>) => {
    const answer = answerTo(data)
    postMessage(answer, { transfer: [...moved(answer)] })
  })
} else {
  port.on('message', (question: Question) => {
    const answer = answerTo(question)
    port.postMessage(answer, [...moved(answer)])
  })
}
