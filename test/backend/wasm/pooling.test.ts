/**
 * @file Pooling takes four windows at a time where they lie inside, and one by one at the borders: the same numbers as the
 * reference for every window, with ties, infinities and NaN among them.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import { wasmBackend } from '../../../src/backend/wasm/index.ts'
import type { Window } from '../../../src/core/Window.ts'
import { windowOf } from '../../../src/core/Window.ts'
import type { Input } from './compute.ts'
import { compute } from './compute.ts'

const wasm = wasmBackend({ threads: 1 })

interface Geometry {
  readonly input: readonly [number, number]
  readonly window: Window
}

const geometries: fc.Arbitrary<Geometry> = fc
  .record({
    input: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 23 })),
    kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })),
    dilation: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
    isPadded: fc.boolean(),
    ceilMode: fc.boolean(),
  })
  .chain(({ input, kernel, stride, dilation, isPadded, ceilMode }) => {
    const padding = kernel.map((side) => (isPadded ? Math.floor(side / 2) : 0))
    try {
      const caller = { operation: 'maxPool', shapes: [], phrase: 'pool' } as const
      const window = windowOf(caller, input, kernel, { stride, padding, dilation, ceilMode })
      return fc.constant({ input, window })
    } catch {
      return fc.constant(null)
    }
  })
  .filter((geometry) => geometry !== null)

const values = [0, -0, 1, 1, 2, -3, 0.5, Infinity, -Infinity, NaN] as const

const inputOf = ([height, width]: readonly [number, number], picks: readonly number[], finite: boolean): Input => ({
  data: Float32Array.from({ length: 2 * height * width }, (_, k) => {
    const value = values[picks[k % picks.length]! % values.length]!
    return finite && !Number.isFinite(value) ? k % 7 : value
  }),
  shape: [1, 2, height, width],
})

const outputOf = ({ window }: Geometry): readonly number[] => [1, 2, ...window.map(({ output }) => output)]

const picks = fc.array(fc.nat(9), { minLength: 1, maxLength: 40 })

describe('pooling on wasm', () => {
  it.each(['maxPool', 'maxPoolIndices'] as const)('%s is that of the reference', (name) => {
    fc.assert(
      fc.property(geometries, picks, (geometry, chosen) => {
        const { window, input } = geometry
        const x = inputOf(input, chosen, false)
        const [found, expected] = [wasm, referenceBackend].map((backend) =>
          Array.from(compute(backend, name, { window }, [x], outputOf(geometry)), (y) => y + 0),
        )
        expect(found).toEqual(expected)
      }),
      { numRuns: 400 },
    )
  })

  it('sumPool is that of the reference, rounded once', () => {
    fc.assert(
      fc.property(geometries, picks, (geometry, chosen) => {
        const { window, input } = geometry
        const x = inputOf(input, chosen, true)
        const shape = outputOf(geometry)
        expect(Array.from(compute(wasm, 'sumPool', { window }, [x], shape), (y) => y + 0)).toEqual(
          Array.from(compute(referenceBackend, 'sumPool', { window }, [x], shape), (y) => Math.fround(y) + 0),
        )
      }),
      { numRuns: 400 },
    )
  })

  it('sumPoolInput is that of the reference', () => {
    fc.assert(
      fc.property(geometries, picks, (geometry, chosen) => {
        const { window, input } = geometry
        const sides = window.map(({ output }) => output) as [number, number]
        const g = inputOf(sides, chosen, true)
        const shape = [1, 2, ...input]
        // Halves and whole numbers, few of them: every order of addition is exact.
        expect(Array.from(compute(wasm, 'sumPoolInput', { window }, [g], shape), (y) => y + 0)).toEqual(
          Array.from(compute(referenceBackend, 'sumPoolInput', { window }, [g], shape), (y) => y + 0),
        )
      }),
      { numRuns: 400 },
    )
  })
})
