/**
 * @file Convolutions in all three readings, at sizes that change the way they are computed, against the reference. The
 * entries are small integers, so every sum is exact and each entry must be equal.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { referenceBackend } from '../../../../src/backend/reference/index.ts'
import { wasmBackend } from '../../../../src/backend/wasm/index.ts'
import type { ConvWindow } from '../../../../src/core/InstructionSet.ts'
import type { Shape } from '../../../../src/core/Shape.ts'
import { sizeOf } from '../../../../src/core/Shape.ts'
import { windowOf } from '../../../../src/core/Window.ts'
import type { Input } from '../compute.ts'
import { compute, of } from '../compute.ts'

const backend = wasmBackend({ threads: 1 })
const shared = wasmBackend({ threads: 3 })
afterAll(() => {
  backend.close()
  shared.close()
})

const integers = (shape: Shape, factor: number): Input =>
  of(
    Array.from({ length: sizeOf(shape) }, (_, k) => ((k * factor) % 7) - 3),
    shape,
  )

interface Case {
  readonly images: number
  readonly channels: number
  readonly features: number
  readonly side: readonly [number, number]
  readonly kernel: number
  readonly padding?: number
  readonly stride?: number
  readonly groups?: number
}

const expectEqual = (one: Case): void => {
  const { images, channels, features, side, kernel, padding = 0, stride = 1, groups = 1 } = one
  const x = [images, groups * channels, ...side]
  const w = [groups * features, channels, kernel, kernel]
  const window = windowOf({ operation: 'slide', shapes: [side], phrase: 'slide' }, x.slice(2), [kernel, kernel], {
    padding,
    stride,
  })
  const params: ConvWindow = { window, groups }
  const y = [images, groups * features, ...window.map(({ output }) => output)]
  const [ofX, ofW, ofY] = [integers(x, 5), integers(w, 3), integers(y, 4)]
  const readings = [
    ['conv', [ofX, ofW], y],
    ['convInput', [ofY, ofW], x],
    ['convFilter', [ofX, ofY], w],
  ] as const
  for (const [name, inputs, shape] of readings) {
    const sums = Array.from(compute(referenceBackend, name, params, inputs, shape))
    for (const on of [backend, shared]) {
      expect(Array.from(compute(on, name, params, inputs, shape)), `${name} ${JSON.stringify(one)}`).toEqual(sums)
    }
  }
}

describe('conv, convInput and convFilter on wasm', () => {
  it('are exact on integers for every number of channels and features up to 9', () => {
    for (let count = 1; count <= 9; count++) {
      expectEqual({ images: 2, channels: count, features: 10 - count, side: [5, 6], kernel: 3 })
    }
  })

  it('are exact on integers for every width up to 20', () => {
    for (let width = 5; width <= 20; width++) {
      expectEqual({ images: 1, channels: 2, features: 5, side: [6, width], kernel: 5 })
      expectEqual({ images: 3, channels: 1, features: 6, side: [5, width], kernel: 5, padding: 2 })
      expectEqual({ images: 2, channels: 2, features: 16, side: [5, width], kernel: 5 })
    }
  })

  it('are exact on integers for 16 features, as in LeNet, and for 17', () => {
    for (const features of [16, 17]) {
      expectEqual({ images: 8, channels: 6, features, side: [14, 14], kernel: 5 })
      expectEqual({ images: 5, channels: 6, features, side: [13, 11], kernel: 5, padding: 1 })
    }
  })

  it('are exact on integers for more images than are computed at once, whole vectors of them or not', () => {
    for (const [images, channels] of [
      [36, 6],
      [12, 7],
      [8, 1],
      [33, 2],
    ] as const) {
      expectEqual({ images, channels, features: 3, side: [9, 8], kernel: 5, padding: 2 })
    }
  })

  it('are exact on integers for kernels of one cell, over several images', () => {
    expectEqual({ images: 3, channels: 9, features: 13, side: [7, 7], kernel: 1 })
    expectEqual({ images: 1, channels: 70, features: 12, side: [4, 9], kernel: 1 })
  })

  it('are exact on integers for kernels of one cell whose features threads share, in groups or not', () => {
    expectEqual({ images: 1, channels: 300, features: 83, side: [7, 7], kernel: 1 })
    expectEqual({ images: 2, channels: 300, features: 42, side: [7, 7], kernel: 1, groups: 2 })
  })

  it('are exact on integers with strides and groups', () => {
    for (const groups of [1, 3]) {
      for (const stride of [1, 2]) {
        expectEqual({ images: 2, channels: 2, features: 5, side: [9, 12], kernel: 3, stride, groups, padding: 1 })
      }
    }
  })

  it('are exact on integers where a sum has several blocks', () => {
    expectEqual({ images: 1, channels: 130, features: 3, side: [5, 6], kernel: 3 })
    expectEqual({ images: 9, channels: 2, features: 9, side: [18, 19], kernel: 5 })
  })
})
