/**
 * @file The dialect over products by plain loops: it holds without a library, whether all products go to the host, none, or
 * those that are worth it.
 */
import {
  compile,
  force,
  grad,
  makeRuntime,
  matmul,
  mul,
  referenceRuntime,
  sum,
  tensor,
  toArray,
  transpose,
} from 'cotangent'
import type { Runtime, Tensor } from 'cotangent'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { composites, operations } from '../../laws/operations/index.ts'
import { backendLaws } from '../../laws/runtimes/backendAgrees.ts'
import { localityLaws } from '../../laws/runtimes/locality.ts'
import { ownWindowLaws } from '../../laws/runtimes/ownWindow.ts'
import { backendOf } from '../../src/backend/wasm/index.ts'
import { nativeDialect } from '../../src/native/dialect.ts'
import { chunksOf } from '../../src/native/engine.ts'
import { worthFrom } from '../../src/native/worthCalling.ts'
import { holds } from '../holds.ts'
import { plain } from './plain.ts'

const from = (fewest: number): Runtime =>
  makeRuntime(
    backendOf({ name: 'native', dialect: nativeDialect(worthFrom(fewest)), products: plain() }, { threads: 1 }),
  )

const [all, some, none] = [from(0), from(500), from(Infinity)]
afterAll(() => {
  for (const { close } of [all, some, none]) close()
})

const convolutions = [operations.conv, operations.convInput, operations.convFilter, composites.conv2d]

describe('nativeDialect', () => {
  holds(
    [operations.matmul, ...convolutions].flatMap((operation) => [
      ...backendLaws(all, operation),
      ...localityLaws(all, operation),
    ]),
    ownWindowLaws(all),
  )

  const side = fc.integer({ min: 1, max: 40 })
  /** Numbers whose products and sums float32 holds exactly. */
  const whole = (rows: number, columns: number, seed: number): Tensor =>
    tensor(
      Array.from({ length: rows * columns }, (_, k) => ((k * 7 + seed * 13) % 11) - 5),
      [rows, columns],
    )
  /** Products with transposes on either side, and gradients, which have more of them. */
  const products = (a: Tensor, b: Tensor): readonly Tensor[] => {
    const [m, n] = [matmul(a, transpose(b)) as Tensor, matmul(transpose(a), a) as Tensor]
    const both = matmul(transpose(a), matmul(transpose(transpose(m)), b)) as Tensor
    const slope = grad((x: Tensor) => sum()(mul(matmul(x, transpose(b)) as Tensor, m)))(a)
    return [m, n, both, slope]
  }

  it('reads transposed matrices where they lie, exactly, on whichever side they are', () => {
    fc.assert(
      fc.property(side, side, side, fc.nat(100), (m, k, n, seed) => {
        const [a, b] = [whole(m, k, seed), whole(n, k, seed + 1)]
        const expected = products(a, b).map((t) => Array.from(toArray(t, referenceRuntime)))
        for (const runtime of [all, some, none]) {
          const found = force(compile(products, { runtime })(a, b) as never, runtime) as readonly Tensor[]
          expect(found.map((t) => Array.from(toArray(t, runtime)))).toEqual(expected)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('adds up sums of more than 64 blocks, whose groups need room of their own', () => {
    const depth = 70_001
    const [a, b] = [whole(2, depth, 1), whole(3, depth, 2)]
    const f = (x: Tensor, y: Tensor): Tensor => matmul(x, transpose(y)) as Tensor
    const expected = Array.from(toArray(f(a, b), referenceRuntime))
    expect(Array.from(toArray(compile(f, { runtime: all })(a, b), all))).toEqual(expected)
  })
})

describe('chunksOf', () => {
  const pixels = fc.record({
    images: fc.integer({ min: 1, max: 9 }),
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 300 }),
  })

  it('takes every pixel once, and no more at a time than asked, if a row or 64 pixels allow it', () => {
    fc.assert(
      fc.property(pixels, fc.double({ min: 0, max: 5000, noNaN: true }), (whole, most) => {
        const seen = new Map<string, number>()
        for (const chunk of chunksOf(whole, most)) {
          const least = whole.rows > 1 ? whole.columns : Math.min(64, whole.columns)
          expect(chunk.images * chunk.rows * chunk.columns).toBeLessThanOrEqual(Math.max(most, least))
          for (let i = 0; i < chunk.images; i++) {
            for (let r = 0; r < chunk.rows; r++) {
              for (let c = 0; c < chunk.columns; c++) {
                const pixel = [chunk.firstImage + i, chunk.firstRow + r, chunk.firstColumn + c].join()
                seen.set(pixel, (seen.get(pixel) ?? 0) + 1)
              }
            }
          }
        }
        expect(seen.size).toBe(whole.images * whole.rows * whole.columns)
        expect([...seen.values()].every((count) => count === 1)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})
