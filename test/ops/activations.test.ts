import type { Tensor } from 'cotangent'
import {
  celu,
  clamp,
  elu,
  gelu,
  grad,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  hessian,
  leakyRelu,
  logSigmoid,
  mish,
  relu6,
  selu,
  silu,
  softplus,
  softshrink,
  softsign,
  tanhshrink,
  tensor,
} from 'cotangent'
import { laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item, toNested } from '../float64.ts'
import { holds } from '../holds.ts'

const smooth = {
  logSigmoid,
  mish,
  silu,
  softplus,
  softsign,
  tanhshrink,
  gelu: gelu(),
  geluByTanh: gelu({ approximate: true }),
}

describe('smooth activations', () => {
  holds(Object.entries(smooth).flatMap(([name, f]) => laws.primitive(name, { f, domains: ['real'] })))

  it('do not overflow', () => {
    const far = tensor([-1e4, -100, 100, 1e4], [4])
    expect(toNested(softplus(far))).toEqual([0, 3.720075976020836e-44, 100, 1e4])
    expect(toNested(logSigmoid(far))).toEqual([-1e4, -100, -3.720075976020836e-44, -0])
    expect(toNested(silu(tensor([-Infinity, Infinity], [2])))).toEqual([0, Infinity])
  })

  it('have the derivatives of every order at 0', () => {
    const at0 = tensor(0, [])
    expect(item(grad((x: Tensor<readonly []>) => softplus(x))(at0))).toBe(0.5)
    expect(item(hessian((x: Tensor<readonly []>) => softplus(x))(at0))).toBe(0.25)
  })
})

describe('activations with kinks', () => {
  it.each<readonly [string, (x: Tensor<readonly [3]>) => Tensor, readonly number[]]>([
    ['relu6', relu6, [0, 0.5, 6]],
    ['leakyRelu', leakyRelu({ slope: 0.25 }), [-1, 0.5, 8]],
    ['elu', elu(), [Math.expm1(-4), 0.5, 8]],
    ['celu', celu({ alpha: 2 }), [2 * Math.expm1(-2), 0.5, 8]],
    [
      'selu',
      selu,
      [1.0507009873554805 * 1.6732632423543772 * Math.expm1(-4), 0.5 * 1.0507009873554805, 8 * 1.0507009873554805],
    ],
    ['hardtanh', hardtanh(), [-1, 0.5, 1]],
    ['hardsigmoid', hardsigmoid, [0, 3.5 / 6, 1]],
    ['hardswish', hardswish, [0, (0.5 * 3.5) / 6, 8]],
    ['softshrink', softshrink(), [-3.5, 0, 7.5]],
    ['hardshrink', hardshrink(), [-4, 0, 8]],
    ['clamp', clamp({ low: -1, high: 2 }), [-1, 0.5, 2]],
  ])('%s is as its formula says', (_, f, expected) => {
    const found = toNested(f(tensor([-4, 0.5, 8], [3]))) as readonly number[]
    found.forEach((y, k) => expect(y).toBeCloseTo(expected[k]!, 12))
  })

  it.each<readonly [string, (x: Tensor<readonly []>) => Tensor<readonly []>, number, number]>([
    ['relu6 at 0', relu6, 0, 0],
    ['relu6 at 6', relu6, 6, 0],
    ['hardtanh at 1', hardtanh(), 1, 0],
    ['leakyRelu at 0', leakyRelu({ slope: 0.25 }), 0, 0.25],
    ['elu at 0', elu({ alpha: 2 }), 0, 2],
    ['clamp at a bound', clamp({ low: 0 }), 0, 1],
  ])('%s has the derivative that is documented', (_, f, x, slope) => {
    expect(item(grad(f)(tensor(x, [])))).toBe(slope)
  })
})
