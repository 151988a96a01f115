/**
 * @file Convolutions in lanes beside the reference: every size of kernel that they take, with weights of which no two are
 * alike. Whole numbers, so that sums are exact and any weight out of its place shows.
 */
import { conv2d, tensor, vjp } from 'cotangent'
import type { Tensor } from 'cotangent'
import { gpuRuntime, showGpuError } from 'cotangent/gpu'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { sizeOf } from '../../../src/core/Shape.ts'
import type { Shape } from '../../../src/core/Shape.ts'
import { toArray } from '../../float64.ts'

/** Numbers from -50 to 50; neighbours differ, along every axis. */
const counting = (shape: Shape, factor: number): Tensor =>
  tensor(
    Array.from({ length: sizeOf(shape) }, (_, k) => ((k * factor) % 101) - 50),
    shape,
  )

const sides = [1, 2, 3, 4, 5]

describe('convolution in lanes', async () => {
  const started = await gpuRuntime({ mode: 'webasm' })()
  if (E.isLeft(started)) throw new Error(showGpuError(started.left))
  const gpu = started.right
  afterAll(gpu.close)

  it.each(sides.flatMap((rows) => sides.map((columns) => [rows, columns] as const)))(
    'has the value and both gradients of the reference for kernels of %i by %i',
    async (rows, columns) => {
      for (const [stride, padding] of [
        [[1, 1], 0],
        [[1, 2], 1],
      ] as const) {
        const x = counting([1, 4, 7, 9], 37)
        const w = counting([8, 4, rows, columns], 41)
        const f = (a: Tensor, b: Tensor): Tensor => conv2d({ stride, padding })(a, b)
        const [y, pullback] = vjp(([a, b]: readonly [Tensor, Tensor]) => f(a, b))([x, w])
        const [dx, dw] = pullback(counting(y.shape, 43))
        for (const t of [y, dx, dw]) {
          expect(Array.from(await gpu.toArray(t)())).toEqual(Array.from(toArray(t), (value) => value + 0))
        }
      }
    },
  )
})
