/** @file Layers in order, by name. */
import type { Tensor } from 'cotangent'
import { key, normal, relu, Tree } from 'cotangent'
import { dense, evalMode, layers, sequential } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'

const x = normal([5, 3])(key(1))
const f = dense(3, 4)
const g = dense(4, 2)

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
      "Cannot name a layer '2': expected a name that is not empty, has no dot and is not a whole number, found '2'",
    )
    expect(() => layers({ 'a.b': f })).toThrow("Cannot name a layer 'a.b'")
    expect(() => layers({ '': f })).toThrow("Cannot name a layer ''")
  })

  it('checks shapes when it is applied', () => {
    const wrong = layers({ f, f2: f })
    const [params, state] = wrong.init(key(5))
    expect(() => wrong.apply(evalMode)(params, state, x as Tensor)).toThrow(
      'Cannot apply dense to [5, 4]: expected 3 features, found 4',
    )
  })
})
