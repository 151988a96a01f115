/**
 * @file The laws of compilation: the same function, compiled once for each form of arguments, inside and around
 * derivatives.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Key, Runtime, Tensor } from 'cotangent'
import {
  TensorError,
  add,
  compile,
  exp,
  foldIn,
  grad,
  key,
  makeRuntime,
  mul,
  normal,
  referenceBackend,
  split,
  stopGradient,
  sub,
  sum,
  tanh,
  tensor,
  uniform,
  valueAndGrad,
  zeros,
} from 'cotangent'
import { programs, randomFunction, randomInputs, randomLoss } from 'cotangent/laws'
import { item, toArray, toNested } from '../float64.ts'
import { seed } from '../seed.ts'
import { batchOf, initialModel, trainingStep } from './lenet.ts'

type Vector = Tensor<readonly [2]>

const numbers = (tensors: readonly Tensor[]): readonly (readonly number[])[] =>
  tensors.map((t) => Array.from(toArray(t)))

const x: Vector = tensor([1, 2], [2])
const energy = (t: Vector): Tensor<readonly []> => sum()(mul(t, t))
const fresh = (): Runtime => makeRuntime(referenceBackend)

describe('compile: the same function', () => {
  it('in its value, to the last digit', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const f = randomFunction(program)
        const compiled = compile(f, { runtime: makeRuntime(referenceBackend) })
        for (const inputs of [randomInputs(program.seed), randomInputs(program.seed + 1)]) {
          expect(numbers(compiled(inputs))).toEqual(numbers(f(inputs)))
        }
      }),
      { numRuns: 300, seed: seed() },
    )
  })

  it('in its gradient, to the last digit', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const f = randomLoss(program)
        const gradient = (inputs: readonly Tensor[]): readonly Tensor[] => grad(f)(inputs as never)
        const compiled = compile(gradient, { runtime: makeRuntime(referenceBackend) })
        const inputs = randomInputs(program.seed)
        expect(numbers(compiled(inputs))).toEqual(numbers(gradient(inputs)))
      }),
      { numRuns: 200, seed: seed() },
    )
  })

  it('in a training step of a convolutional network', () => {
    const runtime = fresh()
    const compiled = compile(trainingStep, { runtime })
    let [model, expected] = [initialModel, initialModel]
    for (const round of [1, 2, 3]) {
      const [loss, next] = compiled(model, batchOf(round), key(round), 0.1 / round)
      const [expectedLoss, expectedNext] = trainingStep(expected, batchOf(round), key(round), 0.1 / round)
      expect(item(loss)).toBeCloseTo(item(expectedLoss), 12)
      model = next
      expected = expectedNext
    }
    const [got, wanted] = [toArray(model.params.dense.weight), toArray(expected.params.dense.weight)]
    got.forEach((value, k) => expect(value).toBeCloseTo(wanted[k]!, 12))
    expect(runtime.statistics()).toEqual({ compiled: 1, run: 3 })
  })

  it('in results of any form', () => {
    const f = compile((tree: { readonly a: Vector; readonly mode: string }, n: number, k: Key) => ({
      doubled: [mul(tree.a, 2)] as const,
      same: tree.a,
      closedOver: x,
      constant: zeros([2]),
      n,
      next: split(k),
      mode: tree.mode,
      seven: 7,
      nothing: null,
    }))
    const result = f({ a: tensor([3, 4], [2]), mode: 'train' }, 5, key(1))
    expect(toNested(result.doubled[0])).toEqual([6, 8])
    expect(toNested(result.same)).toEqual([3, 4])
    expect(toNested(result.closedOver)).toEqual([1, 2])
    expect(toNested(result.constant)).toEqual([0, 0])
    expect(numbers(result.next.map(({ words }) => words))).toEqual(numbers(split(key(1)).map(({ words }) => words)))
    expect([result.n, result.mode, result.seven, result.nothing]).toEqual([5, 'train', 7, null])
  })
})

describe('compile: when it compiles', () => {
  it('calls the function and compiles once for new data, scalars and keys', () => {
    const runtime = fresh()
    const f = vi.fn((t: Vector, rate: number, k: Key) => mul(add(t, uniform([2])(k)), rate))
    const compiled = compile(f, { runtime })
    for (const round of [1, 2, 3, 4]) {
      const t: Vector = tensor([round, -round], [2])
      expect(toArray(compiled(t, round, key(round)))).toEqual(toArray(mul(add(t, uniform([2])(key(round))), round)))
    }
    expect(f).toHaveBeenCalledTimes(1)
    expect(runtime.statistics()).toEqual({ compiled: 1, run: 4 })
  })

  it('compiles again for new shapes and plain data, and remembers', () => {
    const runtime = fresh()
    const f = (t: Tensor, mode: 'double' | 'half'): Tensor => mul(t, mode === 'double' ? 2 : 0.5) as Tensor
    const compiled = compile(f, { runtime })
    const [two, three] = [tensor([1, 2], [2]), tensor([1, 2, 3], [3])] as readonly Tensor[]
    expect(toNested(compiled(two!, 'double'))).toEqual([2, 4])
    expect(toNested(compiled(three!, 'double'))).toEqual([2, 4, 6])
    expect(toNested(compiled(two!, 'half'))).toEqual([0.5, 1])
    expect(toNested(compiled(two!, 'double'))).toEqual([2, 4])
    expect(runtime.statistics()).toEqual({ compiled: 3, run: 4 })
  })

  it('computes arguments that are expressions, and only those that it reads', () => {
    const runtime = fresh()
    const compiled = compile((t: Vector, _unread: Vector) => neg2(t), { runtime })
    const neg2 = (t: Vector): Vector => mul(t, -1)
    expect(toNested(compiled(add(x, 1), exp(x)))).toEqual([-2, -3])
    expect(runtime.statistics()).toEqual({ compiled: 2, run: 2 })
  })

  it('computes what it closes over once', () => {
    const runtime = fresh()
    const drawn = mul(normal([2])(key(1)), 3)
    const compiled = compile((t: Vector) => add(t, tanh(drawn)), { runtime })
    const expected = toArray(add(x, tanh(drawn)))
    expect(toArray(compiled(x))).toEqual(expected)
    expect(toArray(compiled(x))).toEqual(expected)
    expect(runtime.statistics()).toEqual({ compiled: 1, run: 2 })
  })
})

describe('compile: what it refuses', () => {
  it.each<readonly [string, () => unknown, RegExp]>([
    [
      'forcing a placeholder',
      () => compile((t: Vector) => (toArray(t), t))(x),
      /^Cannot evaluate \[2\]: expected numbers at hand, found a placeholder inside compile; return it instead$/,
    ],
    [
      'forcing what depends on a placeholder',
      () => compile((t: Vector) => (item(energy(t)), t))(x),
      /^Cannot evaluate \[\]: expected numbers at hand, found one that depends on a placeholder inside compile; return it instead$/,
    ],
    [
      'arithmetic of JavaScript on a number argument',
      () => compile((t: Vector, n: number) => mul(t, n * 2))(x, 3),
      /found an argument, which is an input like any tensor inside compile/,
    ],
    [
      'a function among the arguments',
      () => compile((t: Vector, options: { readonly f: () => number }) => mul(t, options.f()))(x, { f: () => 2 }),
      /found a function at '1.f'; close over it instead/,
    ],
    ['a function in the result', () => compile((t: Vector) => ({ pull: () => t }))(x), /found a function at 'pull'/],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(TensorError)
    expect(call).toThrow(message)
  })

  it('forcing a placeholder that was carried out', () => {
    const carried: Tensor[] = []
    compile((t: Vector) => {
      carried.push(mul(t, 2))
      return t
    })(x)
    expect(() => toArray(carried[0]!)).toThrow(TensorError)
  })

  it('nothing of what does not depend on its arguments', () => {
    expect(toNested(compile((t: Vector) => mul(t, item(energy(x))))(x))).toEqual([5, 10])
  })
})

describe('compile: nested', () => {
  const cube = (t: Vector): Tensor<readonly []> => sum()(mul(mul(t, t), t))
  const compiledCube = compile(cube)

  it('inside grad is grad', () => {
    expect(toNested(grad(compiledCube)(x))).toEqual([3, 12])
    expect(toNested(grad((t: Vector) => sum()(grad(compiledCube)(t)))(x))).toEqual([6, 12])
  })

  it('around grad is grad', () => {
    expect(toNested(compile((t: Vector) => grad(cube)(t))(x))).toEqual([3, 12])
    expect(toNested(compile((t: Vector) => grad((u: Vector) => sum()(grad(cube)(u)))(t))(x))).toEqual([6, 12])
  })

  it('inside compile is one program', () => {
    const runtime = fresh()
    const inner = compile(cube, { runtime })
    const outer = compile((t: Vector) => grad(inner)(mul(t, 2)), { runtime })
    expect(toNested(outer(x))).toEqual([12, 48])
    expect(runtime.statistics()).toEqual({ compiled: 1, run: 1 })
  })

  it('sees a variable of a derivative that it closes over', () => {
    const product = (t: Vector): Tensor<readonly []> => compile((u: Vector) => sum()(mul(t, u)))(x)
    expect(toNested(grad(product)(tensor([5, 6], [2])))).toEqual([1, 2])
  })

  it('sees a placeholder of another compiled function that it closes over', () => {
    const outer = compile((t: Vector) => compile((u: Vector) => mul(t, u))(x))
    expect(toNested(outer(tensor([5, 6], [2])))).toEqual([5, 12])
    expect(toNested(outer(tensor([7, 8], [2])))).toEqual([7, 16])
  })

  it('keeps stopGradient', () => {
    const f = compile((t: Vector) => grad((u: Vector) => sum()(mul(u, stopGradient(u))))(t))
    expect(toNested(f(x))).toEqual([1, 2])
  })

  it('differentiates a function that was compiled before', () => {
    expect(item(compiledCube(x))).toBe(9)
    expect(toNested(grad(compiledCube)(x))).toEqual([3, 12])
  })
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes held after collections; the buffers of arrays are freed a moment later. */
const held = async (): Promise<number> => {
  for (const _ of [1, 2, 3]) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

describe('compile: memory', () => {
  it('stays flat over 10,000 steps', async () => {
    interface State {
      readonly weight: Tensor<readonly [100, 10]>
      readonly velocity: Tensor<readonly [100, 10]>
      readonly key: Key
    }
    const loss = (weight: State['weight'], data: Tensor<readonly [4, 100]>): Tensor<readonly []> =>
      sum()(tanh(mul(data, sum({ axis: 1 })(weight))))
    const runtime = fresh()
    const step = compile(
      ({ weight, velocity, key: now }: State, index: number) => {
        const data = normal([4, 100])(foldIn(now, index as never))
        const [value, gradient] = valueAndGrad(loss)(weight, data)
        const next = add(mul(velocity, 0.9), gradient) as State['velocity']
        return [value, { weight: sub(weight, mul(next, 0.001)) as State['weight'], velocity: next, key: now }] as const
      },
      { runtime },
    )
    let state: State = { weight: normal([100, 10])(key(4)), velocity: zeros([100, 10]), key: key(1) }
    const run = (steps: number): void => {
      for (let index = 0; index < steps; index++) {
        const [value, next] = step(state, index)
        if (index % 1000 === 0) expect(Number.isFinite(item(value))).toBe(true)
        state = next
      }
    }
    run(1000)
    const before = await held()
    run(10_000)
    expect((await held()) - before).toBeLessThan(2_000_000)
    expect(runtime.statistics().compiled).toBeLessThanOrEqual(2)
  })
})
