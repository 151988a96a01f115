/** @file Vectors in the directions in which they differ most. */
import type { Tensor } from 'cotangent'
import {
  add,
  item,
  round,
  sum,
  key,
  matmul,
  mean,
  mul,
  normal,
  ones,
  referenceRuntime as runtime,
  sub,
  tensor,
  transpose,
} from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { pcaProjection } from '../../src/vision/pcaProjection.ts'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'

/** Random vectors [12, 4], of which each entry is spread more than the next. */
const vectorsOf = (seed: number) => mul(normal([12, 4])(key(seed)), tensor([27, 9, 3, 1]))

const distances = (points: readonly (readonly number[])[]): readonly number[] =>
  points.flatMap((a, i) => points.slice(i).map((b) => Math.hypot(...a.map((x, k) => x - b[k]!))))

describe('pcaProjection', () => {
  it('takes wide vectors, as layers have them', () => {
    expect(pcaProjection(normal([5, 20_000])(key(1))).shape).toEqual([5, 2])
  })

  holdsOn(
    few(8),
    law('components are uncorrelated, in the order of their variance', seeds, (seed) => {
      const y = pcaProjection(vectorsOf(seed), { count: 3, runtime })
      const centered = sub(y, mean({ axis: 0 })(y))
      const [[a = 0, ab, ac] = [], [, b = 0, bc] = [], [, , c = 0] = []] = toNested(
        matmul(transpose([1, 0])(centered), centered),
      ) as number[][]
      return { left: [ab! / a, ac! / a, bc! / b, a >= b && b >= c], right: [0, 0, 0, true], tolerance: 1e-4 }
    }),
    law('points of a plane keep their distances', seeds, (seed) => {
      const plane = normal([7, 2])(key(seed))
      const tilted = add(
        matmul(
          plane,
          tensor([
            [0.6, 0.8, 0],
            [0, 0, 1],
          ]),
        ),
        5,
      )
      return {
        left: distances(toNested(pcaProjection(tilted, { runtime }))),
        right: distances(toNested(plane) as number[][]),
        tolerance: 1e-6,
      }
    }),
    law('no direction differs more than the first component', seeds, (seed) => {
      // Whole numbers, which regular starts of an iteration are orthogonal to.
      const x = round(mul(normal([4, 2])(key(seed)), 9))
      const centered = sub(x, mean({ axis: 0 })(x))
      const variance = (y: Tensor): number => item(sum()(mul(y, y)))
      const most = variance(pcaProjection(x, { count: 1, runtime }))
      const turns = Array.from({ length: 36 }, (_, k) => (Math.PI * k) / 36)
      const along = (turn: number) => matmul(centered, tensor([[Math.cos(turn)], [Math.sin(turn)]]))
      return { left: turns.every((turn) => variance(along(turn)) <= most * (1 + 1e-9) + 1e-9), right: true }
    }),
    law('a shift changes nothing', seeds, (seed) => ({
      left: pcaProjection(add(vectorsOf(seed), 100), { runtime }),
      right: pcaProjection(vectorsOf(seed), { runtime }),
      tolerance: 1e-6,
    })),
  )

  it('finds directions that regular weights are orthogonal to', () => {
    const [[first] = []] = toNested(
      pcaProjection(
        tensor([
          [8, -9],
          [-8, 9],
        ]),
        { count: 1, runtime },
      ),
    ) as number[][]
    expect(Math.abs(first ?? 0)).toBeCloseTo(Math.hypot(8, 9), 10)
    const both = tensor([
      [800, -900],
      [-800, 900],
      [9, 8],
      [-9, -8],
    ])
    const sizes = (toNested(pcaProjection(both, { runtime })) as number[][]).map((row) => row.map(Math.abs))
    expect(sizes[0]?.[0]).toBeCloseTo(Math.hypot(800, 900), 6)
    expect(sizes[2]?.[1]).toBeCloseTo(Math.hypot(8, 9), 6)
  })

  it('gives zeros where nothing differs', () => {
    expect(toNested(pcaProjection(ones([3, 2])))).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
    expect(toNested(pcaProjection(tensor([[1], [3]])))).toEqual([
      [-1, 0],
      [1, 0],
    ])
    expect(pcaProjection(ones([0, 4])).shape).toEqual([0, 2])
  })

  it('refuses what is no list of vectors', () => {
    expect(() => pcaProjection(ones([3]))).toThrow('expected vectors [N, D], found [3]')
  })
})
