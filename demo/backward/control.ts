/** @file Trials of a rule: each in a worker of its own, which is ended when it has answered or has taken too long. */
import type { LawAnswer, LawQuestion } from './law.worker.ts'
import type { Trial } from './tryRule.ts'
import type { Misreading } from './understand.ts'

/** What is known of a trial of a rule. */
export type TrialState =
  | { readonly _tag: 'none' }
  | { readonly _tag: 'running' }
  | { readonly _tag: 'lost' }
  | { readonly _tag: 'endless' }
  | { readonly _tag: 'misread'; readonly misreading: Misreading }
  | { readonly _tag: 'done'; readonly trial: Trial; readonly at: number }

/** What may be asked of the law. */
interface LawControl {
  readonly run: (code: string) => void
  /** Looks at one of the failures. */
  readonly look: (at: number) => void
  /** Forgets the last trial, and ends one that is under way. */
  readonly forget: () => void
}

const runs = 100

/** How long a trial may take, in milliseconds. */
const limit = 10_000

/** How long each failure is shown while the case shrinks, in milliseconds. */
const pace = 500

/** The control of trials; `told` hears of each change. A case that fails is seen to shrink, step by step. */
export const lawControl = (told: (trial: TrialState) => void): LawControl => {
  let worker: Worker | null = null
  let trial: TrialState = { _tag: 'none' }
  let waiting = 0

  const tell = (next: TrialState): void => {
    trial = next
    told(next)
  }

  const end = (): void => {
    worker?.terminate()
    worker = null
    clearTimeout(waiting)
  }

  const shrink = (): void => {
    if (trial._tag !== 'done' || trial.at >= trial.trial.shrinking.length - 1) return
    tell({ ...trial, at: trial.at + 1 })
    waiting = window.setTimeout(shrink, pace)
  }

  const hear = (answer: LawAnswer): void => {
    end()
    if (answer._tag === 'misread') {
      tell(answer)
      return
    }
    const last = Math.max(0, answer.trial.shrinking.length - 1)
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
    tell({ _tag: 'done', trial: answer.trial, at: isStill ? last : 0 })
    waiting = window.setTimeout(shrink, pace)
  }

  return {
    run: (code) => {
      end()
      tell({ _tag: 'running' })
      worker = new Worker(new URL('./law.worker.ts', import.meta.url), { type: 'module' })
      worker.addEventListener('message', ({ data }: MessageEvent<LawAnswer>) => hear(data))
      worker.addEventListener('error', () => {
        end()
        tell({ _tag: 'lost' })
      })
      waiting = window.setTimeout(() => {
        end()
        tell({ _tag: 'endless' })
      }, limit)
      worker.postMessage({ code, seed: Math.floor(1e9 * Math.random()), runs } satisfies LawQuestion)
    },
    look: (at) => {
      clearTimeout(waiting)
      if (trial._tag === 'done') tell({ ...trial, at })
    },
    forget: () => {
      end()
      if (trial._tag !== 'none') tell({ _tag: 'none' })
    },
  }
}
