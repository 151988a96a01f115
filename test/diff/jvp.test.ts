/** @file Forward mode as the transpose of the transpose; products with the Hessian. */
import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import {
  conv2d,
  exp,
  grad,
  hessian,
  hvp,
  innerProduct,
  jvp,
  key,
  matmul,
  maxPool2d,
  mul,
  normal,
  sin,
  sum,
  tensor,
  vjp,
} from 'cotangent'
import { item, toArray, toNested } from '../float64.ts'

const numbers = (t: Tensor): readonly number[] => Array.from(toArray(t))

describe('jvp', () => {
  it('is the directional derivative of a known function', () => {
    const [value, derivative] = jvp((t: Tensor): Tensor => sin(t))(tensor([0, 1], [2]), tensor([2, 3], [2]))
    expect(numbers(value)).toEqual([Math.sin(0), Math.sin(1)])
    expect(numbers(derivative)).toEqual([2 * Math.cos(0), 3 * Math.cos(1)])
  })

  it('is exact for a linear function', () => {
    const a: Tensor = normal([3, 3])(key(1))
    const v: Tensor = normal([3, 2])(key(2))
    const [, derivative] = jvp((t: Tensor): Tensor => matmul(a, t))(normal([3, 2])(key(3)), v)
    expect(numbers(derivative)).toEqual(numbers(matmul(a, v)))
  })

  it('is adjoint to vjp, through convolution and pooling', () => {
    const image: Tensor = normal([2, 2, 6, 6])(key(4))
    const f = (w: Tensor): Tensor => maxPool2d({ kernel: 3, stride: 2 })(conv2d({ padding: 1 })(image, w))
    const [w, v]: readonly Tensor[] = [normal([3, 2, 3, 3])(key(5)), normal([3, 2, 3, 3])(key(6))]
    const [y, derivative] = jvp(f)(w as Tensor, v as Tensor)
    const u: Tensor = normal(y.shape)(key(7))
    const [, pullback] = vjp(f)(w as Tensor)
    expect(item(innerProduct(derivative, u))).toBeCloseTo(item(innerProduct(v, pullback(u))), 10)
  })

  it('works on trees', () => {
    const [, derivative] = jvp(({ a, b }: { readonly a: Tensor; readonly b: Tensor }) => ({
      product: mul(a, b),
    }))({ a: tensor(3, []), b: tensor(4, []) }, { a: tensor(1, []), b: tensor(10, []) })
    expect(item(derivative.product)).toBe(34)
  })
})

describe('hvp', () => {
  it('is the Hessian times the direction', () => {
    const f = (t: Tensor<readonly [3]>): Tensor => sum()(mul(exp(t), mul(t, t)))
    const x = tensor([0.1, -0.4, 0.7], [3])
    const v = tensor([1, -2, 0.5], [3])
    const product = numbers(hvp(f)(x, v))
    const expected = numbers(matmul(hessian(f)(x), v))
    product.forEach((entry, index) => {
      expect(entry).toBeCloseTo(expected[index] ?? Number.NaN, 12)
    })
  })

  it('works by the weights of a network with pooling', () => {
    const image: Tensor = normal([1, 1, 6, 6])(key(8))
    const loss = (w: Tensor): Tensor => {
      const y: Tensor = maxPool2d({ kernel: 2 })(conv2d()(image, w))
      return sum()(mul(mul(y, y), y))
    }
    const [w, v]: readonly [Tensor, Tensor] = [normal([1, 1, 3, 3])(key(9)), normal([1, 1, 3, 3])(key(10))]
    const step = 1e-5
    const gradientAt = (sign: number): readonly number[] =>
      numbers(
        grad(loss)(
          tensor(
            Float64Array.from(numbers(w), (n, i) => n + sign * step * (numbers(v)[i] ?? 0)),
            w.shape,
          ),
        ),
      )
    const [ahead, behind] = [gradientAt(1), gradientAt(-1)]
    numbers(hvp(loss)(w, v)).forEach((entry, index) => {
      const numeric = ((ahead[index] ?? 0) - (behind[index] ?? 0)) / (2 * step)
      expect(Math.abs(entry - numeric)).toBeLessThan(1e-5 * Math.max(1, Math.abs(numeric)))
    })
  })
})

describe('innerProduct', () => {
  it('adds up over a tree', () => {
    const tree = { a: tensor([1, 2], [2]), b: [tensor(3, [])] as const }
    expect(toNested(innerProduct(tree, tree))).toBe(14)
  })
})
