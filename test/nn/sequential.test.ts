/** @file Layers in order, by position. */
import { key, normal, tanh, Tree } from 'cotangent'
import { andThen, dense, dropout, evalMode, identity, sequential, trainMode } from 'cotangent/nn'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
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
