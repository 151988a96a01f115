/** @file Async functions, handed to everything that calls a function once to see what it is made of. */
import * as ct from 'cotangent'
import { key, mul, sum, tensor, TensorError } from 'cotangent'
import type { Tensor } from 'cotangent'
import { sgd } from 'cotangent/optim'
import { startTraining, trainStep, accumulated } from 'cotangent/train'
import { describe, expect, it } from 'vitest'

const x = tensor([1, 2], [2])
const f = (async (v: Tensor) => Promise.resolve(sum()(mul(v, v)))) as never
const failing = (async () => Promise.reject(new Error('failed later'))) as never
const training = startTraining(sgd({ learningRate: 1 }), x, [])

const calls: Readonly<Record<string, (given: never) => unknown>> = {
  grad: (g) => ct.grad(g)(x as never),
  valueAndGrad: (g) => ct.valueAndGrad(g)(x as never),
  valueAndGradWithAux: (g) => ct.valueAndGradWithAux(g)(x as never),
  vjp: (g) => ct.vjp(g)(x as never),
  jvp: (g) => ct.jvp(g)(x as never, x as never),
  hvp: (g) => ct.hvp(g)(x as never, x as never),
  linearize: (g) => ct.linearize(g)(x as never),
  jacobian: (g) => ct.jacobian(g)(x as never),
  'jacobian, forward': (g) => ct.jacobian(g, { mode: 'forward' })(x as never),
  hessian: (g) => ct.hessian(g)(x as never),
  compile: (g) => (ct.compile(g) as (v: Tensor) => unknown)(x),
  explain: (g) => ct.explain(ct.compile(g), ...([x] as never)),
  vmap: (g) => (ct.vmap(g) as (v: Tensor) => unknown)(x),
  scan: (g) => ct.scan(g)(x as never, x as never),
  'scan of no steps': (g) => ct.scan(g)(x as never, tensor([], [0]) as never),
  checkpoint: (g) => ct.checkpoint(g)(x as never),
  customVjp: (g) => ct.customVjp(g, (() => () => x) as never)(x as never),
  'the pullback of customVjp': (g) =>
    ct.grad((v: Tensor) => sum()(ct.customVjp((w: Tensor) => w, (() => g) as never)(v)))(x),
  trainStep: (g) => trainStep(g, sgd({ learningRate: 1 }))(training as never, null, key(1)),
  accumulated: (g) => trainStep(accumulated(g), sgd({ learningRate: 1 }))(training as never, [null], key(1)),
}

describe('an async function', () => {
  it.each(Object.entries(calls))('is refused by %s, with the remedy', (_, call) => {
    expect(() => call(f)).toThrow(TensorError)
    expect(() => call(f)).toThrow(
      'expected a function that returns synchronously, found one that is async, or returns a promise; await what it needs before, and hand that over',
    )
  })

  it('may fail later without ending the program', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    for (const call of Object.values(calls)) expect(() => call(failing)).toThrow(TensorError)
    await new Promise((resolve) => setTimeout(resolve, 10))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  it('is told apart from other values in a tree and beside a loss', () => {
    expect(() => ct.vjp(() => ({ a: Promise.resolve(1) }) as never)(x as never)).toThrow(
      "expected a tensor or a key at 'a', found a promise",
    )
    const beside = (v: Tensor) => [sum()(v), Promise.resolve(v)] as const
    expect(() => ct.valueAndGradWithAux(beside as never)(x as never)).toThrow(
      'expected a function that returns synchronously, found one that is async, or returns a promise; await what it needs before, and hand that over',
    )
  })
})
