/** @file RAdam: its factor at every step, beside the paper's in float64. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { compile, tensor, wasmBackend, makeRuntime } from 'cotangent'
import { radam, scaleByRadam } from 'cotangent/optim'
import { item, toArray } from '../float64.ts'
import { expectUpdates } from './updatesOf.ts'

describe('radam', () => {
  it('begins as momentum without a scale', () => {
    expectUpdates(radam({ learningRate: 0.1 }), [2, -1], [-0.2, -0.04210526315789476])
  })

  it('refuses a decay at which the scale never comes', () => {
    expect(() => radam({ beta2: 0.5 })).toThrow('expected beta2 to be above 2/3, found 0.5')
  })
})

describe('scaleByRadam', () => {
  /** The factor as the paper has it, in float64. */
  const factor = (beta2: number, t: number): number | null => {
    const limit = 2 / (1 - beta2) - 1
    const length = limit - (2 * t * beta2 ** t) / (1 - beta2 ** t)
    return length > 5 ? Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length)) : null
  }

  const updateAt = (optimizer: ReturnType<typeof scaleByRadam>, step: number): Tensor => {
    const g: Tensor = tensor([2], [1])
    const state = { ...optimizer.init(g), step: tensor(step - 1, []) }
    return optimizer.update(g, state, g)[0]
  }

  it.each([0.9, 0.99, 0.999, 0.9999])('has the factor of the paper at every step, beta2 %d', (beta2) => {
    const optimizer = scaleByRadam({ beta1: 0, beta2, epsilon: 0 })
    for (const t of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 500, 1000, 5000, 20000]) {
      const expected = factor(beta2, t)
      // A first square of (1 - beta2) g^2, and its bias as at step t.
      const scaled = expected === null ? 2 : (expected * Math.sqrt(1 - beta2 ** t)) / Math.sqrt(1 - beta2)
      expect(Math.abs(item(updateAt(optimizer, t)) / scaled - 1)).toBeLessThan(1e-7)
    }
  })

  it('keeps its digits in float32', () => {
    const runtime = makeRuntime(wasmBackend({ threads: 1 }))
    const optimizer = scaleByRadam({ beta1: 0, epsilon: 0 })
    const step = compile(
      (t: Tensor<readonly []>, g: Tensor<readonly [1]>) => {
        const state = { ...optimizer.init(g), step: t }
        return optimizer.update(g, state, g)[0]
      },
      { runtime },
    )
    for (const t of [6, 7, 10, 100, 1000]) {
      const expected = ((2 / 2) * (factor(0.999, t)! * Math.sqrt(1 - 0.999 ** t))) / Math.sqrt(0.001)
      const [found = 0] = toArray(step(tensor(t - 1, []), tensor([2], [1])))
      expect(Math.abs(found / expected - 1)).toBeLessThan(5e-6)
    }
    runtime.close()
  })
})
