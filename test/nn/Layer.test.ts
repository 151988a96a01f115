/** @file Layers compose as a category, and draw only from the key of the mode. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, isKey, key, mul, normal, relu, tanh, tensor, Tree, uniform, zeros } from 'cotangent'
import type { None, SameShape } from 'cotangent/nn'
import {
  andThen,
  asLayer,
  dense,
  dropout,
  evalMode,
  identity,
  parametric,
  stateful,
  stateless,
  trainMode,
} from 'cotangent/nn'
import { pipe } from 'fp-ts/lib/function.js'
import { toNested } from '../float64.ts'

const x = normal([5, 3])(key(1))
const f = dense(3, 4)
const g = dense(4, 2)
const [p, s] = f.init(key(2))
const [q, t] = g.init(key(3))

describe('andThen', () => {
  it('applies the first layer, then the second', () => {
    const [y] = pipe(f, andThen(g)).apply(evalMode)([p, q], [s, t], x)
    const [between] = f.apply(evalMode)(p, s, x)
    expect(toNested(y)).toEqual(toNested(g.apply(evalMode)(q, t, between)[0]))
  })

  it('has identity as unit on both sides', () => {
    const alone = toNested(f.apply(evalMode)(p, s, x)[0])
    expect(toNested(pipe(identity, andThen(f)).apply(evalMode)([{}, p], [{}, s], x)[0])).toEqual(alone)
    expect(toNested(pipe(f, andThen(identity)).apply(evalMode)([p, {}], [s, {}], x)[0])).toEqual(alone)
  })

  it('is associative up to the nesting of parameters', () => {
    const left = pipe(f, andThen(tanh), andThen(g))
    const right = pipe(f, andThen(pipe(tanh, andThen(g))))
    expect(toNested(left.apply(evalMode)([[p, {}], q], [[s, {}], t], x)[0])).toEqual(
      toNested(right.apply(evalMode)([p, [{}, q]], [s, [{}, t]], x)[0]),
    )
  })

  it('splits the key, so that two layers draw different numbers', () => {
    const [[first, second]] = pipe(dense(3, 3), andThen(dense(3, 3))).init(key(4))
    expect(toNested(first.weight)).not.toEqual(toNested(second.weight))
    const noise = stateless<SameShape>((input, mode) =>
      mode._tag === 'train' ? uniform(input.shape)(mode.key) : input,
    )
    const drawn: Tensor[] = []
    const spy = stateless<SameShape>((input) => {
      drawn.push(input)
      return input
    })
    const layer = pipe(noise, andThen(spy), andThen(noise), andThen(spy))
    const [params, state] = layer.init(key(0))
    layer.apply(trainMode(key(5)))(params, state, x)
    expect(toNested(drawn[0]!)).not.toEqual(toNested(drawn[1]!))
  })

  it('returns the states of both', () => {
    interface Count {
      readonly calls: Tensor
    }
    const counting = {
      init: () => [{}, { calls: tensor(0, []) }] as const,
      apply:
        () =>
        (_: object, { calls }: Count, input: Tensor) =>
          [input, { calls: mul(calls, 2) }] as const,
    }
    const layer = pipe(identity, andThen(counting))
    const [, [, state]] = layer.apply(evalMode)([{}, {}], [{}, { calls: tensor(3, []) }], x)
    expect(toNested(state.calls)).toBe(6)
  })
})

describe('parametric', () => {
  it('initialises from the key and keeps the state', () => {
    const gain = parametric<SameShape, { readonly gain: Tensor }>(
      (from) => ({ gain: uniform([3])(from) }),
      (params, input) => mul(input, params.gain),
    )
    const [params, state] = gain.init(key(7))
    expect(toNested(gain.init(key(7))[0].gain)).toEqual(toNested(params.gain))
    expect(gain.apply(evalMode)(params, state, x)[1]).toBe(state)
  })
})

describe('stateful', () => {
  it('gives the next state beside the output, and knows the mode', () => {
    const counting = stateful<SameShape, None, { readonly calls: Tensor }>(
      () => [{}, { calls: zeros([]) }],
      (_, { calls }, input, mode) => [mode._tag === 'eval' ? input : mul(input, 2), { calls: add(calls, 1) }],
    )
    const [params, state] = counting.init(key(0))
    const [y, next] = counting.apply(trainMode(key(1)))(params, state, x)
    const [z, last] = counting.apply(evalMode)(params, next, x)
    expect([toNested(y), toNested(z), toNested(last.calls)]).toEqual([toNested(mul(x, 2)), toNested(x), 2])
  })
})

describe('trainMode', () => {
  it('gives the same output for the same key, another for another key', () => {
    const at = (seed: number) => toNested(dropout(0.5).apply(trainMode(key(seed)))({}, {}, x)[0])
    expect(at(1)).toEqual(at(1))
    expect(at(1)).not.toEqual(at(2))
  })

  it('holds a key', () => {
    const mode = trainMode(key(1))
    expect(mode._tag === 'train' && isKey(mode.key)).toBe(true)
    expect(Tree.paths({})).toEqual([])
  })
})

describe('evalMode', () => {
  it('draws nothing', () => {
    expect(dropout(0.5).apply(evalMode)({}, {}, x)[0]).toBe(x)
    expect(evalMode).toEqual({ _tag: 'eval' })
  })
})

describe('stateless', () => {
  it('computes its function, and has neither parameters nor state', () => {
    const doubled = stateless<SameShape>((input) => mul(input, 2))
    expect(doubled.init(key(0))).toEqual([{}, {}])
    expect(toNested(doubled.apply(evalMode)({}, {}, tensor([1, -2], [2]))[0])).toEqual([2, -4])
  })
})

describe('identity', () => {
  it('gives back its input', () => {
    expect(identity.apply(evalMode)({}, {}, x)[0]).toBe(x)
  })
})

describe('asLayer', () => {
  it('makes a layer of a function, and leaves a layer', () => {
    expect(toNested(asLayer(relu).apply(evalMode)({}, {}, tensor([-1, 2], [2]))[0])).toEqual([0, 2])
    expect(asLayer(f)).toBe(f)
  })
})
