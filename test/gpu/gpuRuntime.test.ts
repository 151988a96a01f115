import { add, foldIn, key, makeRuntime, mul, normal, sub, sum, tensor, toArray, uniform, valueAndGrad } from 'cotangent'
import type { Tensor } from 'cotangent'
import type { GpuMode, GpuRuntime } from 'cotangent/gpu'
import { gpuRuntime, showGpuError } from 'cotangent/gpu'
import { lenet } from 'cotangent/models'
import { crossEntropy } from 'cotangent/nn'
import { sgd } from 'cotangent/optim'
import { classify, startTraining, trainStep } from 'cotangent/train'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { referenceRuntime } from '../../src/runtime/index.ts'
import { trapped } from '../backend/gpu/traps.ts'

const started = async (mode: GpuMode): Promise<GpuRuntime> => {
  const found = await gpuRuntime({ mode })()
  if (E.isLeft(found)) throw new Error(showGpuError(found.left))
  return found.right
}

describe.each<GpuMode>(['cpu', 'webasm'])('gpuRuntime in mode %s', async (mode) => {
  const gpu = await started(mode)
  afterAll(gpu.close)

  it('says the mode that it runs in', () => {
    expect(gpu.info().mode).toBe(mode)
  })

  it('evaluates an expression', async () => {
    const x = tensor([1, 2, 3, 4], [2, 2])
    expect(Array.from(await gpu.toArray(sum({ axis: 0 })(mul(x, 2)))())).toEqual([8, 12])
    expect(await gpu.item(sum()(x))()).toBe(10)
  })

  it('refuses the item of a tensor of many entries', async () => {
    await expect(gpu.item(tensor([1, 2], [2]))()).rejects.toThrow('expected a tensor of one entry, found 2 entries')
  })

  it('draws the numbers of the other runtimes', async () => {
    const drawn = () => uniform([33])(foldIn(key(7), 3))
    expect(Array.from(await gpu.toArray(drawn())())).toEqual(Array.from(toArray(drawn(), referenceRuntime)))
  })

  it('keeps what it computed until it is fetched', async () => {
    const y = await gpu.force(add(tensor([1, 2], [2]), 1))()
    expect(await gpu.fetch(y)()).toBe(y)
    expect(Array.from(toArray(y))).toEqual([2, 3])
  })

  it('computes rightly with more forms of arguments at once than a compiled function keeps plans for', async () => {
    const ones = tensor([1, 1], [2])
    const total = gpu.compile((x: Tensor) => sum()(mul(x, sum()(ones))))
    const lengths = Array.from({ length: 70 }, (_, k) => k + 1)
    const run = (n: number): Promise<number> =>
      total(tensor(new Float32Array(n).fill(1), [n]))().then((t) => gpu.item(t)())
    expect(await Promise.all(lengths.map(run))).toEqual(lengths.map((n) => 2 * n))
    expect(await run(1)).toBe(2)
  })

  it('compiles once for new numbers, and takes what it gave', async () => {
    let calls = 0
    const descend = gpu.compile((x: Tensor<readonly [2]>, rate: number) => {
      calls += 1
      const [value, slope] = valueAndGrad((t: typeof x) => sum()(mul(t, t)))(x)
      return { value, x: sub(x, mul(slope, rate)), rate }
    })
    const first = await descend(tensor([4, 8], [2]), 0.25)()
    expect(() => toArray(first.x)).toThrow(
      'Cannot evaluate [2]: expected numbers at hand, found a tensor on a device; fetch it first with the runtime that made it',
    )
    const second = await descend(first.x, 0.5)()
    expect(Array.from(await gpu.toArray(second.x)())).toEqual([0, 0])
    expect([await gpu.item(first.value)(), await gpu.item(second.value)(), second.rate, calls]).toEqual([
      80, 20, 0.5, 1,
    ])
  })

  it('refuses to compile over what lies on the device', async () => {
    const far = await gpu.force(add(tensor([1], [1]), 1))()
    await expect(gpu.compile((x: Tensor<readonly [1]>) => add(x, far))(tensor([1], [1]))()).rejects.toThrow(
      'expected numbers at hand, found one that depends on a tensor on a device; fetch it first with the runtime that made it',
    )
  })

  it('falls into no known trap', async () => {
    expect(await trapped(gpu)).toEqual([])
  })

  it('gives memory back when told', async () => {
    const y = await gpu.force(add(tensor([1, 2], [2]), 1))()
    gpu.release(y)()
    await expect(gpu.toArray(y)()).rejects.toThrow('expected a tensor with numbers, found a placeholder')
  })

  it('trains LeNet as the reference does', async () => {
    const optimizer = sgd({ learningRate: 0.05, momentum: 0.9 })
    const step = trainStep(classify(lenet, crossEntropy), optimizer)
    const [params, state] = lenet.init(key(1))
    const images = normal([4, 1, 28, 28])(key(2))
    const batch = { images, labels: tensor([3, 1, 4, 1], [4]) }
    const start = startTraining(optimizer, params, state)
    const losses = async (
      run: (training: typeof start) => Promise<ReturnType<typeof step>>,
      read: (t: Tensor) => Promise<number>,
    ) => {
      let training = start
      const seen: number[] = []
      for (let k = 0; k < 3; k++) {
        const done = await run(training)
        training = done.training
        seen.push(await read(done.loss))
      }
      return seen
    }
    const compiled = gpu.compile(step)
    const found = await losses(
      (training) => compiled(training, batch, key(0))(),
      (t) => gpu.item(t)(),
    )
    const slow = makeRuntime(referenceRuntime.backend)
    const expected = await losses(
      (training) => Promise.resolve(slow.run(step(training, batch, key(0)))),
      (t) => Promise.resolve(toArray(t, slow)[0] ?? 0),
    )
    found.forEach((loss, k) => expect(loss).toBeCloseTo(expected[k]!, 4))
  })
})

describe('gpuRuntime', () => {
  it.each<GpuMode>(['webgpu', 'webgl2', 'webgl'])('never takes another mode for %s', async (mode) => {
    const found = await gpuRuntime({ mode })()
    expect(E.isLeft(found) ? showGpuError(found.left) : null).toBe(
      `Cannot compute on a GPU in mode ${mode}: this machine does not offer it`,
    )
  })

  it('finds a mode by itself, and says which', async () => {
    const found = await gpuRuntime()()
    expect(E.isRight(found) ? found.right.info().mode : null).toBe('webasm')
  })
})
