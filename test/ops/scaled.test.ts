/** @file Mantissas and exponents: nothing is lost by splitting, and products stay in range until they are joined. */
import { defaultRuntime, referenceRuntime, tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { joined, product, split, total } from '../../src/ops/scaled.ts'

const special = [0, -0, Infinity, -Infinity, Number.NaN, 1, -3, 0.1, 2, 1.9999998807907104]
const float32 = [3.4028234663852886e38, -1.401298464324817e-45, 1.1754943508222875e-38, 8388607.5, 2 ** -127]
const float64 = [1.7976931348623157e308, 5e-324, -2.2250738585072014e-308, 2 ** 1023, 2 ** -1074]

describe.each([
  ['reference', referenceRuntime, [...special, ...float32, ...float64]],
  ['default', defaultRuntime, [...special.map(Math.fround), ...float32]],
])('scaled numbers at the %s runtime', (_, runtime, values) => {
  const x = tensor(values, [values.length])
  const { mantissa, exponent } = split(x)

  it('joining undoes splitting', () => {
    expect(Array.from(runtime.toArray(joined({ mantissa, exponent })))).toEqual(values)
  })

  it('mantissas are from 1 to 2, up to rounding', () => {
    const sizes = Array.from(runtime.toArray(mantissa), Math.abs)
    const plain = sizes.filter((_, k) => values[k] !== 0 && Number.isFinite(values[k]))
    expect(plain.every((size) => size > 0.9999 && size < 2.0001)).toBe(true)
  })

  it('products and sums leave the range only where they are joined', () => {
    const [large, small] = [split(tensor(1e30, [])), split(tensor(1e-30, []))]
    const huge = product(product(large, large), large)
    const tiny = product(product(small, small), small)
    const found = [
      product(huge, tiny),
      product(tiny, total(huge, huge)),
      total(huge, product(huge, split(tensor(-1, [])))),
    ]
    expect(found.map((y) => Math.round(runtime.item(joined(y)) * 1e6) / 1e6)).toEqual([1, 2, 0])
  })
})
