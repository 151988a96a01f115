/** @file Our side in a page: a training step of LeNet, and the hot paths one by one. */
import type { Tensor } from 'cotangent'
import {
  avgPool,
  conv,
  convFilter,
  convInput,
  defaultRuntime,
  force,
  item,
  key,
  matmul,
  maxPool,
  mul,
  reshape,
  slice,
  sum,
  valueAndGrad,
} from 'cotangent'
import { compile, tensor } from 'cotangent'
import type { GpuMode } from 'cotangent/gpu'
import { gpuRuntime, showGpuError } from 'cotangent/gpu'
import { lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, startTraining, trainStep } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'

/** A thing to time: run it once, and what was started before is over. */
export type Run = () => Promise<unknown>

const random = (shape: readonly number[]): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1)
  return tensor(
    Float32Array.from({ length: size }, () => Math.random() - 0.5),
    shape,
  )
}

const step = trainStep(classify(lenet, crossEntropy), sgd({ learningRate: 0.01, momentum: 0.9 }))

const batchOf = (size: number) => ({
  images: random([size, 1, 28, 28]) as Tensor<readonly [number, 1, 28, 28]>,
  labels: tensor(
    Array.from({ length: size }, (_, i) => i % 10),
    [size],
  ),
})

/** Where training begins, with weights drawn already, as those of the peers are. */
const start = () => force(startTraining(sgd({ learningRate: 0.01, momentum: 0.9 }), ...lenet.init(key(0))))

const started = async (mode: GpuMode) => {
  const gpu = await gpuRuntime({ mode, gpuJs: () => import('gpu.js') })()
  if (E.isLeft(gpu)) throw new Error(showGpuError(gpu.left))
  return gpu.right
}

/** A training step of 32 digits, its loss read. */
export const lenetOn = async (mode: GpuMode | 'wasm'): Promise<Run> => {
  const batch = batchOf(32)
  let training = start()
  if (mode === 'wasm') {
    const compiled = compile((from: typeof training) => step(from, batch, key(1)))
    return () => {
      const done = compiled(training)
      training = done.training
      return Promise.resolve(item(done.loss, defaultRuntime))
    }
  }
  const gpu = await started(mode)
  const compiled = gpu.compile((from: typeof training, given: typeof batch) => step(from, given, key(1)))
  return async () => {
    const done = await compiled(training, batch)()
    const loss = await gpu.item(done.loss)()
    gpu.release({ training, loss: done.loss, metrics: done.metrics })()
    training = done.training
    return loss
  }
}

/** A hot path: two arrays to one, and how many multiplications and additions, or comparisons, it takes. */
interface HotPath {
  readonly name: string
  readonly inputs: readonly [readonly number[], readonly number[]]
  readonly operations: number
  readonly f: (a: Tensor, b: Tensor) => Tensor
}

const image = [1, 64, 56, 56] as const
const kernel = [64, 64, 3, 3] as const
const ofConv = 2 * 64 * 64 * 9 * 56 * 56

const energy = (y: Tensor): Tensor<readonly []> => sum()(mul(y, y))

const hotPaths: readonly HotPath[] = [
  { name: 'conv 3x3 64->64 56x56', inputs: [image, kernel], operations: ofConv, f: conv({ padding: 1 }) },
  { name: 'its error to the input', inputs: [image, kernel], operations: ofConv, f: convInput(image, { padding: 1 }) },
  {
    name: 'its error to the kernel',
    inputs: [image, image],
    operations: ofConv,
    f: convFilter(kernel, { padding: 1 }),
  },
  {
    name: 'max pooling 3x3/2 forward and backward',
    inputs: [image, [1]],
    operations: 2 * 9 * 64 * 27 * 27,
    f: (x) => valueAndGrad((t: Tensor) => energy(maxPool({ kernel: 3, stride: 2 })(t)))(x)[1],
  },
  {
    name: 'average pooling 3x3/2 forward and backward',
    inputs: [image, [1]],
    operations: 2 * 9 * 64 * 27 * 27,
    f: (x) => valueAndGrad((t: Tensor) => energy(avgPool({ kernel: 3, stride: 2 })(t)))(x)[1],
  },
  {
    name: 'matmul 512',
    inputs: [
      [512, 512],
      [512, 512],
    ],
    operations: 2 * 512 ** 3,
    f: (a, b) => matmul(a, b),
  },
]

/** The hot paths in a mode; each run waits for one number of the result. */
export const hotPathsOn = async (
  mode: GpuMode,
): Promise<readonly { readonly name: string; readonly operations: number; readonly run: Run }[]> => {
  const gpu = await started(mode)
  const made = []
  for (const { name, inputs, operations, f } of hotPaths) {
    const [a, b] = [await gpu.force(random(inputs[0]))(), await gpu.force(random(inputs[1]))()]
    const compiled = gpu.compile((x: Tensor, y: Tensor) => slice([{ start: 0, stop: 1 }])(reshape([-1])(f(x, y))))
    const run = async (): Promise<number> => {
      const first = await compiled(a, b)()
      const value = await gpu.item(first)()
      gpu.release(first)()
      return value
    }
    made.push({ name, operations, run })
  }
  return made
}
