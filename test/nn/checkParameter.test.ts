/** @file No layer takes parameters or states of shapes that it did not make. */
import { key, ones, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { layers } from '../../laws/catalog/layers.ts'
import { leaves, rebuild } from '../../src/core/Tree.ts'
import { alongChannels, checkParameter } from '../../src/nn/checkParameter.ts'
import { erase } from '../../src/nn/Layer.ts'
import { toNested } from '../float64.ts'

/** Shapes that are near a shape: one entry more along an axis, one less, and one alone where there were more. */
const near = (shape: readonly number[]): readonly (readonly number[])[] =>
  shape.flatMap((length, axis) =>
    [length + 1, length - 1, 1]
      .filter((other) => other !== length && other > 0)
      .map((other) => shape.map((d, k) => (k === axis ? other : d))),
  )

const modes = [{ _tag: 'eval' } as const, { _tag: 'train', key: key(1) } as const]

describe('parameters and states of another shape', () => {
  it.each(Object.entries(layers))('are refused by %s', (_, { layer, input }) => {
    const erased = erase(layer)
    const [params, state] = erased.init(key(0))
    const own = leaves(params)
    const held = leaves(state)
    const x = ones(input)
    const accepted = [...own, ...held].flatMap((leaf, k) =>
      near(leaf.shape).filter((shape) => {
        const changed = [...own, ...held].map((other, index) => (index === k ? ones(shape) : other))
        return modes.some((mode) => {
          try {
            erased.apply(mode)(
              rebuild(params, changed.slice(0, own.length)),
              rebuild(state, changed.slice(own.length)),
              x,
            )
            return true
          } catch (thrown) {
            expect((thrown as Error).name).toBe('TensorError')
            return false
          }
        })
      }),
    )
    expect(accepted).toEqual([])
  })
})

describe('checkParameter', () => {
  it('gives what it was given, or says what it needs', () => {
    const weight: Tensor = tensor([1, 2], [2])
    expect(checkParameter('dense', 'weight', weight, [2])).toBe(weight)
    expect(() => checkParameter('dense', 'weight', weight, [3])).toThrow(
      "Cannot run dense: expected 'weight' of shape [3], found [2]",
    )
    expect(() => checkParameter('dense', 'weight', undefined as unknown as Tensor, [3])).toThrow('Cannot run dense')
  })
})

describe('alongChannels', () => {
  it('lays one number per channel before the spatial axes', () => {
    expect(toNested(alongChannels('conv2d', 'bias', tensor([1, 2], [2]), 2, 2))).toEqual([[[1]], [[2]]])
    expect(() => alongChannels('conv2d', 'bias', tensor([1], [1]), 2, 2)).toThrow(
      "Cannot run conv2d: expected 'bias' of shape [2], found [1]",
    )
  })
})
