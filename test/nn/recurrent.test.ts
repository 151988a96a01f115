import { grad, key, normal, ones, slice, sum, tensor, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { evalMode, gru, lstm, recur, rnn } from 'cotangent/nn'
import type { RecurrentKind, RecurrentParams } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { layers } from '../../laws/catalog/layers.ts'
import { toArray, toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

const [width, out, steps] = [3, 2, 4]

const sigmoidOf = (x: number): number => 1 / (1 + Math.exp(-x))

/** One example, entry by entry: the hidden states of all steps. */
const byLoops = (kind: RecurrentKind, params: RecurrentParams, x: readonly number[], suffix: '' | '_reverse' = '') => {
  const table = (name: 'weight_ih_l0' | 'weight_hh_l0' | 'bias_ih_l0' | 'bias_hh_l0'): readonly number[] =>
    Array.from(toArray(params[`${name}${suffix}`]!))
  const [w, u, b, c] = [table('weight_ih_l0'), table('weight_hh_l0'), table('bias_ih_l0'), table('bias_hh_l0')]
  const dot = (matrix: readonly number[], row: number, vector: readonly number[]): number =>
    vector.reduce((total, entry, k) => total + matrix[row * vector.length + k]! * entry, 0)
  let hidden: readonly number[] = Array<number>(out).fill(0)
  let memory: readonly number[] = hidden
  const states: (readonly number[])[] = []
  for (let t = 0; t < steps; t++) {
    const input = x.slice(t * width, (t + 1) * width)
    const before = hidden
    const own = (gate: number, k: number): number => dot(w, gate * out + k, input) + b[gate * out + k]!
    const held = (gate: number, k: number): number => dot(u, gate * out + k, before) + c[gate * out + k]!
    const open = (gate: number, k: number): number => sigmoidOf(own(gate, k) + held(gate, k))
    if (kind === 'lstm') {
      memory = memory.map((m, k) => open(1, k) * m + open(0, k) * Math.tanh(own(2, k) + held(2, k)))
      hidden = memory.map((m, k) => open(3, k) * Math.tanh(m))
    } else if (kind === 'gru') {
      hidden = before.map((h, k) => {
        const candidate = Math.tanh(own(2, k) + open(0, k) * held(2, k))
        return (1 - open(1, k)) * candidate + open(1, k) * h
      })
    } else hidden = before.map((_, k) => Math.tanh(own(0, k) + held(0, k)))
    states.push(hidden)
  }
  return states
}

const sample: Tensor<readonly [1, 4, 3]> = normal([1, steps, width])(key(5)) as Tensor<readonly [1, 4, 3]>
const numbers = Array.from(toArray(sample))
const backwards = Array.from({ length: steps }, (_, t) =>
  numbers.slice((steps - 1 - t) * width, (steps - t) * width),
).flat()

const isTheLoop = (kind: RecurrentKind, params: RecurrentParams): void => {
  const { outputs } = recur(kind)(params, sample)
  const [forth, back] = [byLoops(kind, params, numbers), byLoops(kind, params, backwards, '_reverse').reverse()]
  expectNear(
    outputs,
    forth.flatMap((row, t) => [...row, ...back[t]!]),
    10,
  )
}

/** Two examples, of which one ends after two steps, whatever follows. */
const endsEarly = (kind: RecurrentKind, params: RecurrentParams): void => {
  const both: Tensor = normal([2, steps, width])(key(6))
  const { outputs, last } = recur(kind)(params, both, { lengths: tensor([steps, 2], [2]) })
  const short = recur(kind)(
    params,
    slice([
      { start: 1, stop: 2 },
      { start: 0, stop: 2 },
    ])(both) as Tensor,
  )
  const own = slice([{ start: 1, stop: 2 }])(outputs) as Tensor
  expectNear(own, [...Array.from(toArray(short.outputs)), ...Array<number>(2 * 2 * out).fill(0)])
  const lastOwn = slice([{}, { start: 1, stop: 2 }])(last.hidden) as Tensor
  expectNear(lastOwn, Array.from(toArray(short.last.hidden)))
  const slopes = grad((x: Tensor) => sum()(recur(kind)(params, x, { lengths: tensor([steps, 2], [2]) }).outputs))(both)
  expectNear(slice([{ start: 1, stop: 2 }, { start: 2 }])(slopes) as Tensor, Array<number>(2 * width).fill(0))
}

const [plain] = rnn({ in: width, out, bidirectional: true }).init(key(1))
const [memory] = lstm({ in: width, out, bidirectional: true }).init(key(2))
const [gated] = gru({ in: width, out, bidirectional: true }).init(key(3))

describe('recur', () => {
  it('begins with given states', () => {
    const [params] = lstm({ in: 1, out: 1 }).init(key(1))
    const whole = recur('lstm')(params, ones([1, 4, 1]))
    const first = recur('lstm')(params, ones([1, 2, 1]))
    const second = recur('lstm')(params, ones([1, 2, 1]), { initial: first.last })
    expectNear(second.last.hidden, Array.from(toArray(whole.last.hidden)))
    expectNear(second.last.cell!, Array.from(toArray(whole.last.cell!)))
  })

  it('refuses lengths, first states and weights that do not fit', () => {
    const [x, [params], [gated]] = [
      ones([3, 2, 1]),
      rnn({ in: 1, out: 2 }).init(key(1)),
      gru({ in: 1, out: 2 }).init(key(1)),
    ]
    const run = (options: object) => () => recur('rnn')(params, x, options)
    expect(run({ lengths: tensor([2], [1]) })).toThrow("expected 'lengths' of shape [3], found [1]")
    for (const wrong of [3, -1, 1.5, NaN]) {
      expect(run({ lengths: tensor([2, wrong, 0], [3]) })).toThrow(
        `expected 'lengths' to be whole numbers from 0 to 2, found ${String(wrong)}`,
      )
    }
    expect(run({ initial: { hidden: ones([1, 1, 2]) } })).toThrow(
      "'initial.hidden' of shape [1, 3, 2], found [1, 1, 2]",
    )
    expect(run({ initial: { hidden: ones([2, 3, 2]) } })).toThrow(
      "'initial.hidden' of shape [1, 3, 2], found [2, 3, 2]",
    )
    expect(() => recur('lstm')(gated, x)).toThrow("expected 'weight_ih_l0' of shape [8, 1], found [6, 1]")
    expect(() => recur('rnn')(gated, x)).toThrow("expected 'weight_ih_l0' of shape [2, 1], found [6, 1]")
    expect(() => recur('rnn')({ ...params, bias_hh_l0: ones([1]) as never }, x)).toThrow(
      "'bias_hh_l0' of shape [2], found [1]",
    )
  })

  it('refuses sequences of another width, and options that it does not have', () => {
    expect(() => recur('gru')(gated, zeros([1, 4, 2]))).toThrow('expected [N, L, 3], found [1, 4, 2]')
    expect(() => recur('gru')(gated, sample, { length: 3 } as never)).toThrow(/'length'/)
  })
})

describe('rnn', () => {
  holds(layers.rnn.laws('rnn'))

  it('is the loop over the steps', () => {
    isTheLoop('rnn', plain)
  })

  it('does not see what follows the end of a sequence', () => {
    endsEarly('rnn', plain)
  })

  it('has relu in place of tanh', () => {
    const layer = rnn({ in: 1, out: 1, activation: 'relu' })
    const params = {
      weight_ih_l0: ones([1, 1]),
      weight_hh_l0: ones([1, 1]),
      bias_ih_l0: zeros([1]),
      bias_hh_l0: zeros([1]),
    }
    expect(toNested(layer.apply(evalMode)(params, {}, tensor([1, 2, -9], [1, 3, 1]))[0])).toEqual([[[1], [3], [0]]])
    expect(() => rnn({ in: 1, out: 1, activation: 'sigmoid' } as never)).toThrow(/activation/)
    expect(() => rnn({ in: 0, out: 1 })).toThrow(/'in'/)
  })
})

describe('lstm', () => {
  holds(layers.lstm.laws('lstm'), layers['lstm, in both directions'].laws('lstm, in both directions'))

  it('is the loop over the steps', () => {
    isTheLoop('lstm', memory)
  })

  it('does not see what follows the end of a sequence', () => {
    endsEarly('lstm', memory)
  })
})

describe('gru', () => {
  holds(layers.gru.laws('gru'))

  it('is the loop over the steps', () => {
    isTheLoop('gru', gated)
  })

  it('does not see what follows the end of a sequence', () => {
    endsEarly('gru', gated)
  })
})
