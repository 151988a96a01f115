/** @file The laws of layers can fail: each catches the faults that are its own. */
import { add, bernoulli, customVjp, key, matmul, mean, mul, normal, sub, tensor, transpose, zeros } from 'cotangent'
import type { Key, Tensor } from 'cotangent'
import { laws, showFailure } from 'cotangent/laws'
import type { AnyShape, Layer, Mode, None } from 'cotangent/nn'
import { dense, parametric, stateless } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'

interface Parts<P, S> {
  readonly init: (k: Key) => readonly [P, S]
  readonly apply: (mode: Mode) => (params: P, state: S, x: Tensor) => readonly [Tensor, S]
}

const made = <P, S>(parts: Parts<P, S>): Layer<AnyShape, P, S> => parts

const failing = <P, S>(layer: Layer<AnyShape, P, S>, output: readonly number[] = [3, 2]): readonly string[] =>
  laws
    .layer('l', { layer, input: [3, 2], output, order: 1 })
    .filter((law) => law.run({ runs: 10, seed: 1 })._tag !== 'passed')
    .map((law) => law.name.replace('l: ', ''))

/** Running mean: a layer with state, right. */
interface Running {
  readonly mean: Tensor<readonly [2]>
}
const centred: Parts<None, Running> = {
  init: () => [{}, { mean: zeros([2]) }],
  apply: (mode) => (_, state, x) => {
    if (mode._tag === 'eval') return [sub(x, state.mean) as Tensor, state]
    const now = mean({ axis: 0 })(x) as Tensor<readonly [2]>
    return [sub(x, now), { mean: add(mul(state.mean, 0.9), mul(now, 0.1)) }]
  },
}
const { init, apply } = centred

describe('laws.layer', () => {
  it('holds for layers with parameters, with state, with noise', () => {
    expect(failing(made(centred))).toEqual([])
    expect(failing(dense(2, 2))).toEqual([])
    expect(
      failing(stateless((x, mode) => (mode._tag === 'eval' ? x : mul(x, bernoulli([3, 2], 0.5)(mode.key))))),
    ).toEqual([])
  })

  it('holds its output to what its type says, for the compiler too', () => {
    // @ts-expect-error dense(2, 3) gives [3, 3]
    const wrong = laws.layer('dense', { layer: dense(2, 3), input: [3, 2], output: [3, 2] })
    const [found] = wrong.filter((law) => law.name === 'dense: shape is what the type says')
    const result = found!.run({ runs: 3 })
    expect(result._tag === 'failed' && showFailure(result)).toContain('left:  3\n    right: 2')
  })

  it('catches statistics that are not returned', () => {
    let hidden: Tensor = zeros([2])
    const leaky = made<None, None>({
      init: () => [{}, {}],
      apply: (mode) => (_, state, x) => {
        if (mode._tag === 'train') hidden = add(hidden, mean({ axis: 0 })(x))
        return [sub(x, hidden), state]
      },
    })
    expect(failing(leaky)).toContain('the same key gives the same output')
  })

  it('catches statistics that move in eval', () => {
    const moving = made<None, Running>({
      init,
      apply: () => (p, s, x) => [x, apply({ _tag: 'train', key: key(0) })(p, s, x)[1]],
    })
    expect(failing(moving)).toEqual(['eval keeps the state'])
  })

  it('catches a state that changes its form', () => {
    const growing = made<None, Running>({
      init,
      apply: (mode) => (_, state, x) => [x, mode._tag === 'eval' ? state : { ...state, more: x }],
    })
    expect(failing(growing)).toContain('the state keeps its form')
  })

  it('catches noise that is not of the key', () => {
    let count = 0
    const noisy = stateless<AnyShape>((x, mode) =>
      mode._tag === 'eval' ? x : add(x, normal([3, 2])(key((count += 1)))),
    )
    expect(failing(noisy)).toEqual(
      expect.arrayContaining([
        'the same key gives the same output',
        'a compiled step reads key, state and parameters anew',
      ]),
    )
  })

  it('catches noise in eval', () => {
    let count = 0
    expect(failing(stateless<AnyShape>((x) => add(x, (count += 1))))).toContain('eval is deterministic')
  })

  it('catches initial parameters that are not of the key', () => {
    let count = 0
    const layer = parametric<AnyShape, { readonly b: Tensor }>(
      () => ({ b: normal([2])(key((count += 1))) }),
      ({ b }, x) => add(x, b),
    )
    expect(failing(layer)).toContain('init is deterministic')
  })

  it('catches examples that see each other', () => {
    expect(failing(stateless<AnyShape>((x) => sub(x, mean({ axis: 0 })(x))))).toEqual(['examples stand alone'])
    const told = laws.layer('l', {
      layer: stateless<AnyShape>((x) => sub(x, mean({ axis: 0 })(x))),
      input: [3, 2],
      output: [3, 2],
      perExample: false,
    })
    expect(told.filter((law) => law.run({ runs: 3 })._tag !== 'passed')).toEqual([])
  })

  it('catches a wrong gradient of a parameter, though that of the input is right', () => {
    const product = customVjp(
      ([x, w]: readonly [Tensor, Tensor]) => matmul(x, w),
      ([x, w]) =>
        (g) =>
          [matmul(g, transpose(w)), mul(matmul(transpose(x), g), 2)] as const,
    )
    const layer = parametric<AnyShape, { readonly w: Tensor }>(
      (k) => ({ w: normal([2, 2])(k) }),
      ({ w }, x) => product([x, w]),
    )
    expect(failing(layer)).toEqual(expect.arrayContaining(['finite differences', 'l in training: finite differences']))
  })

  it('catches two parameters under one path', () => {
    // Names with dots collide with nesting.
    const w = tensor([1], [1])
    const layer = made<unknown, None>({
      init: () => [{ 'a.b': w, a: { b: w } }, {}],
      apply: () => (_, state, x) => [x, state],
    })
    expect(failing(layer)).toContain('paths are distinct')
  })
})
