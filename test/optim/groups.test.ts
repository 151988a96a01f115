/** @file Groups of parameters. */
import { describe, expect, it } from 'vitest'
import { Tree, tensor } from 'cotangent'
import { adam, freeze, groups, sgd } from 'cotangent/optim'
import { toNested } from '../float64.ts'

const params = { conv: { weight: tensor([1, 2], [2]), bias: tensor([3], [1]) }, scale: tensor(4, []) }
const gradients = { conv: { weight: tensor([8, -8], [2]), bias: tensor([8], [1]) }, scale: tensor(8, []) }

describe('freeze', () => {
  it('moves nothing', () => {
    const [updates] = freeze.update(gradients, freeze.init(params), params)
    expect(Tree.leaves(updates).map(toNested)).toEqual([[0, 0], [0], 0])
  })
})

describe('groups', () => {
  it('steps each parameter by the optimizer of its group', () => {
    const optimizer = groups((path) => (path === 'scale' ? 'still' : path.endsWith('bias') ? 'fast' : 'slow'), {
      slow: sgd({ learningRate: 0.125 }),
      fast: sgd({ learningRate: 1, momentum: 0.5 }),
      still: freeze,
    })
    const [once, state] = optimizer.update(gradients, optimizer.init(params), params)
    expect(toNested(once.conv.weight)).toEqual([-1, 1])
    expect(toNested(once.conv.bias)).toEqual([-8])
    expect(toNested(once.scale)).toBe(0)
    const [twice] = optimizer.update(gradients, state, params)
    expect(toNested(twice.conv.weight)).toEqual([-1, 1])
    expect(toNested(twice.conv.bias)).toEqual([-12])
  })

  it('is its optimizer where there is one group', () => {
    const [whole, grouped] = [adam({ learningRate: 0.1 }), groups(() => 'all', { all: adam({ learningRate: 0.1 }) })]
    const [expected] = whole.update(gradients, whole.init(params), params)
    const [found] = grouped.update(gradients, grouped.init(params), params)
    expect(Tree.leaves(found).map(toNested)).toEqual(Tree.leaves(expected).map(toNested))
  })

  it('may have a group of nothing', () => {
    const optimizer = groups((): 'all' | 'none' => 'all', { all: sgd({ learningRate: 1 }), none: adam() })
    const [updates] = optimizer.update(gradients, optimizer.init(params), params)
    expect(toNested(updates.scale)).toBe(-8)
  })

  it('refuses a name of no group', () => {
    const optimizer = groups(() => 'others' as 'all', { all: freeze })
    expect(() => optimizer.init(params)).toThrow("expected a group for 'conv.weight' among all, found 'others'")
  })
})
