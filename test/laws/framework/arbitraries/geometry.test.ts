/** @file What the generators of geometry must cover, or the laws would be blind. */
import { broadcasting, convGeometry, poolGeometry, shape, trees } from 'cotangent/laws'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { broadcastShapes } from '../../../../src/core/shapeRules.ts'
import { leaves, paths } from '../../../../src/core/Tree.ts'
import { seed } from '../../../seed.ts'

const sampled = <A>(arbitrary: fc.Arbitrary<A>): readonly A[] => fc.sample(arbitrary, { seed: seed(), numRuns: 1000 })

describe('shape', () => {
  const shapes = sampled(shape())

  it.each<readonly [string, (s: readonly number[]) => boolean]>([
    ['scalars', (s) => s.length === 0],
    ['four axes', (s) => s.length === 4],
    ['axes of length 1', (s) => s.includes(1) && s.length > 1],
    ['axes without entries', (s) => s.includes(0)],
  ])('draws %s', (_, is) => {
    expect(shapes.some(is)).toBe(true)
  })
})

describe('broadcasting', () => {
  it('draws shapes that broadcast, with stretched and missing axes', () => {
    const drawn = sampled(broadcasting(2)).map(
      ({ shapes: [a = [], b = []] }) => [a, b, broadcastShapes('t', a, b)] as const,
    )
    expect(drawn.some(([a, b]) => a.length !== b.length)).toBe(true)
    expect(drawn.some(([a, , both]) => a.length === both.length && a.join() !== both.join())).toBe(true)
  })
})

describe('convGeometry', () => {
  const drawn = sampled(convGeometry())

  it.each<readonly [string, (g: (typeof drawn)[number]) => boolean]>([
    ['one spatial axis', (g) => g.stride.length === 1],
    ['two spatial axes', (g) => g.stride.length === 2],
    ['a stride above the kernel', (g) => g.stride.some((s, k) => s > (g.kernel[k + 2] ?? 0))],
    ['padding that differs at the two ends', (g) => g.padding.some(([low, high]) => low !== high)],
    ['a dilated kernel of more than one tap', (g) => g.dilation.some((d, k) => d > 1 && (g.kernel[k + 2] ?? 1) > 1)],
    ['a dilated input', (g) => g.inputDilation.some((d) => d > 1)],
    ['groups', (g) => g.groups > 1],
    ['depthwise groups', (g) => g.groups > 1 && g.kernel[1] === 1],
    ['a kernel of one tap', (g) => g.kernel.slice(2).every((taps) => taps === 1)],
  ])('draws %s', (_, is) => {
    expect(drawn.filter(is).length).toBeGreaterThan(10)
  })
})

describe('poolGeometry', () => {
  const drawn = sampled(poolGeometry())

  it.each<readonly [string, (g: (typeof drawn)[number]) => boolean]>([
    ['overlapping windows', (g) => g.stride.some((s, k) => s < (g.kernel[k] ?? 0))],
    ['windows with cells between them', (g) => g.stride.some((s, k) => s > (g.kernel[k] ?? 0))],
    ['ceil mode', (g) => g.ceilMode],
    ['padding', (g) => g.padding.some(([low, high]) => low + high > 0)],
    ['dilation', (g) => g.dilation.some((d, k) => d > 1 && (g.kernel[k] ?? 1) > 1)],
  ])('draws %s', (_, is) => {
    expect(drawn.filter(is).length).toBeGreaterThan(10)
  })
})

describe('trees', () => {
  it('draws single tensors, nestings and keys', () => {
    const drawn = sampled(trees({ keys: true }))
    const depths = drawn.map((tree) => Math.max(...paths(tree as never).map(([path]) => path.split('.').length), 0))
    expect(Math.max(...depths)).toBe(2)
    expect(drawn.some((tree) => leaves(tree).length > paths(tree as never).length)).toBe(true)
    expect(sampled(trees()).every((tree) => leaves(tree).length === paths(tree as never).length)).toBe(true)
  })
})
