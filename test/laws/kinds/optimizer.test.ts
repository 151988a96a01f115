/** @file The laws of optimizers can fail: each catches the faults that are its own. */
import { Tree, add, div, mul, neg, sqrt, sum, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws } from 'cotangent/laws'
import type { OptimizerSpec } from 'cotangent/laws'
import type { Optimizer, StateFunction } from 'cotangent/optim'
import { sgd } from 'cotangent/optim'
import { describe, expect, it } from 'vitest'

/** An optimizer whose types are of no interest. */
interface Loose {
  readonly init: (params: unknown) => unknown
  readonly update: (gradients: unknown, state: unknown, params: unknown) => readonly [unknown, unknown]
}

const each = Tree.map as (f: (t: Tensor) => Tensor) => (tree: unknown) => unknown
const zip = Tree.zipWith as (f: (a: Tensor, b: Tensor) => Tensor) => (a: unknown, b: unknown) => unknown
const times = (factor: number) => each((g): Tensor => mul(g, factor))

const failing = (optimizer: Loose, more: Omit<OptimizerSpec<StateFunction>, 'optimizer'> = {}): readonly string[] =>
  laws
    .optimizer('o', { optimizer: optimizer as unknown as Optimizer, ...more })
    .filter((law) => law.run({ runs: 4, seed: 1 })._tag !== 'passed')
    .map((law) => law.name.replace('o: ', ''))

const plain: Loose = { init: () => ({}), update: (g, state) => [times(-0.1)(g), state] }

describe('laws.optimizer', () => {
  it('holds for descent, with momentum or without', () => {
    expect(failing(plain)).toEqual([])
    expect(failing(sgd({ learningRate: 0.1, momentum: 0.5 }) as unknown as Loose)).toEqual([])
  })

  it('catches ascent, and steps too long', () => {
    expect(failing({ ...plain, update: (g, s) => [times(0.1)(g), s] })).toEqual(['descent'])
    expect(failing({ ...plain, update: (g, s) => [times(-2.5)(g), s] })).toEqual(['descent'])
    expect(failing({ ...plain, update: (g, s) => [times(-0.01)(g), s] })).toEqual(['descent'])
    expect(failing({ ...plain, update: (g, s) => [times(-0.01)(g), s] }, { descent: { steps: 600 } })).toEqual([])
  })

  it('says what descent asks for', () => {
    const adam = { optimizer: sgd({ learningRate: 0.001 }) }
    const told = laws.optimizer('slow', adam).map((one) => one.run({ runs: 3, seed: 3 }))
    const failed = told.find((result) => result._tag === 'failed')
    expect(JSON.stringify(failed)).toContain("within 0.05 of the minimum after 300 steps, as 'descent' asks")
  })

  it('catches a step counter of the host, which goes stale once compiled', () => {
    let step = 0
    const warm: Loose = {
      init: () => {
        step = 0
        return {}
      },
      update: (g, state) => {
        step += 1
        return [times(-0.1 * (1 - 0.5 ** step))(g), state]
      },
    }
    expect(failing(warm)).toEqual(expect.arrayContaining(['nothing is hidden', 'a compiled step is the step']))
  })

  it('catches a state that grows', () => {
    const growing: Loose = {
      init: () => [],
      update: (g, state) => [times(-0.1)(g), [...(state as readonly unknown[]), g]],
    }
    expect(failing(growing, { descent: false })).toContain('the state keeps its form')
  })

  it('catches updates of another shape', () => {
    expect(failing({ ...plain, update: (g, s) => [each((t): Tensor => mul(sum()(t), -0.1))(g), s] })).toContain(
      'updates have the form of the parameters',
    )
  })

  it('catches what moves without a slope', () => {
    const decaying: Loose = {
      init: () => ({}),
      update: (g, state, p) => [zip((a, w): Tensor => neg(add(mul(a, 0.1), mul(w, 0.001))))(g, p), state],
    }
    expect(failing(decaying)).toEqual(['rest'])
    expect(failing(decaying, { rests: false })).toEqual([])
  })

  it('catches an epsilon that is missing', () => {
    const normalised: Loose = {
      init: each((t): Tensor => zeros(t.shape)),
      update: (g, state) => {
        const next = zip((s, a): Tensor => add(s, mul(a, a)))(state, g)
        return [zip((a, s): Tensor => mul(div(a, sqrt(s)), -0.5))(g, next), next]
      },
    }
    expect(failing(normalised, { descent: false })).toEqual(['rest'])
  })

  it('asks no descent of a part', () => {
    expect(failing({ ...plain, update: (g, s) => [g, s] }, { descent: false })).toEqual([])
  })
})
