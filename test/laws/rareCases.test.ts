/** @file What the random samples of laws and programs draw rarely or never, each as a case of its own. */
import type { Key, Operand, Tensor } from 'cotangent'
import {
  add,
  compile,
  concat,
  div,
  full,
  grad,
  isTensor,
  item,
  key,
  mul,
  norm,
  pad,
  referenceRuntime,
  reshape,
  slice,
  sum,
  tensor,
  toArray,
  Tree,
  uniform,
  vjp,
} from 'cotangent'
import { colorJitter, Dataset, randomAffine } from 'cotangent/data'
import { diracInitializer, gaussianLoss, gru, klDivergence, lstm, rnn, tripletMargin } from 'cotangent/nn'
import { scaleByRms } from 'cotangent/optim'
import { accumulated } from 'cotangent/train'
import { describe, expect, it } from 'vitest'

const runtimes = { wasm: {}, reference: { runtime: referenceRuntime } } as const
const numbers = (t: Tensor): readonly number[] => Array.from(toArray(t))

describe.each(Object.entries(runtimes))('a compiled program, on %s', (_, options) => {
  const compiled = (f: (x: Tensor) => Tensor, given: readonly number[]): readonly number[] =>
    numbers(compile(f, options)(tensor(given)))

  it('keeps the signs of zero in constants that are joined, padded and summed', () => {
    const over = (zeros: () => Tensor, count: number) =>
      compiled(
        (x) => div(x, zeros()),
        Array.from({ length: count }, () => 1),
      )
    expect(over(() => concat({ axis: 0 })([full([1], 0), full([1], -0)]), 2)).toEqual([Infinity, -Infinity])
    expect(over(() => pad({ padding: [[1, 0]] })(full([2], -0)), 3)).toEqual([Infinity, -Infinity, -Infinity])
    expect(over(() => sum()(full([3], -0)), 1)).toEqual(numbers(div(tensor([1]), sum()(full([3], -0)))))
  })

  it('divides by a power of two whose inverse is out of range', () => {
    expect(compiled((x) => div(x, 2 ** -140), [2 ** -135])).toEqual([32])
  })

  it('takes every second entry of a part, and of what is joined', () => {
    const parts = (x: Tensor): Tensor => slice([{ step: 2 }])(slice([{ start: 1 }])(x))
    const pulled = (x: Tensor): Tensor => vjp(parts)(x)[1](tensor([1, 2, 3]))
    expect(compiled(pulled, [1, 2, 3, 4, 5, 6])).toEqual([0, 1, 0, 2, 0, 3])
    const joined = (x: Tensor): Tensor => slice([{ stop: 5, step: 2 }])(concat({ axis: 0 })([x, mul(x, 10)]))
    expect(compiled(joined, [1, 2, 3, 4])).toEqual([1, 3, 10])
  })
})

describe('a case that is far from the samples', () => {
  it('norm: a negative order over entries of very different sizes', () => {
    expect(item(norm({ p: -2 })(tensor([1e-25, 1e25]))) / 1e-25).toBeCloseTo(1, 6)
  })

  it('scaleByRms, centered: gradients that do not change leave no negative variance', () => {
    for (const decay of [0.5, 0.9, 0.99])
      for (const given of [0.1, 0.3, 0.7, 1.1, 3.3]) {
        const [optimizer, w, g] = [scaleByRms({ centered: true, decay, epsilon: 1e-8 }), tensor([1]), tensor([given])]
        const step = compile((state: ReturnType<typeof optimizer.init<typeof w>>) => optimizer.update(g, state, w))
        let state = optimizer.init(w)
        for (let k = 0; k < 400; k++) {
          const [update, next] = step(state)
          state = next
          expect(item(sum()(update)), `${String(decay)}, ${String(given)}`).not.toBeNaN()
        }
      }
  })

  it('gaussianLoss: a variance below epsilon has a slope that leads out', () => {
    const loss = (v: Tensor): Operand => sum()(gaussianLoss(tensor([1]), tensor([3]), v, { reduction: 'sum' }))
    expect(item(sum()(grad(loss as (v: Tensor) => Tensor<readonly []>)(tensor([0]))))).not.toBe(0)
  })

  it('klDivergence: a target of probability 0, as its logarithm', () => {
    const [x, target] = [tensor([-1, -1]), tensor([-Infinity, 0])]
    expect(numbers(klDivergence(x, target, { logTargets: true, reduction: 'none' }))).toEqual([0, 1])
  })

  it('tripletMargin, swap: the nearer of anchor and positive', () => {
    const [anchor, positive, negative] = [tensor([[0, 0]]), tensor([[5, 0]]), tensor([[1, 0]])]
    expect(item(tripletMargin(anchor, positive, negative, { swap: true }))).toBeCloseTo(5, 3)
    expect(item(tripletMargin(anchor, tensor([[1, 0]]), tensor([[5, 0]]), { swap: true }))).toBe(0)
  })

  it('diracInitializer: an even kernel, as in PyTorch', () => {
    expect(numbers(diracInitializer()([1, 1, 4])(key(0)))).toEqual([0, 0, 1, 0])
  })

  it('Dataset.pixelScale: a channel of one value is not stretched', () => {
    const made = Dataset.dataset({ images: new Uint8Array(4), labels: [0], imageShape: [1, 2, 2], classes: 2 })
    expect('right' in made && Dataset.pixelScale(made.right)).toEqual({ mean: [0], std: [1] })
  })

  it('randomAffine: the centre of an image that is not square', () => {
    const symmetric = tensor([1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1], [1, 1, 2, 6])
    const found = numbers(randomAffine({ scale: [1.5, 1.5] })(key(3))(symmetric))
    expect(found.slice(0, 3)).toEqual(found.slice(3, 6).toReversed().map((n) => expect.closeTo(n, 4) as number)) // prettier-ignore
  })
})

describe('one key', () => {
  it.each(Object.entries({ rnn, lstm, gru }))('draws unlike parameters in all places of %s', (_, layer) => {
    const [params] = layer({ in: 4, out: 4, bidirectional: true }).init(key(1))
    const drawn = Tree.paths(params).flatMap(([path, t]) =>
      isTensor(t) ? [[path, numbers(t).slice(0, 4).join()]] : [],
    )
    expect(new Set(drawn.map(([, first]) => first)).size).toBe(drawn.length)
  })

  it('draws unlike numbers for the batches of an accumulated step', () => {
    const seen = (count: number): number => {
      const objective = accumulated((params: Tensor, state: {}, _: number, k: Key) => ({
        loss: add(reshape([])(uniform([1])(k)), mul(sum()(params), 0)),
        state,
        metrics: {},
      }))
      return item(
        objective(
          tensor([0]),
          {},
          Array.from({ length: count }, () => 0),
          key(0),
        ).loss,
      )
    }
    expect(seen(1)).not.toBeCloseTo(seen(2), 6)
  })

  it('draws brightness unlike contrast, and shifts down unlike shifts across', () => {
    const [dark, light] = numbers(
      colorJitter({ brightness: 0.5, contrast: 0.5 })(key(3))(tensor([0.2, 0.6], [1, 1, 1, 2])),
    )
    const brightness = (dark! + light!) / 0.8
    expect(brightness).not.toBeCloseTo((light! - dark!) / 0.4 / brightness, 3)
    const point = tensor(
      Array.from({ length: 81 }, (_, k) => Number(k === 40)),
      [1, 1, 9, 9],
    )
    const moved = numbers(randomAffine({ shift: 3 })(key(3))(point))
    const down = moved.reduce((total, share, k) => total + share * Math.floor(k / 9), 0)
    const across = moved.reduce((total, share, k) => total + share * (k % 9), 0)
    expect(down).not.toBeCloseTo(across, 2)
  })
})
