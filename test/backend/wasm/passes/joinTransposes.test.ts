/** @file Products of few rows with a transposed matrix read it where it lies, and come to the same numbers. */
import { products } from '../../../../src/backend/families.ts'
import fc from 'fast-check'
import { add, compile, force, grad, makeRuntime, matmul, mul, sum, tensor, transpose, wasmBackend } from 'cotangent'
import type { Tensor } from 'cotangent'
import { afterAll, describe, expect, it } from 'vitest'
import { planProgram } from '../../../../src/backend/wasm/index.ts'
import type { Program } from '../../../../src/compile/Program.ts'
import { toArray as numbersOn } from 'cotangent'
import { toArray } from '../../../float64.ts'

const backends = [1, 2].map((threads) => wasmBackend({ threads }))
const runtimes = backends.map((backend) => makeRuntime(backend))
afterAll(() => {
  for (const backend of backends) backend.close()
})

/** Numbers whose products and sums float32 holds exactly. */
const whole = (shape: readonly [number, number], seed: number): Tensor =>
  tensor(
    Array.from({ length: shape[0] * shape[1] }, (_, k) => ((k * 7 + seed * 13) % 11) - 5),
    shape,
  )

const byRows = (x: Tensor, w: Tensor): Tensor => matmul(x, transpose(w))

const side = (most: number) => fc.integer({ min: 1, max: most })

/** matmul(x, transpose(w)), and more outputs. */
const programOf = (m: number, outputs: readonly number[]): Program => ({
  inputs: [
    [m, 40],
    [30, 40],
  ],
  instructions: [
    { name: 'transpose', params: { permutation: [1, 0] }, inputs: [1], inputShapes: [[30, 40]], shape: [40, 30] },
    {
      name: 'matmul',
      params: {},
      inputs: [0, 2],
      inputShapes: [
        [m, 40],
        [40, 30],
      ],
      shape: [m, 30],
      family: products,
    },
  ],
  outputs,
})

const roomOfTranspose = (program: Program): number =>
  planProgram(program).placements[2]!.shape.reduce((a, b) => a * b, 1)

describe('thin products by rows', () => {
  it('are exact for whole numbers, whatever the shape and the number of threads', () => {
    fc.assert(
      fc.property(side(20), side(50), side(70), fc.nat(100), (m, k, n, seed) => {
        const [x, w] = [whole([m, k], seed), whole([n, k], seed + 1)]
        const expected = toArray(byRows(x, w))
        for (const runtime of runtimes) {
          expect(Array.from(numbersOn(compile(byRows, { runtime })(x, w), runtime))).toEqual(Array.from(expected))
        }
      }),
    )
  })

  it('have the same bits on one thread and on two where it is worth sharing', () => {
    const x = whole([3, 2048], 1)
    const w = mul(whole([512, 2048], 2), 0.1)
    const [one, two] = runtimes.map((runtime) => numbersOn(compile(byRows, { runtime })(x, w), runtime))
    expect(one).toEqual(two)
  })

  it('need no room for the transposed matrix, unless something else reads it or x has many rows', () => {
    expect(roomOfTranspose(programOf(4, [3]))).toBe(0)
    expect(roomOfTranspose(programOf(4, [3, 2]))).toBe(1200)
    expect(roomOfTranspose(programOf(17, [3]))).toBe(1200)
  })

  it('are right where the transposed matrix is an output, is read twice, or is both operands', () => {
    const w = whole([6, 6], 3)
    const f = (a: Tensor) => {
      const t = transpose(a)
      return [t, matmul(a, t), matmul(t, t), add(t, 1)]
    }
    const runtime = runtimes[0]!
    const found = force(compile(f, { runtime })(w), runtime).map((t) => numbersOn(t, runtime))
    expect(found.map((t) => Array.from(t))).toEqual(f(w).map((t) => Array.from(toArray(t))))
  })

  it('have the gradients of the product', () => {
    const [x, w] = [whole([2, 9], 4), whole([7, 9], 5)]
    const loss = (a: { readonly x: Tensor; readonly w: Tensor }) => {
      const y = byRows(a.x, a.w)
      return sum()(mul(y, y))
    }
    const runtime = runtimes[1]!
    const gradients = compile((a: { readonly x: Tensor; readonly w: Tensor }) => grad(loss)(a), { runtime })({ x, w })
    const expected = grad(loss)({ x, w })
    expect(Array.from(numbersOn(gradients.x, runtime))).toEqual(Array.from(toArray(expected.x)))
    expect(Array.from(numbersOn(gradients.w, runtime))).toEqual(Array.from(toArray(expected.w)))
  })
})
