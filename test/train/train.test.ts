import { Ord as numberOrd } from 'fp-ts/lib/number.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed } from '../seed.ts'
import { key } from '../../src/core/Key.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { isTensor, tensor } from '../../src/core/Tensor.ts'
import { add } from '../../src/ops/add.ts'
import { mul } from '../../src/ops/mul.ts'
import { uniform } from '../../src/ops/random.ts'
import { sub } from '../../src/ops/sub.ts'
import { referenceBackend } from '../../src/backend/reference/index.ts'
import { makeRuntime } from '../../src/compile/index.ts'
import { reduceOnPlateau, sgd } from '../../src/optim/index.ts'
import { item, toArray } from '../../src/runtime/index.ts'
import type { TrainEvent, TrainOptions } from '../../src/train/train.ts'
import { train } from '../../src/train/train.ts'
import { jsonLine, stopEarly } from '../../src/train/stream.ts'
import { accumulated, startTraining, trainStep } from '../../src/train/trainStep.ts'

type Scalar = Tensor<readonly []>
interface Params {
  readonly x: Scalar
}
interface State {
  readonly seen: Scalar
}

/** Squared distance to a goal, blurred by noise from the key. */
const toGoal =
  (noise: number) =>
  ({ x }: Params, { seen }: State, goal: number, drawFrom: ReturnType<typeof key>) => {
    const off = add(sub(x, goal), mul(uniform([])(drawFrom), noise))
    return { loss: mul(off, off), state: { seen: add(seen, 1) }, metrics: { off } }
  }

const start = (rate: number) =>
  startTraining(sgd({ learningRate: rate }), { x: tensor(0, []) }, { seen: tensor(0, []) })

type Options = TrainOptions<ReturnType<typeof start>, number, { readonly off: Scalar }, number>

const options = (changes: Partial<Options> = {}, { rate = 0.25, noise = 0 } = {}): Options => ({
  start: start(rate),
  step: trainStep(toGoal(noise), sgd({ learningRate: rate })),
  batches: () => [3, 3, 3],
  epochs: 2,
  key: key(7),
  evaluate: ({ params }) => [Number.NEGATIVE_INFINITY, -Math.abs(item(params.x) - 3)],
  order: numberOrd,
  ...changes,
})

type Event = TrainEvent<Options['start'], { readonly off: Scalar }, number>

const collect = async (from: Options, onEvent: (event: Event) => void = () => undefined): Promise<readonly Event[]> => {
  const events: Event[] = []
  for await (const event of train(from)) {
    events.push(event)
    onEvent(event)
  }
  return events
}

const losses = (events: readonly Event[]) => events.flatMap((event) => (event._tag === 'step' ? [event.loss] : []))
const last = (events: readonly Event[]) => {
  const event = events.at(-1)
  if (event?._tag !== 'done') throw new Error('the stream did not end with done')
  return event
}

describe('train', () => {
  it.each(['start', 'step', 'batches', 'epochs', 'key', 'evaluate', 'order'])('refuses to begin without %s', (name) => {
    const { [name as 'start']: _, ...others } = options()
    expect(() => train(others as never)).toThrow(`expected the option '${name}', found none`)
  })

  it.each(['batches', 'evaluate', 'stops'])('refuses %s that is no function, before the first step', (name) => {
    expect(() => train({ ...options(), [name]: [1, 2] } as never)).toThrow(
      `expected '${name}' to be a function, found a list of 2`,
    )
  })

  it('takes the steps of each epoch, evaluates it, and ends with done', async () => {
    const events = await collect(options())
    const epoch = ['step', 'step', 'step', 'evaluation', 'evaluation', 'epoch']
    expect(events.map(({ _tag }) => _tag)).toEqual([...epoch, ...epoch, 'done'])
    expect(losses(events).slice(0, 3)).toEqual([9, 2.25, 0.5625])
    expect(last(events)).toMatchObject({ reason: 'finished', steps: 6, best: { epoch: 2 } })
  })

  it('refuses an epoch without batches, such as one of an iterator that is empty by then', async () => {
    const once = [3, 3].values()
    await expect(collect(options({ batches: () => once }))).rejects.toThrow('expected a batch in epoch 2, found none')
  })

  it('lets any evaluation be better than NaN', async () => {
    let epoch = 0
    const evaluate = (): readonly number[] => [[NaN, NaN, 1, NaN, 2][epoch++] ?? 0]
    const events = await collect(options({ epochs: 5, evaluate }))
    const best = events.flatMap((event) => (event._tag === 'epoch' ? [event.progress.best?.epoch] : []))
    expect(best).toEqual([1, 1, 3, 3, 5])
  })

  it('follows a rate that falls on a plateau, as part of each batch', async () => {
    const plateau = reduceOnPlateau({ factor: 0.5, patience: 0 })
    let state = plateau.init(0.25)
    const events = train({
      start: start(0.25),
      step: (training: Options['start'], { goal, rate }: { readonly goal: number; readonly rate: Scalar }, drawFrom) =>
        trainStep(toGoal(0), sgd({ learningRate: rate }))(training, goal, drawFrom),
      batches: () => [{ goal: 3, rate: state.rate }],
      epochs: 4,
      key: key(7),
      evaluate: () => [0],
      order: numberOrd,
    })
    const seen: number[] = []
    for await (const event of events) {
      if (event._tag === 'step') seen.push(event.loss)
      if (event._tag === 'epoch') state = plateau.observe(state, 1)
    }
    // The distance to the goal, 3 at first, is multiplied by 1 - 2 rate.
    const distances = [0.25, 0.25, 0.125].reduce<readonly number[]>(
      (all, rate) => [...all, (all.at(-1) ?? 0) * (1 - 2 * rate)],
      [3],
    )
    expect(seen).toEqual(distances.map((distance) => distance ** 2))
  })

  it('counts steps from the start and batches from the start of the epoch', async () => {
    const steps = (await collect(options())).flatMap((event) =>
      event._tag === 'step' ? [[event.epoch, event.batch, event.step]] : [],
    )
    expect(steps).toEqual([
      [1, 1, 1],
      [1, 2, 2],
      [1, 3, 3],
      [2, 1, 4],
      [2, 2, 5],
      [2, 3, 6],
    ])
  })

  it('gives metrics as numbers, and hands layer states on', async () => {
    const events = await collect(options())
    expect(events[1]).toMatchObject({ metrics: { off: -1.5 } })
    const { training } = last(events)
    expect(item(training.state.seen)).toBe(6)
  })

  it('gives the same events for the same key and others for another', async () => {
    const run = async (seed: number) => losses(await collect(options({ key: key(seed) }, { noise: 1 })))
    expect(await run(1)).toEqual(await run(1))
    expect(await run(1)).not.toEqual(await run(2))
  })

  it('draws anew in each step and gives each epoch a key of its own', async () => {
    const keys: unknown[] = []
    const noisy = await collect(
      options(
        { batches: (epochKey) => (keys.push(item(uniform([])(epochKey))), [3]), epochs: 3 },
        { noise: 1, rate: 0 },
      ),
    )
    expect(new Set(losses(noisy)).size).toBe(3)
    expect(new Set(keys).size).toBe(3)
  })

  it('keeps the best epoch: of equals the first', async () => {
    const scores = [1, 5, 5, 2]
    const events = await collect(options({ epochs: 4, evaluate: () => scores.splice(0, 1) }))
    expect(last(events).best).toMatchObject({ epoch: 2, evaluation: 5 })
    expect(events.flatMap((event) => (event._tag === 'epoch' ? [event.isBest] : []))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('ends with done when the signal aborts, keeping what was trained and the best epoch', async () => {
    const abort = new AbortController()
    const events = await collect(options({ signal: abort.signal, epochs: 5 }), (event) => {
      if (event._tag === 'step' && event.step === 4) abort.abort()
    })
    expect(last(events)).toMatchObject({ reason: 'aborted', steps: 4, best: { epoch: 1 } })
    expect(item(last(events).training.state.seen)).toBe(4)
  })

  it('ends at once when it was aborted before', async () => {
    const events = await collect(options({ signal: AbortSignal.abort() }))
    expect(events).toMatchObject([{ _tag: 'done', reason: 'aborted', steps: 0, best: null }])
  })

  it('stops when the loss is no finite number, with the training before it', async () => {
    const events = await collect(options({ epochs: 1000 }, { rate: 1e6 }))
    expect(last(events).reason).toBe('diverged')
    expect(Number.isFinite(item(last(events).training.params.x))).toBe(true)
  })

  it('compiles one program, however many steps it takes', async () => {
    const programs = async (epochs: number): Promise<number> => {
      const runtime = makeRuntime(referenceBackend)
      await collect(options({ runtime, epochs, evaluate: () => [0] }))
      return runtime.statistics().compiled
    }
    expect(await programs(20)).toBe(await programs(1))
  })

  it('gives what was trained after every so many steps, and goes on from it bit for bit', async () => {
    const whole = await collect(options({ epochs: 3, checkpointEvery: 2 }, { noise: 1 }))
    const checkpoints = whole.flatMap((event) => (event._tag === 'checkpoint' ? [event] : []))
    expect(checkpoints.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 2],
      [2, 4],
      [2, 6],
      [3, 8],
    ])
    for (const { step, training } of checkpoints) {
      const resumed = await collect(options({ epochs: 3, start: training, resumeAfter: step }, { noise: 1 }))
      expect(losses(resumed)).toEqual(losses(whole).slice(step))
      expect(item(last(resumed).training.params.x)).toBe(item(last(whole).training.params.x))
      expect(last(resumed).steps).toBe(9)
    }
  })

  it('in any pieces, gives the events of the whole, also those of early stopping', async () => {
    const scores = [3, 1, 2, 9, 9, 4, 4, 4, 4]
    const evaluate: Options['evaluate'] = ({ state }) => [scores[item(state.seen) / 2 - 1]!]
    const how = { epochs: 9, checkpointEvery: 1, batches: () => [3, 3], evaluate } as const
    const plain = (event: Event): unknown =>
      JSON.parse(JSON.stringify(event, (_, each: unknown) => (isTensor(each) ? Array.from(toArray(each)) : each)))
    const follow = async (changes: Partial<Options>, until: number): Promise<readonly Event[]> => {
      const events: Event[] = []
      for await (const event of stopEarly(4)(train(options({ ...how, ...changes }, { noise: 1, rate: 0.1 })))) {
        events.push(event)
        if (event._tag === 'checkpoint' && event.step === until) break
      }
      return events
    }
    const whole = (await follow({}, Infinity)).map(plain)
    expect(whole.at(-1)).toMatchObject({ reason: 'stopped', steps: 16, best: { epoch: 4, evaluation: 9 } })
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 16 }), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const pieces: Event[] = []
        let from: Partial<Options> = {}
        for (const until of [...places.toSorted((a, b) => a - b), Infinity]) {
          pieces.push(...(await follow(from, until)))
          const last = pieces.at(-1)
          if (last?._tag === 'checkpoint')
            from = { start: last.training, resumeAfter: last.step, progress: last.progress }
        }
        expect(pieces.map(plain)).toEqual(whole)
      }),
      { seed: seed(), numRuns: 8 },
    )
  })

  it('without the progress of the first part, takes the first epoch after it for the best', async () => {
    const scores = [5, 4, 3]
    const events = await collect(options({ epochs: 3, resumeAfter: 3, evaluate: () => scores.splice(0, 1) }))
    expect(last(events)).toMatchObject({ best: { epoch: 1, evaluation: 5 } })
    const later = await collect(options({ epochs: 3, resumeAfter: 4, evaluate: () => [4] }))
    expect(last(later)).toMatchObject({ best: { epoch: 2, evaluation: 4 } })
  })

  it('stops early after so many epochs that were no better', async () => {
    const scores = [1, 3, 2, 2, 9]
    const seen: Event[] = []
    let epoch = 0
    const from = options({ epochs: 5, evaluate: () => [scores[epoch++]!] })
    for await (const event of stopEarly(2)(train(from))) seen.push(event)
    expect(last(seen)).toMatchObject({ reason: 'stopped', steps: 12, best: { epoch: 2, evaluation: 3 } })
    expect(seen.filter(({ _tag }) => _tag === 'epoch')).toHaveLength(4)
  })

  it('refuses options that are unknown or no number of epochs or steps', () => {
    const bad: readonly (readonly [object, string])[] = [
      [{ epochs: NaN }, "expected 'epochs' to be a whole number, 0 or more, found NaN"],
      [{ epochs: 1.5 }, "expected 'epochs' to be a whole number, 0 or more, found 1.5"],
      [{ checkpointEvery: 0 }, "expected 'checkpointEvery' to be a whole number, 1 or more, found 0"],
      [{ resumeAfter: 1.5 }, "expected 'resumeAfter' to be a whole number, 0 or more, found 1.5"],
      [{ chekpointEvery: 1 }, "found 'chekpointEvery'"],
    ]
    for (const [changes, message] of bad) expect(() => train(options(changes))).toThrow(message)
    for (const patience of [NaN, 0, -1, 1.5])
      expect(() => stopEarly(patience)).toThrow(/expected 'patience' to be a whole number, 1 or more/)
  })

  it('refuses to resume after more steps than there are', async () => {
    expect(last(await collect(options({ resumeAfter: 6 }))).steps).toBe(6)
    await expect(collect(options({ resumeAfter: 7 }))).rejects.toThrow(
      /expected at least 7 steps.* found 6 in all epochs/,
    )
  })

  it('goes on without end for infinitely many epochs', async () => {
    let steps = 0
    const events = await collect(options({ epochs: Infinity, stops: () => ++steps > 20 }))
    expect(last(events)).toMatchObject({ reason: 'aborted' })
  })

  it('is told in lines of JSON', async () => {
    const events = await collect(options({ epochs: 1, checkpointEvery: 1 }))
    const lines = events.map(jsonLine((score: number) => ({ score }))).filter((line) => line !== null)
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { event: 'step', epoch: 1, batch: 1, step: 1, loss: 9, off: -3 },
      { event: 'step', epoch: 1, batch: 2, step: 2, loss: 2.25, off: -1.5 },
      { event: 'step', epoch: 1, batch: 3, step: 3, loss: 0.5625, off: -0.75 },
      { event: 'epoch', epoch: 1, score: -0.375, best: true },
      { event: 'done', reason: 'finished', steps: 3, bestEpoch: 1 },
    ])
  })

  it('keeps its own fields in a line of JSON', () => {
    const line = jsonLine(() => ({ event: 'other', best: 'no', score: 1 }))
    const step = {
      _tag: 'step',
      epoch: 1,
      batch: 2,
      step: 3,
      loss: 0.5,
      metrics: { epoch: 99, loss: 7, off: 1 },
    } as const
    expect(line(step)).toBe('{"event":"step","epoch":1,"batch":2,"step":3,"loss":0.5,"off":1}')
    const epoch = { _tag: 'epoch', epoch: 4, isBest: true, evaluation: 0 } as never
    expect(line(epoch)).toBe('{"event":"epoch","epoch":4,"best":true,"score":1}')
  })
})

describe('accumulated', () => {
  it('has the gradient of the whole batch, and hands the state on', () => {
    const step = trainStep(accumulated(toGoal(0)), sgd({ learningRate: 0.25 }))
    const { training, loss, metrics } = step(start(0.25), [2, 4, 6], key(1))
    expect(item(loss)).toBeCloseTo((4 + 16 + 36) / 3, 5)
    expect(item(metrics.off)).toBe(-4)
    expect(item(training.params.x)).toBe(2)
    expect(item(training.state.seen)).toBe(3)
    expect(() => step(start(0.25), [], key(1))).toThrow('expected at least one batch, found none')
  })
})
