/** @file Activations: values beside their formulas and SciPy's, derivatives at kinks, and how far they can be driven. */
import type { Tensor, UnaryOperation } from 'cotangent'
import {
  abs,
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
  relu,
  relu6,
  selu,
  silu,
  softplus,
  softshrink,
  softsign,
  tanhshrink,
  tensor,
  threshold,
} from 'cotangent'
import { composites, laws } from 'cotangent/laws'
import { describe, expect, it } from 'vitest'
import { item, toNested } from '../float64.ts'
import { holds } from '../holds.ts'
import { expectNear } from '../near.ts'

const slopeAt = (f: UnaryOperation, x: number): number =>
  item(grad((at: Tensor<readonly []>): Tensor<readonly []> => f(at))(tensor(x, [])))

const seluScale = 1.0507009873554805

describe('derivatives at kinks', () => {
  it.each<readonly [string, UnaryOperation, Readonly<Record<string, number>>]>([
    ['relu', relu, { 0: 0 }],
    ['abs', abs, { 0: 0 }],
    ['relu6', relu6, { 0: 0, 6: 0 }],
    ['leakyRelu', leakyRelu({ slope: 0.25 }), { 0: 0.25 }],
    ['elu', elu({ alpha: 0.5 }), { 0: 0.5 }],
    ['celu', celu({ alpha: 2 }), { 0: 1 }],
    ['selu', selu, { 0: seluScale * 1.6732632423543772 }],
    ['softsign', softsign, { 0: 1 }],
    ['hardtanh', hardtanh(), { '-1': 0, 1: 0 }],
    ['hardsigmoid', hardsigmoid, { '-3': 0, 3: 0 }],
    ['hardswish', hardswish, { '-3': -0.5, 3: 1.5 }],
    ['softshrink', softshrink(), { '-0.5': 0, 0.5: 0 }],
    ['hardshrink', hardshrink(), { '-0.5': 0, 0.5: 0 }],
    ['threshold', threshold({ above: 1, value: -1 }), { 1: 0 }],
    ['clamp', clamp({ low: -1, high: 2 }), { '-1': 1, 2: 1 }],
  ])("of %s are PyTorch's", (_, f, slopes) => {
    for (const [x, slope] of Object.entries(slopes)) expect(slopeAt(f, Number(x))).toBeCloseTo(slope, 15)
  })
})

describe('gelu', () => {
  holds(laws.operation(composites.gelu), laws.operation(composites['gelu, approximate']))

  it('is as its formula says', () => {
    expectNear(gelu()(tensor([-1, 0, 2], [3])), [-0.15865525393145707, 0, 1.9544997361036416])
  })

  it('is near itself by tanh', () => {
    expectNear(gelu({ approximate: true })(tensor([-1, 0, 2], [3])), [-0.1588080093917233, 0, 1.954597694087775])
  })
})

describe('logSigmoid', () => {
  holds(laws.operation(composites.logSigmoid))

  it('is as its formula says', () => {
    expectNear(logSigmoid(tensor([-1, 0, 2], [3])), [-1.3132616875182228, -Math.LN2, -0.1269280110429725])
  })

  it('does not overflow', () => {
    expect(toNested(logSigmoid(tensor([-1e4, -100, 100, 1e4], [4])))).toEqual([-1e4, -100, -3.720075976020836e-44, -0])
  })
})

describe('mish', () => {
  holds(laws.operation(composites.mish))

  it('is as its formula says', () => {
    expectNear(mish(tensor([-1, 0, 2], [3])), [-0.30340146137410895, 0, 1.9439589595339946])
  })
})

describe('silu', () => {
  holds(laws.operation(composites.silu))

  it('is as its formula says', () => {
    expectNear(silu(tensor([-1, 0, 2], [3])), [-0.2689414213699951, 0, 1.7615941559557646])
  })

  it('has its limits', () => {
    expect(toNested(silu(tensor([-Infinity, Infinity], [2])))).toEqual([0, Infinity])
  })
})

describe('softplus', () => {
  holds(laws.operation(composites.softplus))

  it('is as its formula says', () => {
    expectNear(softplus(tensor([-1, 0, 2], [3])), [0.31326168751822286, Math.LN2, 2.1269280110429727])
  })

  it('does not overflow, and has the derivatives of every order at 0', () => {
    expect(toNested(softplus(tensor([-1e4, -100, 100, 1e4], [4])))).toEqual([0, 3.720075976020836e-44, 100, 1e4])
    expect(slopeAt(softplus, 0)).toBe(0.5)
    expect(item(hessian((x: Tensor<readonly []>) => softplus(x))(tensor(0, [])))).toBe(0.25)
  })
})

describe('softsign', () => {
  holds(laws.operation(composites.softsign))

  it('is as its formula says', () => {
    expectNear(softsign(tensor([-1, 0, 2], [3])), [-0.5, 0, 2 / 3])
  })
})

describe('tanhshrink', () => {
  holds(laws.operation(composites.tanhshrink))

  it('is as its formula says', () => {
    expectNear(tanhshrink(tensor([-1, 0, 2], [3])), [-1 + Math.tanh(1), 0, 2 - Math.tanh(2)])
  })
})

describe('celu', () => {
  holds(laws.operation(composites.celu))

  it('is as its formula says', () => {
    expectNear(celu({ alpha: 2 })(tensor([-4, 0.5, 8], [3])), [2 * Math.expm1(-2), 0.5, 8])
  })
})

describe('clamp', () => {
  it('is as its formula says', () => {
    expectNear(clamp({ low: -1, high: 2 })(tensor([-4, 0.5, 8], [3])), [-1, 0.5, 2])
  })

  it('has the derivative that is documented where it has a kink', () => {
    expect(slopeAt(clamp({ low: 0 }), 0)).toBe(1)
  })
})

describe('elu', () => {
  holds(laws.operation(composites.elu))

  it('is as its formula says', () => {
    expectNear(elu()(tensor([-4, 0.5, 8], [3])), [Math.expm1(-4), 0.5, 8])
  })

  it('has the derivative that is documented where it has a kink', () => {
    expect(slopeAt(elu({ alpha: 2 }), 0)).toBe(2)
  })
})

describe('hardshrink', () => {
  holds(laws.operation(composites.hardshrink))

  it('is as its formula says', () => {
    expectNear(hardshrink()(tensor([-4, 0.5, 8], [3])), [-4, 0, 8])
  })
})

describe('hardsigmoid', () => {
  holds(laws.operation(composites.hardsigmoid))

  it('is as its formula says', () => {
    expectNear(hardsigmoid(tensor([-4, 0.5, 8], [3])), [0, 3.5 / 6, 1])
  })
})

describe('hardswish', () => {
  holds(laws.operation(composites.hardswish))

  it('is as its formula says', () => {
    expectNear(hardswish(tensor([-4, 0.5, 8], [3])), [0, (0.5 * 3.5) / 6, 8])
  })
})

describe('hardtanh', () => {
  holds(laws.operation(composites.hardtanh))

  it('is as its formula says', () => {
    expectNear(hardtanh()(tensor([-4, 0.5, 8], [3])), [-1, 0.5, 1])
  })

  it('has the derivative that is documented where it has a kink', () => {
    expect(slopeAt(hardtanh(), 1)).toBe(0)
  })
})

describe('leakyRelu', () => {
  holds(laws.operation(composites.leakyRelu))

  it('is as its formula says', () => {
    expectNear(leakyRelu({ slope: 0.25 })(tensor([-4, 0.5, 8], [3])), [-1, 0.5, 8])
  })

  it('has the derivative that is documented where it has a kink', () => {
    expect(slopeAt(leakyRelu({ slope: 0.25 }), 0)).toBe(0.25)
  })
})

describe('relu6', () => {
  holds(laws.operation(composites.relu6))

  it('is as its formula says', () => {
    expectNear(relu6(tensor([-4, 0.5, 8], [3])), [0, 0.5, 6])
  })

  it('has the derivative that is documented where it has a kink', () => {
    expect(slopeAt(relu6, 0)).toBe(0)
    expect(slopeAt(relu6, 6)).toBe(0)
  })
})

describe('selu', () => {
  holds(laws.operation(composites.selu))

  it('is as its formula says', () => {
    expectNear(selu(tensor([-4, 0.5, 8], [3])), [
      seluScale * 1.6732632423543772 * Math.expm1(-4),
      0.5 * seluScale,
      8 * seluScale,
    ])
  })
})

describe('softshrink', () => {
  holds(laws.operation(composites.softshrink))

  it('is as its formula says', () => {
    expectNear(softshrink()(tensor([-4, 0.5, 8], [3])), [-3.5, 0, 7.5])
  })
})
