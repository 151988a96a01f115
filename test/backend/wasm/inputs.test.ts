/** @file Inputs that are handed in again are not copied again, and that cannot be seen. */
import type { Tensor } from 'cotangent'
import { add, exp, makeRuntime, matmul, mul, tensor, toArray, wasmBackend } from 'cotangent'
import { compile } from 'cotangent'
import { afterAll, describe, expect, it } from 'vitest'

const backend = wasmBackend({ threads: 1 })
const runtime = makeRuntime(backend)
afterAll(backend.close)

const square = (...numbers: readonly number[]): Tensor => tensor(Float32Array.from(numbers), [2, 2])
const numbers = (t: Tensor): readonly number[] => Array.from(toArray(t, runtime))

describe('wasmBackend: inputs', () => {
  it('of one call are those of the next, whatever ran between, and whatever the program makes of their place', () => {
    const product = compile((a: Tensor, b: Tensor) => matmul(a, b), { runtime })
    // The values of this program may take the place of its inputs.
    const chain = compile((a: Tensor) => mul(exp(add(mul(a, 0), 1)), a), { runtime })
    const [a, b, c] = [square(1, 2, 3, 4), square(0, 1, 1, 0), square(2, 0, 0, 2)]
    for (let round = 0; round < 3; round++) {
      expect(numbers(product(a, b))).toEqual([2, 1, 4, 3])
      expect(numbers(product(a, b))).toEqual([2, 1, 4, 3])
      expect(numbers(product(a, c))).toEqual([2, 4, 6, 8])
      expect(numbers(chain(a))[0]).toBeCloseTo(Math.E, 5)
      expect(numbers(chain(a))[3]).toBeCloseTo(4 * Math.E, 5)
      expect(numbers(product(c, a))).toEqual([2, 4, 6, 8])
    }
  })

  it('survive a close', () => {
    const double = compile((a: Tensor) => mul(a, 2), { runtime })
    const a = square(1, 2, 3, 4)
    expect(numbers(double(a))).toEqual([2, 4, 6, 8])
    backend.close()
    expect(numbers(double(a))).toEqual([2, 4, 6, 8])
  })
})
