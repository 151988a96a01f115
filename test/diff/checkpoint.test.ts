/** @file checkpoint beyond its laws: memory, closures, second order. */
import {
  checkpoint,
  compile,
  conv2d,
  explain,
  grad,
  hvp,
  key,
  matmul,
  mul,
  normal,
  ones,
  sum,
  tanh,
  tensor,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { toArray } from '../float64.ts'

type Scalar = Tensor<readonly []>

describe('checkpoint', () => {
  const layers = 24
  const block = (x: Tensor<readonly [64, 64]>): Tensor<readonly [64, 64]> =>
    Array.from({ length: 8 }).reduce<Tensor<readonly [64, 64]>>((y) => tanh(matmul(y, y)), x)
  const chain = (part: typeof block) => (x: Tensor<readonly [64, 64]>) =>
    sum()(Array.from({ length: layers / 8 }).reduce<Tensor<readonly [64, 64]>>((y) => part(y), x))
  const peakOf = (f: (x: Tensor<readonly [64, 64]>) => Scalar): number =>
    explain(
      compile((x: Tensor<readonly [64, 64]>) => grad(f)(x)),
      ones([64, 64]),
    ).peakBytes

  it('needs less memory at its peak, for the same numbers', () => {
    const [all, some] = [peakOf(chain(block)), peakOf(chain(checkpoint(block)))]
    expect(some).toBeLessThan(0.7 * all)
    const x = mul(normal([64, 64])(key(1)), 0.1)
    const [left, right] = [grad(chain(checkpoint(block)))(x), grad(chain(block))(x)]
    expect(toArray(left)).toEqual(toArray(right))
  })

  it('also by what it closes over, such as the kernels of a network', () => {
    const kernels = Array.from({ length: 9 }, (_, k): Tensor => normal([4, 4, 3, 3])(key(k)))
    const image: Tensor = normal([2, 4, 8, 8])(key(20))
    const loss =
      (part: (f: (x: Tensor) => Tensor) => (x: Tensor) => Tensor) =>
      (all: readonly Tensor[]): Scalar => {
        const blocks = [0, 3, 6].map((from) =>
          part((x) => all.slice(from, from + 3).reduce<Tensor>((y, w) => tanh(conv2d({ padding: 1 })(y, w)), x)),
        )
        return sum()(blocks.reduce((y, f) => f(y), image))
      }
    const [kept, again] = [loss((f) => f), loss((f) => checkpoint(f))]
    const peak = (f: typeof kept): number =>
      explain(
        compile((all: readonly Tensor[]) => grad(f)(all)),
        kernels,
      ).peakBytes
    expect(peak(again)).toBeLessThan(0.8 * peak(kept))
    expect(grad(again)(kernels).map((t) => toArray(t))).toEqual(grad(kept)(kernels).map((t) => toArray(t)))
  })

  it('has second derivatives', () => {
    const f = (x: Tensor): Scalar => sum()(mul(tanh(x), mul(x, x)))
    const x: Tensor = tensor([1, 2, 3], [3])
    expect(toArray(hvp(checkpoint(f))(x, x))).toEqual(toArray(hvp(f)(x, x)))
  })
})
