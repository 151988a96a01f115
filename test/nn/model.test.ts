/** @file Models check their layers against each other when they are made, and their input when they are applied. */
import type { Shape, Tensor } from 'cotangent'
import { avgPool2d, flatten, key, maxPool2d, normal, ones, relu, split, tanh, tensor, Tree, zeros } from 'cotangent'
import { checkGradient } from 'cotangent/laws'
import { conv2d, crossEntropy, dense, dropout, evalMode, model, named, sequential, trainMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { seed } from '../seed.ts'

const net = model(
  [-1, 1, 8, 8],
  named('conv', conv2d({ in: 1, out: 2, kernel: 3 })),
  relu,
  maxPool2d({ kernel: 2 }),
  flatten,
  dense(18, 4),
)
const [params, state] = net.init(key(1))

/** A size that the types do not know. */
const unknown = (size: number): number => size

describe('model', () => {
  it('refuses to be applied without a state', () => {
    const net = model([2, 3], relu)
    const apply = net.apply(evalMode) as (...given: readonly unknown[]) => unknown
    expect(() => apply({}, ones([2, 3]))).toThrow('Cannot apply the model: expected a tensor, found undefined')
  })

  it('is sequential on its input shape', () => {
    const chain = sequential(
      conv2d({ in: 1, out: 2, kernel: 3 }),
      relu,
      maxPool2d({ kernel: 2 }),
      flatten,
      dense(18, 4),
    )
    const x = normal([3, 1, 8, 8])(key(2))
    const [byPosition, states] = chain.init(key(1))
    expect(toNested(net.apply(evalMode)(params, state, x)[0])).toEqual(
      toNested(chain.apply(evalMode)(byPosition, states, x)[0]),
    )
  })

  it('keeps parameters by name, by position where there is none, and leaves out layers without', () => {
    expect(
      Tree.paths(params)
        .map(([path]) => path)
        .sort(),
    ).toEqual(['4.bias', '4.weight', 'conv.bias', 'conv.weight'])
    expect(state).toEqual({})
  })

  it('takes any batch where its input says -1', () => {
    expect(net.apply(evalMode)(params, state, zeros([7, 1, 8, 8]))[0].shape).toEqual([7, 4])
    expect(net.apply(evalMode)(params, state, zeros([0, 1, 8, 8]))[0].shape).toEqual([0, 4])
  })

  it('refuses an input of another shape', () => {
    const wide: Tensor = zeros([7, 1, 9, 9])
    expect(() => net.apply(evalMode)(params, state, wide as never)).toThrow(
      'Cannot apply the model to [7, 1, 9, 9]: expected [any, 1, 8, 8], found [7, 1, 9, 9]',
    )
    expect(() => net.apply(evalMode)(params, state, zeros([7, 1, 8]) as never)).toThrow(
      'expected [any, 1, 8, 8], found [7, 1, 8]',
    )
  })

  it('refuses a layer that does not fit when it is made, naming it', () => {
    expect(() => model([-1, unknown(5)], relu, named('fc', dense(unknown(4), 3)))).toThrow(
      "Cannot apply layer 'fc' of a model for [any, 5] to [1, 5]: expected 4 features, found 5",
    )
    const input: Shape = [2, 3]
    expect(() => model(input, relu, dense(4, 3))).toThrow("layer '1'")
  })

  it('takes images of any size where its input says so', () => {
    const anySize = model([-1, 3, -1, -1], conv2d({ in: 3, out: 2, kernel: 7 }), relu)
    const [weights, none] = anySize.init(key(1))
    expect(anySize.apply(evalMode)(weights, none, zeros([2, 3, 9, 8]))[0].shape).toEqual([2, 2, 3, 2])
    expect(() => anySize.apply(evalMode)(weights, none, zeros([2, 3, 5, 5]))).toThrow(
      'expected a padded input of at least 7 cells, as the window spans, found 5',
    )
  })

  it('refuses a name given twice', () => {
    expect(() => model([-1, 3], named('fc', dense(3, 3)), named('fc', dense(3, 3)))).toThrow(
      "Cannot name two layers 'fc': expected each name once, found 'fc' twice",
    )
  })

  it('gives each layer its own key in training', () => {
    const drops = model([-1, 100], dropout(0.5), dropout(0.5))
    const x = zeros([1, 100])
    const kept = (seed: number) =>
      toNested(drops.apply(trainMode(key(seed)))({}, {}, normal([1, 100])(key(9)))[0]).flat()
    expect(drops.apply(evalMode)({}, {}, x)[0]).toBe(x)
    // Two independent draws keep a quarter, one draw used twice keeps a half.
    expect(kept(3).filter((value) => value !== 0).length).toBeLessThan(40)
    expect(kept(3)).toEqual(kept(3))
  })

  it('has the gradients of finite differences under a loss', () => {
    const [forParams, forInput] = split(key(seed()), 2)
    const convolving = model(
      [-1, 1, 6, 6],
      named('conv', conv2d({ in: 1, out: 2, kernel: 3 })),
      tanh,
      avgPool2d({ kernel: 2 }),
      flatten,
      named('fc', dense(8, 3)),
    )
    const point = convolving.init(forParams)[0]
    const images = normal([2, 1, 6, 6])(forInput)
    const loss = (params: typeof point) =>
      crossEntropy(convolving.apply(evalMode)(params, {}, images)[0], tensor([2, 0], [2]))
    const result = checkGradient(loss, { point })
    expect(result._tag === 'passed' ? '' : JSON.stringify(result)).toBe('')
  })
})
