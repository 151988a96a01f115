/** @file The worker that trains: it keeps every step of its last run, and looks at any of them when it is asked to. */
import type { MnistImage, Dataset } from 'cotangent/data'
import type { LenetParams } from 'cotangent/models'
import { lenet } from 'cotangent/models'
import { key } from 'cotangent'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { loadTree, showCheckpointError } from 'cotangent/checkpoint'
import { explain } from './inside/model.ts'
import { messageOf } from './common/messageOf.ts'
import { recognize } from './own/recognize.ts'
import type { Recognition } from './own/recognize.ts'
import type { Explanation, Looking } from './inside/names.ts'
import { decodeWeights } from './inside/weights.ts'
import * as E from 'fp-ts/lib/Either.js'
import { bytesAt, loadDigits } from './common/digitFiles.ts'
import type { Inside, Step } from './training/model.ts'
import { inside, partsOf, pixelsOf, runs } from './training/model.ts'
import type { OptimizerName } from './training/names.ts'
import { optimizerNames, raceLength, runLength } from './training/names.ts'

/** What the page asks. A question to train or to race ends what is under way. */
type Question = { readonly page: string } & (
  | { readonly _tag: 'train'; readonly optimizer: OptimizerName; readonly key: number }
  | { readonly _tag: 'race'; readonly key: number }
  | ({ readonly _tag: 'explain' } & Pick<Looking, 'digit' | 'about' | 'channel'>)
  | { readonly _tag: 'look'; readonly step: number; readonly digit: number }
  /** Weights of LeNet in place of those of the page, or those of the page again. */
  | { readonly _tag: 'adopt'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly _tag: 'adopt'; readonly name: null; readonly bytes: null }
  | { readonly _tag: 'recognize'; readonly pixels: readonly number[] }
)

/** What a question holds; where the page is, is added. */
export type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, 'page'> : never) : never

/** What the worker tells. */
export type Answer =
  | { readonly _tag: 'step'; readonly index: number; readonly loss: number; readonly norms: readonly number[] }
  | { readonly _tag: 'raced'; readonly optimizer: OptimizerName; readonly loss: number }
  | {
      readonly _tag: 'inside'
      readonly step: number
      readonly digit: number
      readonly inside: Inside
      readonly pixels: readonly number[]
    }
  | { readonly _tag: 'explained'; readonly explanation: Explanation }
  | { readonly _tag: 'adopted'; readonly name: string | null }
  | { readonly _tag: 'recognized'; readonly recognition: Recognition }
  | { readonly _tag: 'finished' }
  | { readonly _tag: 'failed'; readonly message: string }

const tell = (answer: Answer): void => postMessage(answer)

let kept: readonly Step[] = []
let asked = 0
let digits: Promise<E.Either<string, Dataset<MnistImage>>> | null = null

let weights: Promise<E.Either<string, LenetParams>> | null = null

/** Weights that a visitor has given. */
let given: LenetParams | null = null

/** Fetches the trained weights that lie beside the page. */
const loadWeights = (page: string): TE.TaskEither<string, LenetParams> =>
  pipe(bytesAt(new URL('lenet.safetensors', page)), TE.chainEitherK(decodeWeights(lenet.init(key(0))[0])))

/** Lets questions in between two steps. */
const pause = () => new Promise((resolve) => setTimeout(resolve))

const partsFor = async (page: string) => {
  digits ??= loadDigits(page)()
  const loaded = await digits
  if (E.isLeft(loaded)) throw new RangeError(loaded.left)
  return partsOf(loaded.right)
}

const train = async (question: Question & { readonly _tag: 'train' }): Promise<void> => {
  const mine = ++asked
  const { seen } = await partsFor(question.page)
  kept = []
  for (const step of runs[question.optimizer](seen, question.key, given)) {
    if (mine !== asked) return
    kept = [...kept, step]
    tell({ _tag: 'step', index: step.index, loss: step.loss, norms: step.norms })
    if (kept.length === runLength) break
    await pause()
  }
  tell({ _tag: 'finished' })
}

const race = async (question: Question & { readonly _tag: 'race' }): Promise<void> => {
  const mine = ++asked
  const { seen } = await partsFor(question.page)
  const started = optimizerNames.map((optimizer) => ({ optimizer, run: runs[optimizer](seen, question.key, given) }))
  for (let index = 0; index < raceLength; index++) {
    for (const { optimizer, run } of started) {
      const { value } = run.next()
      if (value !== undefined) tell({ _tag: 'raced', optimizer, loss: value.loss })
    }
    await pause()
    if (mine !== asked) return
  }
  tell({ _tag: 'finished' })
}

const look = async ({ page, step, digit }: Question & { readonly _tag: 'look' }): Promise<void> => {
  const found = kept[step]
  if (found === undefined) return
  const parts = await partsFor(page)
  tell({ _tag: 'inside', step, digit, inside: inside(found.params, parts, digit), pixels: pixelsOf(parts, digit) })
}

/** The weights that the network has: the visitor's, or the page's. */
const weightsFor = async (page: string): Promise<LenetParams> => {
  if (given !== null) return given
  weights ??= loadWeights(page)()
  const loaded = await weights
  if (E.isLeft(loaded)) throw new RangeError(loaded.left)
  return loaded.right
}

const explainTo = async (question: Question & { readonly _tag: 'explain' }): Promise<void> => {
  const [params, parts] = await Promise.all([weightsFor(question.page), partsFor(question.page)])
  tell({ _tag: 'explained', explanation: explain(params, parts, question) })
}

const adopt = (name: string | null, bytes: Uint8Array | null): void => {
  if (bytes === null) {
    given = null
  } else {
    const loaded = loadTree<LenetParams>(lenet.init(key(0))[0])(bytes)
    if (E.isLeft(loaded)) throw new RangeError(showCheckpointError(loaded.left))
    given = loaded.right
  }
  tell({ _tag: 'adopted', name })
}

const recognizeTo = async (question: Question & { readonly _tag: 'recognize' }): Promise<void> => {
  const params = await weightsFor(question.page)
  tell({ _tag: 'recognized', recognition: recognize(params, question.pixels) })
}

const answer = async (question: Question): Promise<void> => {
  switch (question._tag) {
    case 'train':
      return train(question)
    case 'race':
      return race(question)
    case 'look':
      return look(question)
    case 'explain':
      return explainTo(question)
    case 'adopt':
      adopt(question.name, question.bytes)
      return
    case 'recognize':
      return recognizeTo(question)
  }
}

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  answer(data).catch((error: unknown) => {
    tell({ _tag: 'failed', message: messageOf(error) })
  })
})
