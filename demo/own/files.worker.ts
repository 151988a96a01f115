/** @file The worker for a visitor's files: it reads them, keeps the last graph, and runs it. The page may end it at any time. */
import * as E from 'fp-ts/lib/Either.js'
import { messageOf } from '../common/messageOf.ts'
import type { Contents } from './Contents.ts'
import type { Format } from './formatOf.ts'
import type { Graph, Ranked } from './graph.ts'
import { readWeights } from './readWeights.ts'

/** What the page asks. */
export type FileQuestion =
  | { readonly _tag: 'read'; readonly name: string; readonly format: Format; readonly bytes: Uint8Array }
  | { readonly _tag: 'run'; readonly planes: readonly number[] }

/** What the worker tells. */
export type FileAnswer =
  | { readonly _tag: 'listed'; readonly name: string; readonly contents: Contents }
  | { readonly _tag: 'refused'; readonly message: string }
  | { readonly _tag: 'ran'; readonly ranked: Ranked }
  | { readonly _tag: 'notRun'; readonly message: string }

let kept: Graph | null = null

const refused = (name: string, why: string): FileAnswer => ({ _tag: 'refused', message: `${name}: ${why}` })

const read = (name: string, format: Format, bytes: Uint8Array): FileAnswer => {
  const found = readWeights(format, bytes)
  if (E.isLeft(found)) return refused(name, found.left)
  kept = found.right.graph
  return { _tag: 'listed', name, contents: found.right.contents }
}

const run = (planes: readonly number[]): FileAnswer => {
  if (kept === null) return { _tag: 'notRun', message: '.onnx?' }
  const ranked = kept.run(planes)
  return E.isLeft(ranked) ? { _tag: 'notRun', message: ranked.left } : { _tag: 'ran', ranked: ranked.right }
}

addEventListener('message', ({ data }: MessageEvent<FileQuestion>) => {
  try {
    postMessage(data._tag === 'read' ? read(data.name, data.format, data.bytes) : run(data.planes))
  } catch (error) {
    const why = messageOf(error)
    const answer: FileAnswer = data._tag === 'read' ? refused(data.name, why) : { _tag: 'notRun', message: why }
    postMessage(answer)
  }
})
