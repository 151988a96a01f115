import { concat, exp, key, mul, normal, ones, slice, tensor, toNested, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { laws, operation } from 'cotangent/laws'
import { linearAttention } from 'cotangent/nn'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

const [length, width, depth] = [4, 3, 2]
const drawn = (seed: number, last: number): Tensor => normal([1, 1, length, last])(key(seed)) as Tensor
const [query, given, value] = [drawn(1, width), drawn(2, width), drawn(3, depth)] as const
const decay = mul(exp(drawn(4, width)), -0.3)
const replaced = drawn(5, 1)

/** The state entry by entry, and what is read of it. */
const byLoops = (isGated: boolean, isReplacing: boolean): readonly number[] => {
  const rows = (t: Tensor, last: number): readonly (readonly number[])[] =>
    Array.from({ length }, (_, step) => Array.from(toArray(t)).slice(step * last, (step + 1) * last))
  const [q, k, v] = [rows(query, width), rows(given, width), rows(value, depth)]
  const [g, b] = [rows(decay, width), rows(replaced, 1)]
  let state = Array.from({ length: width }, () => Array<number>(depth).fill(0))
  return q.flatMap((own, step) => {
    const kept = state.map((row, i) => row.map((entry) => (isGated ? Math.exp(g[step]![i]!) : 1) * entry))
    const old = v[step]!.map((_, j) => kept.reduce((total, row, i) => total + row[j]! * k[step]![i]!, 0))
    const fresh = v[step]!.map((entry, j) => (isReplacing ? b[step]![0]! * (entry - old[j]!) : entry))
    state = kept.map((row, i) => row.map((entry, j) => entry + k[step]![i]! * fresh[j]!))
    return fresh.map((_, j) => state.reduce((total, row, i) => total + (row[j]! * own[i]!) / Math.sqrt(width), 0))
  })
}

describe('linearAttention', () => {
  holds(
    laws.operation(
      operation('linearAttention', {
        geometry: fc.constant(null),
        inputs: () => [
          { shape: [1, 2, 3, 2], domain: 'real' },
          { shape: [1, 2, 3, 2], domain: 'real' },
          { shape: [1, 2, 3, 1], domain: 'real' },
          { shape: [1, 2, 3, 1], domain: 'real' },
        ],
        f: () => (q, k, v, b) => linearAttention({ decay: b!, replaced: b! })(q!, k!, v!)[0],
      }),
    ),
  )

  it('is the loop over the steps', () => {
    expectNear(linearAttention()(query, given, value)[0], byLoops(false, false))
    expectNear(linearAttention({ decay })(query, given, value)[0], byLoops(true, false))
    expectNear(linearAttention({ replaced })(query, given, value)[0], byLoops(false, true))
    expectNear(linearAttention({ decay, replaced })(query, given, value)[0], byLoops(true, true))
  })

  it('goes a step at a time, with the state that was left', () => {
    const part = (t: Tensor, start: number, stop: number): Tensor => slice([{}, {}, { start, stop }])(t) as Tensor
    const run = (start: number, stop: number, state?: Tensor) =>
      linearAttention({ decay: part(decay, start, stop), ...(state === undefined ? {} : { state }) })(
        part(query, start, stop),
        part(given, start, stop),
        part(value, start, stop),
      )
    const [first, state] = run(0, 3)
    const [second] = run(3, 4, state)
    expectNear(concat({ axis: 2 })([first, second]), byLoops(true, false))
  })

  it.each<readonly [string, readonly number[]]>([
    ['decay', [1, 1, 4, 2]],
    ['decay', [1, 1, 1, 1]],
    ['decay', [1, 2, 4, 1]],
    ['replaced', [1, 1, 4, 3]],
    ['replaced', [1, 1, 1, 1]],
    ['state', [1, 1, 3, 1]],
    ['state', [2, 1, 3, 2]],
  ])('refuses a %s of shape %j', (name, shape) => {
    const attend = linearAttention({ [name]: zeros(shape) as Tensor })
    expect(() => attend(query, given, value)).toThrow(`expected '${name}' of shape`)
  })

  it('takes one decay for all entries of a key', () => {
    const [spread, one] = [mul(ones([1, 1, length, width]), -0.5), mul(ones([1, 1, length, 1]), -0.5)]
    const read = (each: Tensor): readonly number[] =>
      Array.from(toArray(linearAttention({ decay: each })(query, given, value)[0]))
    expect(read(one)).toEqual(read(spread))
  })

  it('has another scale, and refuses shapes that do not fit', () => {
    const one = tensor([1], [1, 1, 1, 1])
    expect(toNested(linearAttention({ scale: 3 })(one, one, one)[0])).toEqual([[[[3]]]])
    expect(() => linearAttention()(query, given, zeros([1, 1, 3, 2]))).toThrow(
      /expected queries and keys \[N, H, L, E\]/,
    )
    expect(() => linearAttention({ beta: one } as never)).toThrow(/'beta'/)
  })
})
