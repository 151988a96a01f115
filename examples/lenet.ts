/**
 * @file Trains LeNet on handwritten digits and tests it on digits it has not seen: `npm start -- --help`.
 *
 * Uses public entry points only. The library trains and reports progress; the code here shows and saves it.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Key } from 'cotangent'
import { key, split } from 'cotangent'
import { saveTree, showCheckpointError, writeFile } from 'cotangent/checkpoint'
import type { Mnist } from 'cotangent/data'
import { Dataset, mnistPixels, randomAffine, readMnist, showDecodeError } from 'cotangent/data'
import { dataParallel } from 'cotangent/distributed'
import { lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { cosine, sgd } from 'cotangent/optim'
import type { DoneReason, Evaluation } from 'cotangent/train'
import {
  accuracy,
  byAccuracy,
  classify,
  correct,
  examples,
  showConfusionMatrix,
  startTraining,
  train,
  trainStep,
} from 'cotangent/train'
import { showCurvesError } from 'cotangent/vision'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { checkpointOf, readCheckpoint, saveCheckpoint } from './lenet/checkpoint.ts'
import type { Flags } from './lenet/flags.ts'
import { parseFlags } from './lenet/flags.ts'
import { accuracyPicture, digitsPicture, lossPicture } from './lenet/pictures.ts'
import { silent, startDisplay } from './lenet/progress.ts'
import type { Session } from './lenet/session.ts'
import { showGroup, startSession } from './lenet/session.ts'
import type { Story } from './lenet/Story.ts'
import { after, beginning } from './lenet/Story.ts'
import { testOn, untested } from './lenet/testing.ts'

const exitCodes = { fine: 0, failed: 1, misused: 2, interrupted: 130 } as const

/** Why the program ends early: a line for stderr, if any, and the exit code. */
interface Failure {
  readonly line: string | null
  readonly code: number
}

const misused = (line: string): Failure => ({ line, code: exitCodes.misused })
const failed = (line: string): Failure => ({ line, code: exitCodes.failed })

type Program<A> = TE.TaskEither<Failure, A>
type Weights = ReturnType<typeof lenet.init>[0]

/** The outcome of a training run. */
interface Trained {
  readonly reason: DoneReason
  readonly story: Story
  /** The best epoch by test accuracy; `null` where none was finished, and the weights are those of the last step. */
  readonly epoch: number | null
  readonly weights: Weights
  readonly evaluation: Evaluation
}

const flagsFrom = (words: readonly string[]): Program<Flags> =>
  pipe(
    TE.fromEither(parseFlags(words)),
    TE.mapLeft((none) => (none._tag === 'Help' ? { line: null, code: exitCodes.fine } : misused(none.line))),
  )

const digitsFrom = (folder: string): Program<Mnist> =>
  pipe(
    readMnist(folder),
    TE.mapLeft((error) => misused(showDecodeError(error))),
    TE.filterOrElse(
      ({ train: seen, test }) => seen.count > 0 && test.count > 0,
      () => misused(`Cannot train on the digits in ${folder}: a file has none`),
    ),
  )

/** Creates the folder for results, and checks that files can be written there before training starts. */
const checkFolder = (folder: string): Program<void> => {
  const probe = join(folder, '.writable')
  return pipe(
    writeFile(probe)(''),
    TE.bimap(
      (error) => misused(`Cannot write to ${folder}: ${showCheckpointError(error)}`),
      () => undefined,
    ),
    TE.chainFirst(() => TE.fromTask(() => rm(probe, { force: true }))),
  )
}

/** Launchers such as npm and tsx repeat a Ctrl-C that the terminal has sent. Within this time (ms) it is the same one. */
const sameInterrupt = 500

/**
 * The first Ctrl-C aborts the signal; a second one ends the process. A launcher of several processes ends them by SIGTERM
 * when it is interrupted itself.
 */
const signalOnInterrupt = ({ group }: Session, stop: () => void): AbortSignal => {
  const controller = new AbortController()
  let first = Infinity
  const interrupt = (): void => {
    if (performance.now() - first > sameInterrupt) process.exit(exitCodes.interrupted)
    if (controller.signal.aborted) return
    first = performance.now()
    stop()
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  if (group.size > 1) process.on('SIGTERM', interrupt)
  return controller.signal
}

/** Rotates, scales and shifts digits slightly; new pixels have the value of the background. */
const augment = randomAffine({ degrees: 10, scale: [0.9, 1.1], shift: 2, fill: -mnistPixels.mean / mnistPixels.std })

const learn = classify(lenet, crossEntropy)
const learnAugmented: typeof learn = (params, state, { images, labels }, drawn) => {
  const [forImages, forModel] = split(drawn)
  return learn(params, state, { images: augment(forImages)(images), labels }, forModel)
}

const optimizerFor = ({ augment, batch, epochs, lr }: Flags, count: number) =>
  augment
    ? sgd({
        learningRate: cosine({ initial: lr, steps: epochs * Math.ceil(count / batch) }),
        momentum: 0.9,
        nesterov: true,
      })
    : sgd({ learningRate: lr, momentum: 0.9 })

const learnFor = (flags: Flags) => (flags.augment ? learnAugmented : learn)

const startFrom = (flags: Flags, { train: digits }: Mnist) => {
  const [forWeights, forTraining] = split(key(flags.seed))
  const optimizer = optimizerFor(flags, digits.count)
  const [params, state] = lenet.init(forWeights)
  return { optimizer, start: checkpointOf(startTraining(optimizer, params, state), 0), forTraining }
}

type Start = ReturnType<typeof startFrom>['start']

/** Where the training begins, or goes on: every process from what the first one has read. */
const beginningOf = (flags: Flags, mnist: Mnist, { group, isFirst }: Session): Program<Start> => {
  const { start } = startFrom(flags, mnist)
  return pipe(
    flags.resume && isFirst ? readCheckpoint(flags.out)<Start['training']>(start) : TE.right(start),
    TE.mapLeft((error) => misused(showCheckpointError(error))),
    TE.map((read) => group.broadcast()<Start>(read)),
  )
}

/** The digits of this process in every batch. A last batch with fewer digits than processes is left out. */
const batchesFor = (flags: Flags, digits: Mnist['train'], { group }: Session) => {
  const rest = digits.count % flags.batch
  const own = { size: flags.batch, pixels: mnistPixels, dropLast: rest > 0 && rest < group.size, part: group }
  return (order: Key) => Dataset.batches({ ...own, key: order })(digits)
}

const eventsOf = (flags: Flags, mnist: Mnist, session: Session, from: Start, signal: AbortSignal) => {
  const { group, runtime } = session
  const { optimizer, forTraining } = startFrom(flags, mnist)
  const objective = learnFor(flags)
  const step =
    group.size === 1
      ? trainStep(objective, optimizer)
      : dataParallel(group, { metrics: 'sum', runtime })(objective, optimizer)
  return train({
    start: from.training,
    resumeAfter: runtime.item(from.steps),
    step,
    batches: batchesFor(flags, mnist.train, session),
    epochs: flags.epochs,
    key: forTraining,
    evaluate: testOn(session, mnist.test),
    order: byAccuracy,
    stops: () => group.some(signal.aborted),
    ...(flags.saveEvery > 0 ? { checkpointEvery: flags.saveEvery } : {}),
    runtime,
  })
}

type Events = ReturnType<typeof eventsOf>
type Event = Events extends AsyncIterable<infer One> ? One : never
type Done = Extract<Event, { readonly _tag: 'done' }>

const saveWeights = (flags: Flags, weights: Weights, epoch: number | null, evaluation: Evaluation): Program<void> => {
  const metadata = new Map([
    ['model', 'LeNet'],
    ['epoch', String(epoch ?? 'unfinished')],
    ['testAccuracy', String(accuracy(evaluation.confusion))],
    ['seed', String(flags.seed)],
  ])
  return pipe(
    saveTree(weights, { metadata }),
    writeFile(join(flags.out, 'lenet.safetensors')),
    TE.mapLeft((error) => failed(showCheckpointError(error))),
  )
}

/** The outcome of a training run: its best epoch, or the current state if it was stopped during the first. */
const outcome = (done: Done, test: Mnist['test'], session: Session): Omit<Trained, 'story'> => {
  const { reason, best, training } = done
  if (best !== null) {
    return { reason, epoch: best.epoch, weights: best.training.params, evaluation: best.evaluation }
  }
  const evaluation = [...testOn(session, test)(training)].at(-1) ?? untested
  return { reason, epoch: null, weights: training.params, evaluation }
}

const nothing: Program<void> = TE.right(undefined)

/** Saves what an event brings: a checkpoint, and the weights whenever they are the best so far. */
const saveAfter = (flags: Flags, event: Event): Program<void> => {
  const save = (training: Start['training'], steps: number): Program<void> =>
    pipe(
      saveCheckpoint(flags.out)<Start['training']>(checkpointOf(training, steps)),
      TE.mapLeft((error) => failed(showCheckpointError(error))),
    )
  switch (event._tag) {
    case 'checkpoint':
      return save(event.training, event.step)
    case 'epoch':
      return pipe(
        event.isBest ? saveWeights(flags, event.training.params, event.epoch, event.evaluation) : nothing,
        TE.chain(() => save(event.training, event.step)),
      )
    case 'done':
      return event.reason === 'aborted' ? save(event.training, event.steps) : nothing
    case 'step':
    case 'evaluation':
      return nothing
  }
}

/** Trains to the end or to Ctrl-C. One process shows and saves for all. */
const trainOn =
  (flags: Flags, mnist: Mnist, session: Session, from: Start): Program<Trained> =>
  async () => {
    const { isFirst } = session
    const plan = { epochs: flags.epochs, examples: mnist.train.count, tests: mnist.test.count }
    const display = isFirst ? startDisplay(plan) : silent
    const signal = signalOnInterrupt(session, () => {
      display.stop()
      if (isFirst) process.stderr.write('\nStopping; Ctrl-C again to quit at once\n')
    })
    const next = after(mnist.train.count, flags.batch)
    let story = beginning
    for await (const event of eventsOf(flags, mnist, session, from, signal)) {
      story = next(story, event)
      display.show(event, story)
      const saved = await (isFirst ? saveAfter(flags, event) : nothing)()
      if (E.isLeft(saved)) return saved
      if (event._tag === 'done') {
        const trained = { ...outcome(event, mnist.test, session), story }
        return pipe(
          event.best === null && isFirst ? saveWeights(flags, trained.weights, null, trained.evaluation) : nothing,
          TE.map(() => trained),
        )()
      }
    }
    return E.left(failed('The training ended without a result'))
  }

const savePictures = (flags: Flags, { story, evaluation }: Trained, { test }: Mnist): Program<void> => {
  const save = (name: string) => (contents: string | Uint8Array) =>
    pipe(writeFile(join(flags.out, name))(contents), TE.mapLeft(showCheckpointError))
  return pipe(
    lossPicture(story),
    TE.mapLeft(showCurvesError),
    TE.chain(save('loss.svg')),
    TE.chain(() => pipe(accuracyPicture(story), TE.mapLeft(showCurvesError))),
    TE.chain(save('accuracy.svg')),
    TE.chain(() => save('digits.svg')(digitsPicture(test, evaluation.predicted))),
    TE.mapLeft(failed),
  )
}

const tell = (flags: Flags, { epoch, evaluation }: Trained): void => {
  const { confusion } = evaluation
  const which = epoch === null ? 'the last step' : `epoch ${epoch}`
  const rate = `${(100 * accuracy(confusion)).toFixed(2)} %`
  console.log(`
Test accuracy ${rate}: ${correct(confusion)} of ${examples(confusion)} digits right, with the weights of ${which}

${showConfusionMatrix(confusion)}

Saved in ${flags.out}: lenet.safetensors (weights), loss.svg and accuracy.svg (curves),
digits.svg (test digits with their predictions, mistakes in red)`)
}

const diverged = (flags: Flags): Failure =>
  failed(`The loss is no longer finite: try a learning rate below ${flags.lr}`)

/** Says what begins. */
const announce = (flags: Flags, { train: digits, test }: Mnist, session: Session, from: Start): void => {
  if (flags.distributed) console.log(showGroup(session))
  console.log(`Training LeNet on ${digits.count} digits, testing on ${test.count}; seed ${flags.seed}`)
  if (flags.resume) console.log(`Going on after step ${session.runtime.item(from.steps)}`)
}

/** From the words on the command line to the exit code. */
const main = (words: readonly string[]): Program<number> =>
  pipe(
    TE.Do,
    TE.bind('flags', () => flagsFrom(words)),
    TE.bind('session', ({ flags }) => pipe(startSession(flags), TE.mapLeft(misused))),
    TE.bind('mnist', ({ flags }) => digitsFrom(flags.data)),
    TE.chainFirst(({ flags, session }) => (session.isFirst ? checkFolder(flags.out) : nothing)),
    TE.bind('from', ({ flags, mnist, session }) => beginningOf(flags, mnist, session)),
    TE.chainFirstIOK(({ flags, mnist, session, from }) => () => {
      if (session.isFirst) announce(flags, mnist, session, from)
    }),
    TE.bind('trained', ({ flags, mnist, session, from }) => trainOn(flags, mnist, session, from)),
    TE.chainFirst(({ flags, mnist, session, trained }) =>
      session.isFirst ? savePictures(flags, trained, mnist) : nothing,
    ),
    TE.chainFirstIOK(({ flags, session, trained }) => () => {
      if (session.isFirst) tell(flags, trained)
      session.group.close()
    }),
    TE.chainEitherK(({ flags, trained }) =>
      trained.reason === 'diverged'
        ? E.left(diverged(flags))
        : E.right(trained.reason === 'aborted' ? exitCodes.interrupted : exitCodes.fine),
    ),
  )

const result = await main(process.argv.slice(2))()
if (E.isLeft(result) && result.left.line !== null) process.stderr.write(`${result.left.line}\n`)
process.exitCode = E.isLeft(result) ? result.left.code : result.right
