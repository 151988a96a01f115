/**
 * @file Products of all small sizes, and of sizes that change the way they are computed, against sums in float64. The
 * entries are small integers, so every sum is exact and each entry must be equal.
 */
import type { Runtime, Tensor } from 'cotangent'
import { force, key, makeRuntime, matmul, max, normal, split, toArray, transpose } from 'cotangent'
import fc from 'fast-check'
import { products } from '../../../src/backend/families.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { wasmDialect } from '../../../src/backend/wasm/Dialect.ts'
import { noProducts } from '../../../src/backend/wasm/HostProducts.ts'
import { backendOf, wasmBackend } from '../../../src/backend/wasm/index.ts'
import { joinAllTransposes } from '../../../src/backend/wasm/passes/joinTransposes.ts'
import { panelsOf } from '../../../src/backend/wasm/product.ts'
import { seed } from '../../seed.ts'
import type { Input } from './compute.ts'
import { compute, of } from './compute.ts'

const backend = wasmBackend({ threads: 1 })
const shared = wasmBackend({ threads: 3 })
const joining = backendOf(
  { name: 'joining', dialect: { ...wasmDialect, passes: [joinAllTransposes] }, products: noProducts },
  { threads: 1 },
)
afterAll(() => {
  joining.close()
  backend.close()
  shared.close()
})

const matrix = (rows: number, columns: number, factor: number): Input =>
  of(
    Array.from({ length: rows * columns }, (_, k) => ((k * factor) % 7) - 3),
    [rows, columns],
  )

const expected = (a: Input, b: Input): readonly number[] => {
  const [m = 0, k = 0] = a.shape
  const n = b.shape[1] ?? 0
  return Array.from({ length: m * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n]
    let sum = 0
    for (let l = 0; l < k; l++) sum += a.data[row * k + l]! * b.data[l * n + column]!
    return sum
  })
}

const multiplied = (m: number, k: number, n: number, on = backend): readonly [readonly number[], readonly number[]] => {
  const [a, b] = [matrix(m, k, 5), matrix(k, n, 3)]
  return [Array.from(compute(on, 'matmul', {}, [a, b], [m, n])), expected(a, b)]
}

describe('matmul', () => {
  it('is exact on integers for every number of rows and columns of a tile, and more', () => {
    for (let m = 1; m <= 14; m++) {
      for (let n = 1; n <= 19; n++) {
        const [found, sums] = multiplied(m, 6, n)
        expect(found, `${String(m)} rows, ${String(n)} columns`).toEqual(sums)
      }
    }
  })

  it('is exact on integers for every depth up to 9, and for depths of several blocks', () => {
    for (const k of [1, 2, 3, 4, 5, 6, 7, 8, 9, 1024, 1025, 2050]) {
      for (const [m, n] of [
        [7, 13],
        [3, 2],
        [2, 18],
        [1, 9],
      ] as const) {
        const [found, sums] = multiplied(m, k, n)
        expect(found, `depth ${String(k)}, ${String(m)} rows, ${String(n)} columns`).toEqual(sums)
      }
    }
  })

  it('is exact on integers where columns are packed, and for those that are left over', () => {
    for (const [m, k, n] of [
      [24, 32, 256],
      [53, 300, 350],
      [31, 210, 507],
    ] as const) {
      const [found, sums] = multiplied(m, k, n)
      expect(found, [m, k, n].join()).toEqual(sums)
    }
  })

  it('gives the same numbers on three threads as on one, bit for bit', () => {
    const [a, b] = [matrix(130, 400, 5), matrix(400, 120, 3)]
    const scaled = (input: Input): Input => ({ ...input, data: Float32Array.from(input.data, (x) => x / 7) })
    const [one, three] = [backend, shared].map((on) =>
      Array.from(compute(on, 'matmul', {}, [scaled(a), scaled(b)], [130, 120])),
    )
    expect(three).toEqual(one)
  })
})

describe('matmulByRows', () => {
  const runtimes = [true, false].map((relaxedSimd) => makeRuntime(wasmBackend({ threads: 2, relaxedSimd })))
  afterAll(() => {
    for (const runtime of runtimes) runtime.close()
  })

  const bitsOf = (t: Tensor, runtime: Runtime): readonly number[] => Array.from(toArray(t, runtime))

  it('has the bits of the product with a transpose that is in memory, for sums of several groups of blocks too', () => {
    const depths = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(255, 256, 257, 1025, 2050, 70_003))
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 18 }),
        depths,
        fc.integer({ min: 1, max: 37 }),
        fc.nat(),
        fc.constantFrom(...runtimes),
        (m, k, n, chosen, runtime) => {
          const [forX, forW] = split(key(chosen))
          const x: Tensor = force(normal([m, k])(forX), runtime)
          const w: Tensor = force(normal([n, k])(forW), runtime)
          const inMemory: Tensor = force(transpose(w), runtime)
          expect(bitsOf(matmul(x, transpose(w)), runtime)).toEqual(bitsOf(matmul(x, inMemory), runtime))
        },
      ),
      { seed: seed(), numRuns: 60 },
    )
  })

  it('leaves a function of few rows the same from call to call, whatever else it reads', () => {
    const scores = (): readonly number[] => {
      const [q, k] = split(key(7)).map((each): Tensor => normal([9, 16])(each))
      const turned = transpose(q!)
      const found = [...toArray(max()(matmul(k!, turned))), ...toArray(matmul(q!, turned))]
      return [...found, ...toArray(turned)]
    }
    const first = scores()
    for (let call = 0; call < 3; call++) expect(scores()).toEqual(first)
  })
})

describe('matmulByColumns', () => {
  it('is exact on integers for panels of every height', () => {
    for (let m = 1; m <= 14; m++) {
      const [x, b] = [matrix(9, m, 5), matrix(9, 11, 3)]
      const transposed = of(
        Array.from({ length: m * 9 }, (_, k) => x.data[(k % 9) * m + Math.floor(k / 9)]!),
        [m, 9],
      )
      const program = {
        inputs: [x.shape, b.shape],
        instructions: [
          { name: 'transpose', params: { permutation: [1, 0] }, inputs: [0], inputShapes: [x.shape], shape: [m, 9] },
          {
            name: 'matmul',
            params: {},
            inputs: [2, 1],
            inputShapes: [[m, 9], b.shape],
            shape: [m, 11],
            family: products,
          },
        ],
        outputs: [3],
      } as const
      const [found] = joining.compile(program)([x.data, b.data])
      expect(Array.from(found!)).toEqual(expected(transposed, b))
    }
  })
})

describe('panelsOf', () => {
  it('has as many rows as were asked for', () => {
    for (let rows = 0; rows <= 60; rows++) {
      const { fives, fours, threes, twos, ones } = panelsOf(rows)
      expect(5 * fives + 4 * fours + 3 * threes + 2 * twos + ones).toBe(rows)
    }
  })
})
