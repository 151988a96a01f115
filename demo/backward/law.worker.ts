/** @file The worker that runs the law on a rule: it answers one question, and the page ends it if it takes too long. */
import * as E from 'fp-ts/lib/Either.js'
import type { Trial } from './tryRule.ts'
import { tryRule } from './tryRule.ts'
import type { Misreading } from './understand.ts'

/** A rule, and the cases that it is tried on. */
export interface LawQuestion {
  readonly code: string
  readonly seed: number
  readonly runs: number
}

/** What came of it. */
export type LawAnswer =
  { readonly _tag: 'tried'; readonly trial: Trial } | { readonly _tag: 'misread'; readonly misreading: Misreading }

addEventListener('message', ({ data }: MessageEvent<LawQuestion>) => {
  const tried = tryRule(data.code, data.seed, data.runs)
  const answer: LawAnswer = E.isLeft(tried)
    ? { _tag: 'misread', misreading: tried.left }
    : { _tag: 'tried', trial: tried.right }
  postMessage(answer)
})
