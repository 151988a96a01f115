/** @file Attention beside loops over queries and keys, masks, and rotary positions. */
import { attention, key, mul, normal, rotaryEmbedding, tensor, toNested } from 'cotangent'
import type { Tensor } from 'cotangent'
import { composites, identities, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'
import { holds } from '../holds.ts'

const sizes = { queries: 3, keys: 4, width: 2, out: 3 } as const
const q = normal([2, sizes.queries, sizes.width])(key(1))
const k = normal([2, sizes.keys, sizes.width])(key(2))
const v = normal([2, sizes.keys, sizes.out])(key(3))

/** Attention by its definition; `isSeen` tells which keys a query attends to. */
const byLoops = (isSeen: (query: number, key: number) => boolean, scale: number): readonly number[] => {
  const { queries, keys, width, out } = sizes
  const [a, b, c] = [toArray(q), toArray(k), toArray(v)]
  const result: number[] = []
  for (let n = 0; n < 2; n++) {
    for (let i = 0; i < queries; i++) {
      const weights = Array.from({ length: keys }, (_, j) => {
        let product = 0
        for (let e = 0; e < width; e++) product += a[(n * queries + i) * width + e]! * b[(n * keys + j) * width + e]!
        return isSeen(i, j) ? Math.exp(product * scale) : 0
      })
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      for (let d = 0; d < out; d++) {
        const sum = weights.reduce((all, weight, j) => all + weight * c[(n * keys + j) * out + d]!, 0)
        result.push(total === 0 ? 0 : sum / total)
      }
    }
  }
  return result
}

const near = (found: Tensor, expected: readonly number[]): void => {
  toArray(found).forEach((number, at) => {
    expect(number).toBeCloseTo(expected[at]!, 12)
  })
}

describe('attention', () => {
  holds(laws.operation(composites.attention), laws.operation(composites['attention, bounded']))

  it('is the loop over queries and keys', () => {
    near(
      attention()(q, k, v),
      byLoops(() => true, Math.SQRT1_2),
    )
    near(
      attention({ scale: 2 })(q, k, v),
      byLoops(() => true, 2),
    )
  })

  it('looks back alone, where it is causal', () => {
    near(
      attention({ causal: true })(q, k, v),
      byLoops((i, j) => j <= i, Math.SQRT1_2),
    )
  })

  it('sees what the mask allows, and gives zeros to a query that sees nothing', () => {
    const rows = [1, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0]
    const seen = (i: number, j: number): boolean => rows[i * 4 + j] !== 0
    const mask = tensor(rows, [3, 4])
    near(attention({ mask })(q, k, v), byLoops(seen, Math.SQRT1_2))
    near(
      attention({ mask, causal: true })(q, k, v),
      byLoops((i, j) => seen(i, j) && j <= i, Math.SQRT1_2),
    )
  })

  it('what is masked does not matter, not even NaN of a key', () => {
    const mask = tensor([1, 1, 0, 0], [4])
    const spoiled = tensor([1, 2, 3, 4, Number.NaN, 1, 2, Infinity], [4, 2])
    const clean = tensor([1, 2, 3, 4, 0, 0, 0, 0], [4, 2])
    const query = tensor([1, -1], [1, 2])
    const values = tensor([1, 2, 3, 4], [4, 1])
    expect(toNested(attention({ mask })(query, spoiled, values))).toEqual(
      toNested(attention({ mask })(query, clean, values)),
    )
  })

  it('adds a bias to likeness', () => {
    const bias = tensor([0, -Infinity, 0, -Infinity], [4])
    near(
      attention({ bias })(q, k, v),
      byLoops((_, j) => j % 2 === 0, Math.SQRT1_2),
    )
  })

  it('bounds products before a bias and the mask', () => {
    const bounded = attention({ softcap: 2, scale: 1, bias: tensor([0, -Infinity], [2]) })
    const value = tensor([3, 5], [2, 1])
    expect(toNested(bounded(tensor([1e3], [1, 1]), tensor([1, 9], [2, 1]), value))).toEqual([[3]])
    const [low, high] = [1e3, 1e6].map((x) =>
      attention({ softcap: 2, scale: 1 })(tensor([1], [1, 1]), tensor([0, x], [2, 1]), value),
    )
    expect(toNested(low!)).toEqual(toNested(high!))
    expect(() => attention({ softcap: 0 })).toThrow(/a softcap above 0/)
  })

  it('refuses shapes that do not fit', () => {
    expect(() => attention()(q, v, k)).toThrow('expected queries [..., L, E], keys [..., S, E] and values [..., S, D]')
  })
})

describe('rotaryEmbedding', () => {
  holds(laws.operation(composites.rotaryEmbedding), identities.rotaryEmbedding)

  it('turns each pair by its own angle, half the width apart or as neighbours', () => {
    const x = tensor([1, 2, 3, 4], [1, 4])
    const positions = tensor([5], [1])
    const turn = (a: number, b: number, angle: number) => [
      a * Math.cos(angle) - b * Math.sin(angle),
      a * Math.sin(angle) + b * Math.cos(angle),
    ]
    const [slow, fast] = [5 / 100, 5]
    const [[a = 0, c = 0], [b = 0, d = 0]] = [turn(1, 3, fast), turn(2, 4, slow)]
    near(rotaryEmbedding({ positions })(x), [a, b, c, d])
    near(rotaryEmbedding({ positions, interleaved: true })(x), [...turn(1, 2, fast), ...turn(3, 4, slow)])
    near(
      rotaryEmbedding({ positions, base: 1 })(mul(x, 2)),
      [...[1, 2, 3, 4].keys()].map((at) => {
        const [first, second] = at % 2 === 0 ? [2, 6] : [4, 8]
        return turn(first, second, 5)[Math.floor(at / 2)]!
      }),
    )
  })

  it('refuses odd widths, and positions of another length', () => {
    expect(() => rotaryEmbedding()(normal([2, 3])(key(0)))).toThrow('expected [..., L, E] with an even E')
    expect(() => rotaryEmbedding({ positions: tensor([0], [1]) })(normal([2, 4])(key(0)))).toThrow('2 positions')
  })
})
