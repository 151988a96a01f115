/**
 * @file The four laws of laziness: remembering numbers and letting go of inputs cannot be seen.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { Backend, Key, Tensor } from 'cotangent'
import {
  Tree,
  add,
  bernoulli,
  conv2d,
  grad,
  item,
  key,
  makeRuntime,
  maxPool2d,
  mean,
  mul,
  normal,
  referenceBackend,
  sub,
  sum,
  tanh,
  tensor,
  toArray,
  valueAndGrad,
  valueAndGradWithAux,
  vjp,
} from 'cotangent'

const numbers = (t: Tensor): readonly number[] => Array.from(toArray(t))
const x = tensor([0.3, -1.2, 2.5], [3])

describe('forcing inside a function does not change its gradient', () => {
  const plain = (t: Tensor): Tensor => sum()(mul(tanh(mul(t, t)), t))
  const forcing = (t: Tensor): Tensor => {
    const squares = mul(t, t)
    toArray(squares)
    const bent = tanh(squares)
    toArray(bent)
    toArray(squares)
    const value = sum()(mul(bent, t))
    item(value)
    return value
  }

  it('at first order', () => {
    expect(numbers(grad(forcing)(x as Tensor))).toEqual(numbers(grad(plain)(x as Tensor)))
  })

  it('at second order, forced inside both derivatives', () => {
    const second = (f: (t: Tensor) => Tensor) =>
      grad((t: Tensor): Tensor => {
        const inner = grad(f)(t)
        toArray(inner)
        return sum()(mul(inner, t))
      })(x as Tensor)
    expect(numbers(second(forcing))).toEqual(numbers(second(plain)))
  })

  it('when the argument itself is an expression that is forced meanwhile', () => {
    const argument: Tensor = add(x, 1)
    const forcingArgument = (t: Tensor): Tensor => {
      toArray(argument)
      toArray(t)
      return plain(t)
    }
    expect(numbers(grad(forcingArgument)(argument))).toEqual(numbers(grad(plain)(add(x, 1) as Tensor)))
  })
})

describe('a pullback outlives the forcing of its value', () => {
  it('gives the same cotangents before and after, and any number of times', () => {
    const f = (t: Tensor): Tensor => tanh(mul(t, t))
    const u: Tensor = tensor([1, 2, 3], [3])
    const [, fresh] = vjp(f)(x as Tensor)
    const expected = numbers(fresh(u))
    const [value, pullback] = vjp(f)(x as Tensor)
    toArray(value)
    expect(numbers(pullback(u))).toEqual(expected)
    toArray(value)
    expect(numbers(pullback(u))).toEqual(expected)
    expect(numbers(pullback(mul(u, 2) as Tensor))).toEqual(expected.map((g) => 2 * g))
  })

  it('through convolution and pooling', () => {
    const image: Tensor = normal([1, 1, 6, 6])(key(1))
    const kernel: Tensor = normal([2, 1, 3, 3])(key(2))
    const f = (w: Tensor): Tensor => maxPool2d({ kernel: 2 })(conv2d()(image, w)) as Tensor
    const [value, pullback] = vjp(f)(kernel)
    const seed: Tensor = normal(value.shape)(key(3))
    const before = numbers(pullback(seed))
    toArray(value)
    expect(numbers(pullback(seed))).toEqual(before)
  })
})

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes held after collections: the heap, and the array buffers outside it, which are freed a moment later. */
const held = async (): Promise<number> => {
  for (const _ of [1, 2, 3]) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

interface Model {
  readonly weight: Tensor
  readonly velocity: Tensor
}

/** Growth over a loop of training steps that reads only its loss, in bytes, after a warm-up. */
const growthOf = async (
  step: (model: Model, index: number) => readonly [Tensor, Model],
  steps: number,
): Promise<number> => {
  const run = (start: Model, from: number, to: number): Model => {
    let model = start
    for (let index = from; index < to; index++) {
      const [loss, next] = step(model, index)
      expect(Number.isFinite(item(loss))).toBe(true)
      model = next
    }
    return model
  }
  const initial = { weight: normal([100, 10])(key(4)) as Tensor, velocity: tensor(new Float64Array(1000), [100, 10]) }
  const warm = run(initial, 0, steps / 10)
  const before = await held()
  run(warm, steps / 10, steps)
  return (await held()) - before
}

describe('a loop that reads only its loss keeps memory flat', () => {
  const batch = (index: number): Tensor => normal([4, 100])(key(index))
  const loss = (weight: Tensor, index: number): Tensor => {
    const y = tanh(sum({ axis: 1 })(mul(batch(index), sum({ axis: 1 })(weight))))
    return mean()(mul(y, y))
  }
  const update = ({ weight, velocity }: Model, gradient: Tensor): Model => {
    const next: Tensor = add(mul(velocity, 0.9), gradient)
    return { weight: sub(weight, mul(next, 0.01)), velocity: next }
  }

  it('over 10,000 steps of valueAndGrad', async () => {
    const growth = await growthOf((model, index) => {
      const [value, gradient] = valueAndGrad(loss)(model.weight, index)
      return [value, update(model, gradient)]
    }, 10_000)
    // One step makes about 40 arrays of 8,000 bytes; keeping one of them a step would come to 70 MB.
    expect(growth).toBeLessThan(4_000_000)
  })

  it('also when the loss is forced inside the function that is differentiated', async () => {
    const forcing = (weight: Tensor, index: number): readonly [Tensor, Tensor] => {
      const value = loss(weight, index)
      item(value)
      return [value, value]
    }
    const growth = await growthOf((model, index) => {
      const [value, gradient] = valueAndGradWithAux(forcing)(model.weight, index)
      return [value, update(model, gradient)]
    }, 2_000)
    // As above, over fewer steps: one array a step would come to 14 MB.
    expect(growth).toBeLessThan(8_000_000)
  })
})

describe('what an evaluation drops', () => {
  /** A runtime that counts how often it computes tanh. */
  const counting = () => {
    const done = { tanh: 0 }
    const compile: Backend['compile'] = (program) => {
      const run = referenceBackend.compile(program)
      const count = program.instructions.filter(({ name }) => name === 'tanh').length
      return (inputs) => {
        done.tanh += count
        return run(inputs)
      }
    }
    return { done, runtime: makeRuntime({ ...referenceBackend, fuses: false, compile }) }
  }

  it('is computed at most once more, whatever reads it later', () => {
    const { done, runtime } = counting()
    const y: Tensor = tanh(x)
    const read = (k: number): number => item(sum()(mul(y, k)), runtime)
    expect(read(1)).toBeCloseTo(0.4443)
    expect(done.tanh).toBe(1)
    expect([2, 4, 8].map((k) => read(k) / read(1))).toEqual([2, 4, 8])
    expect(done.tanh).toBe(2)
  })

  it('is kept from then on in a loop that reads a number before it builds on', () => {
    const { done, runtime } = counting()
    let state: Tensor = x
    const perRound = Array.from({ length: 12 }, () => {
      const before = done.tanh
      state = tanh(state)
      item(sum()(state), runtime)
      return done.tanh - before
    })
    expect(perRound.slice(4)).toEqual(Array.from({ length: 8 }, () => 1))
  })

  it('is not what a step reads that was built before its loss was read', () => {
    const { done, runtime } = counting()
    let weight: Tensor = x
    const perRound = Array.from({ length: 6 }, () => {
      const before = done.tanh
      const [value, gradient] = valueAndGrad((w: Tensor): Tensor => sum()(tanh(tanh(w))))(weight)
      weight = sub(weight, mul(gradient, 0.1))
      item(value, runtime)
      return done.tanh - before
    })
    expect(perRound).toEqual([2, 2, 2, 2, 2, 2])
  })
})

describe('leaf data, scalars and keys are inputs of a program, not structure', () => {
  const programsOf = (make: (round: number) => Tensor): number => {
    const runtime = makeRuntime(referenceBackend)
    for (let round = 0; round < 4; round++) toArray(make(round), runtime)
    expect(runtime.statistics().run).toBe(4)
    return runtime.statistics().compiled
  }

  it('for a new learning rate', () => {
    expect(programsOf((round) => sub(x, mul(x, 0.1 / (round + 1))))).toBe(1)
  })

  it('for a new batch', () => {
    expect(programsOf((round) => tanh(mul(tensor([round, 1, 2], [3]), x)))).toBe(1)
  })

  it('for a new key', () => {
    const masked = (k: Key): Tensor => mul(x, bernoulli([3], 0.5)(k))
    expect(programsOf((round) => masked(key(round)))).toBe(1)
  })

  it('for whole training steps', () => {
    const loss = (weight: Tensor, data: Tensor): Tensor => mean()(mul(tanh(mul(weight, data)), data))
    expect(
      programsOf((round) => {
        const gradient = grad(loss)(x as Tensor, tensor([round, 1, 2], [3]))
        return Tree.map((t) => sub(t, mul(gradient, 0.1 * round)))({ weight: x as Tensor }).weight
      }),
    ).toBe(1)
  })

  it('but a new shape is a new structure', () => {
    expect(programsOf((round) => sum()(tensor(new Float64Array(round + 1), [round + 1])))).toBe(4)
  })
})
