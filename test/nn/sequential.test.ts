/** @file Layers in order: by position, by name, and named inside a model. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { key, normal, relu, tanh, Tree } from 'cotangent'
import { andThen, dense, dropout, evalMode, identity, layers, sequential, trainMode } from 'cotangent/nn'
import { pipe } from 'fp-ts/lib/function.js'
import { toNested } from '../float64.ts'

const x = normal([5, 3])(key(1))
const f = dense(3, 4)
const g = dense(4, 2)

describe('sequential', () => {
  const chain = sequential(f, tanh, g)
  const [params, state] = chain.init(key(2))

  it('is andThen, flat', () => {
    const nested = pipe(f, andThen(tanh), andThen(g))
    expect(toNested(chain.apply(evalMode)(params, state, x)[0])).toEqual(
      toNested(nested.apply(evalMode)([[params[0], {}], params[2]], [[{}, {}], {}], x)[0]),
    )
  })

  it('has tuples for parameters and states, one entry a layer', () => {
    expect(Tree.paths(params).map(([path]) => path)).toEqual(['0.weight', '0.bias', '2.weight', '2.bias'])
    expect(state).toEqual([{}, {}, {}])
  })

  it('of no layers is the identity', () => {
    expect(sequential().apply(evalMode)([], [], x)[0]).toBe(x)
    expect(identity.apply(evalMode)({}, {}, x)[0]).toBe(x)
  })

  it('gives each layer its own key in training', () => {
    const drop = dropout(0.5)
    const both = sequential(drop, drop)
    const train = trainMode(key(3))
    const once = toNested(drop.apply(train)({}, {}, x)[0])
    expect(toNested(both.apply(train)([{}, {}], [{}, {}], x)[0])).not.toEqual(once)
  })
})

describe('layers', () => {
  const named = layers({ hidden: f, relu, out: g })

  it('is sequential, with names', () => {
    const plain = sequential(f, relu, g)
    const [byName, names] = named.init(key(4))
    const [byPosition, positions] = plain.init(key(4))
    expect(toNested(named.apply(evalMode)(byName, names, x)[0])).toEqual(
      toNested(plain.apply(evalMode)(byPosition, positions, x)[0]),
    )
  })

  it('names parameters by path, in the order of the layers', () => {
    expect(Tree.paths(named.init(key(4))[0]).map(([path]) => path)).toEqual([
      'hidden.weight',
      'hidden.bias',
      'out.weight',
      'out.bias',
    ])
  })

  it('refuses names that would change the order or the path', () => {
    expect(() => layers({ 2: f })).toThrow(
      "Cannot name a layer '2': a name is not empty, has no dot and is no whole number",
    )
    expect(() => layers({ 'a.b': f })).toThrow("Cannot name a layer 'a.b'")
    expect(() => layers({ '': f })).toThrow("Cannot name a layer ''")
  })

  it('checks shapes when it is applied', () => {
    const wrong = layers({ f, f2: f })
    const [params, state] = wrong.init(key(5))
    expect(() => wrong.apply(evalMode)(params, state, x as Tensor)).toThrow(
      'Cannot apply dense to [5, 4]: dense expects 3 features, got 4',
    )
  })
})
