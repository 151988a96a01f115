/**
 * @file What the tests ask of a page, minified as users' pages are: conformance, traps, training and memory in each mode.
 */
import type { Tensor } from 'cotangent'
import { compile, defaultRuntime, item, key } from 'cotangent'
import { Dataset, decodeMnist, mnistPixels } from 'cotangent/data'
import type { GpuMode, GpuRuntime } from 'cotangent/gpu'
import { gpuRuntime, showGpuError } from 'cotangent/gpu'
import { lenet } from 'cotangent/models'
import { crossEntropy, evalMode } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, startTraining, trainStep } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'
import { startDevice, loadGpuJs } from '../../../src/gpu/modes.ts'
import type { Conformance } from '../../backend/gpu/conformance.ts'
import { conformance as conformanceOf } from '../../backend/gpu/conformance.ts'
import { trapped } from '../../backend/gpu/traps.ts'

/** A mode of gpu.js, or the library's own WebAssembly. */
export type PageMode = GpuMode | 'wasm'

/** What training came to. */
export interface Trained {
  readonly mode: string
  /** Mean loss of the first and of the last twenty steps. */
  readonly first: number
  readonly last: number
  /** Share of the test digits that were predicted right. */
  readonly accuracy: number
  /** How many more arrays lie on the device at the end than after ten steps. */
  readonly arrays: number
  readonly seconds: number
}

const right = <L, R>(either: E.Either<L, R>, show: (left: L) => string): R => {
  if (E.isLeft(either)) throw new Error(show(either.left))
  return either.right
}

const startGpu = async (mode: GpuMode): Promise<GpuRuntime> =>
  right(await gpuRuntime({ mode, gpuJs: () => import('gpu.js') })(), showGpuError)

const conformance = async (mode: GpuMode, runs: number, seed: number, only: string): Promise<Conformance> => {
  const js = right(await loadGpuJs(() => import('gpu.js'))(), showGpuError)
  const device = right(await startDevice(js, mode)(), showGpuError)
  try {
    return await conformanceOf(device, { runs, seed, only })
  } finally {
    await device.close()
  }
}

const traps = async (mode: GpuMode): Promise<readonly string[]> => {
  const gpu = await startGpu(mode)
  try {
    return await trapped(gpu)
  } finally {
    await gpu.close()
  }
}

const bytes = async (name: string): Promise<Uint8Array> => {
  const answer = await fetch(`/mnist/${name}`)
  return new Uint8Array(await answer.arrayBuffer())
}

const digits = async (part: 'train' | 't10k') => {
  const files = {
    images: await bytes(`${part}-images-idx3-ubyte.gz`),
    labels: await bytes(`${part}-labels-idx1-ubyte.gz`),
  }
  return right(decodeMnist()(files), JSON.stringify)
}

const optimizer = sgd({ learningRate: 0.02, momentum: 0.9 })
const step = trainStep(classify(lenet, crossEntropy), optimizer)
const started = () => startTraining(optimizer, ...lenet.init(key(0)))
type Training = ReturnType<typeof started>
type Spent = Pick<ReturnType<typeof step>, 'loss' | 'metrics'> & { readonly training: Training }

/** A runtime as the page uses it: everything is awaited, which a synchronous runtime does not mind. */
const runner = async (mode: PageMode) => {
  if (mode === 'wasm') {
    return {
      mode: defaultRuntime.name,
      compile: <F extends (...args: never) => unknown>(f: F) => {
        const compiled = compile(f)
        return (...args: Parameters<F>) =>
          Promise.resolve((compiled as unknown as (...all: Parameters<F>) => ReturnType<F>)(...args))
      },
      item: (t: Tensor) => Promise.resolve(item(t)),
      release: () => undefined,
      arrays: () => 0,
      close: () => {
        defaultRuntime.close()
        return Promise.resolve()
      },
    }
  }
  const gpu = await startGpu(mode)
  return {
    mode: gpu.info().mode,
    compile: <F extends (...args: never) => unknown>(f: F) => {
      const compiled = gpu.compile(f)
      return (...args: Parameters<F>) => compiled(...args)()
    },
    item: (t: Tensor) => gpu.item(t)(),
    release: (spent: Spent) => {
      gpu.release(spent)()
    },
    arrays: () => gpu.info().arrays,
    close: () => gpu.close(),
  }
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length

const train = async (mode: PageMode, steps: number): Promise<Trained> => {
  const on = await runner(mode)
  const seen = await digits('train')
  const shuffled = (epoch: number) => Dataset.batches({ size: 32, key: key(epoch), pixels: mnistPixels })(seen)
  const begun = performance.now()
  const compiled = on.compile((training: Training, batch: Parameters<typeof step>[1]) => step(training, batch, key(2)))
  const losses: number[] = []
  const arrays: number[] = []
  let training = started()
  for (let epoch = 1; losses.length < steps; epoch++) {
    for (const batch of shuffled(epoch)) {
      if (losses.length === steps) break
      const done = await compiled(training, batch)
      losses.push(await on.item(done.loss))
      on.release({ training, loss: done.loss, metrics: done.metrics })
      training = done.training
      arrays.push(on.arrays())
    }
  }
  const test = Dataset.batches({ size: 200, pixels: mnistPixels })(await digits('t10k'))
  const judge = classify({ ...lenet, apply: () => lenet.apply(evalMode) }, crossEntropy)
  const judged = on.compile(
    ({ params, state }: Training, batch: Parameters<typeof step>[1]) =>
      judge(params, state, batch, key(0)).metrics.correct,
  )
  let correct = 0
  let count = 0
  for (const batch of test) {
    correct += await on.item(await judged(training, batch))
    count += batch.labels.shape[0]
  }
  const seconds = (performance.now() - begun) / 1000
  await on.close()
  return {
    mode: on.mode,
    arrays: arrays.at(-1)! - arrays[10]!,
    first: mean(losses.slice(0, 20)),
    last: mean(losses.slice(-20)),
    accuracy: correct / count,
    seconds,
  }
}

const page = { conformance, traps, train }

/** What a page offers to tests. */
export type Page = typeof page

Object.assign(globalThis, { page })
