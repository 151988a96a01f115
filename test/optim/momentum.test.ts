/** @file Momentum: dampening, a factor that is scheduled, decay by path. */
import { describe, expect, it } from 'vitest'
import { Tree, add, mul, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { addDecayedWeights, momentum } from 'cotangent/optim'
import { toNested } from '../float64.ts'

const g: Tensor = tensor([8], [1])

const updates = (optimizer: ReturnType<typeof momentum>, steps: number): readonly unknown[] => {
  let state = optimizer.init(g)
  return Array.from({ length: steps }, () => {
    const [update, next] = optimizer.update(g, state, g)
    state = next
    return toNested(update)
  })
}

describe('momentum', () => {
  it('takes the first gradient whole, dampens the others', () => {
    expect(updates(momentum(0.5, { dampening: 0.75 }), 3)).toEqual([[8], [6], [5]])
  })

  it('brings the velocity of a constant gradient to g / (1 - momentum)', () => {
    expect((updates(momentum(0.5), 60) as number[][]).at(-1)![0]).toBeCloseTo(16, 12)
  })

  it('changes nothing with factor 0', () => {
    expect(updates(momentum(0), 3)).toEqual([[8], [8], [8]])
  })

  it('follows a schedule of its factor', () => {
    expect(
      updates(
        momentum((step) => mul(step, 0.5)),
        3,
      ),
    ).toEqual([[8], [12], [20]])
  })

  it('counts steps in its state only where something follows them', () => {
    expect(Tree.paths(momentum(0.9).init({ w: g })).map(([path]) => path)).toEqual(['velocity.w'])
    const counted = momentum(0.9, { dampening: 0.1 }).init({ w: g })
    expect(Tree.paths(counted).map(([path]) => path)).toEqual(['step', 'velocity.w'])
  })

  it('refuses a state of another form', () => {
    const optimizer = momentum(0.9)
    const state = optimizer.init({ v: g })
    expect(() => optimizer.update({ w: g } as never, state, { w: g } as never)).toThrow(
      "Cannot update parameters: expected a tensor at 'w' of the state's 'velocity', found nothing",
    )
  })
})

describe('addDecayedWeights', () => {
  it('decays what its condition names, and all without one', () => {
    const params = { conv: { weight: g, bias: g } }
    const zero = { conv: { weight: mul(g, 0), bias: add(g, -8) } }
    const decayed = (optimizer: ReturnType<typeof addDecayedWeights>) => {
      const [{ conv }] = optimizer.update(zero, optimizer.init(params), params)
      return [toNested(conv.weight), toNested(conv.bias)]
    }
    expect(decayed(addDecayedWeights(0.5))).toEqual([[4], [4]])
    expect(decayed(addDecayedWeights(0.5, { where: (path) => path === 'conv.weight' }))).toEqual([[4], [0]])
  })
})
