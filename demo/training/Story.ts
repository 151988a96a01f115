/** @file What the page knows of a training: a fold over what the worker tells. */
import type { Explanation } from '../inside/names.ts'
import type { Inside } from './model.ts'
import type { OptimizerName } from './names.ts'
import { optimizerNames } from './names.ts'
import type { Answer } from '../network.worker.ts'

/** One step, as the page keeps it. */
interface ToldStep {
  readonly loss: number
  readonly norms: readonly number[]
}

/** What is known. */
export interface Story {
  readonly steps: readonly ToldStep[]
  /** The step that is looked at. */
  readonly at: number
  /** Whether the page looks at each new step. */
  readonly isFollowing: boolean
  readonly isRunning: boolean
  readonly seen: {
    readonly step: number
    readonly digit: number
    readonly inside: Inside
    readonly pixels: readonly number[]
  } | null
  /** What the trained network has explained last. */
  readonly explanation: Explanation | null
  readonly race: Readonly<Record<OptimizerName, readonly number[]>>
  readonly failure: string | null
}

const noRace: Story['race'] = { sgd: [], momentum: [], adagrad: [], rmsprop: [], adadelta: [], adam: [] }

/** Nothing told yet. */
export const untold: Story = {
  steps: [],
  at: 0,
  isFollowing: true,
  isRunning: false,
  seen: null,
  explanation: null,
  race: noRace,
  failure: null,
}

/** Before a new run. */
export const beforeRun = (story: Story): Story => ({
  ...untold,
  race: story.race,
  explanation: story.explanation,
  isRunning: true,
})

/** Before a new race. */
export const beforeRace = (story: Story): Story => ({ ...story, race: noRace, isRunning: true, failure: null })

/** After what the worker has told. */
export const after = (story: Story, answer: Answer): Story => {
  switch (answer._tag) {
    case 'step': {
      const steps = [...story.steps, { loss: answer.loss, norms: answer.norms }]
      return { ...story, steps, at: story.isFollowing ? steps.length - 1 : story.at }
    }
    case 'raced':
      return {
        ...story,
        race: { ...story.race, [answer.optimizer]: [...story.race[answer.optimizer], answer.loss] },
      }
    case 'explained':
      return { ...story, explanation: answer.explanation }
    case 'inside':
      return { ...story, seen: answer }
    case 'adopted':
    case 'recognized':
      return story
    case 'finished':
      return { ...story, isRunning: false }
    case 'failed':
      return { ...story, isRunning: false, failure: answer.message }
  }
}

const recent = 10

/** The mean of the last losses; not a number if there are none. */
export const recentLoss = (losses: readonly number[]): number => {
  const last = losses.slice(-recent)
  return last.reduce((total, loss) => total + loss, 0) / last.length
}

/** The optimizers in the order of their losses. */
export const ranking = ({ race }: Story): readonly OptimizerName[] =>
  optimizerNames.toSorted((a, b) => recentLoss(race[a]) - recentLoss(race[b]))
