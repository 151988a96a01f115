/** @file Mistakes that show at the edges of numbers only: tiny, huge, infinite and signed ones, and equal arguments. */
import type { Fault } from '../Fault.ts'

const at = (file: string, name: string, find: string, replace: string): Fault => ({
  name,
  file,
  find,
  replace,
  tests: ['test/laws/runtimes/edges/edgeLaws.test.ts'],
})

/** Mistakes at the edges. */
export const edgeFaults: readonly Fault[] = [
  at(
    'src/ops/pow.ts',
    'pow: the branch that is not taken meets an infinity',
    '[where(isTaken, a, one), where(isTaken, b, zero)]',
    '[a, b]',
  ),
  at(
    'src/backend/reference/erf.ts',
    'erfc: a continued fraction that is deep enough for erf',
    'n = 16 + Math.ceil(200 / (x * x))',
    'n = Math.ceil(200 / (x * x))',
  ),
  at(
    'src/backend/reference/unary.ts',
    'round: a zero without a sign',
    'nearest === 0 ? 0 * x[i]! : nearest',
    'nearest',
  ),
  at(
    'src/ops/trigonometry.ts',
    'atan2: -0 is taken for 0',
    'where(isMinus(y), neg(turned), turned)',
    'where(less(y, zero), neg(turned), turned)',
  ),
  at(
    'src/ops/trigonometry.ts',
    'hypot: squares that overflow',
    'where(isPlain, most, one)\n  const [u, v]',
    'where(isPlain, one, one)\n  const [u, v]',
  ),
  at('src/ops/exponentials.ts', 'log10: no whole numbers', 'where(mul(isNear, equal(', 'where(mul(zero, equal('),
  at(
    'src/ops/exponentials.ts',
    'logaddexp: equal arguments have no second derivative',
    'mul(equal(a, b), equal(abs(a), literal(Infinity)))',
    'equal(a, b)',
  ),
  at(
    'src/ops/expm1.ts',
    'expm1: the derivative from the value, which has lost its digits',
    '(g, x) => mul(g, exp(x))',
    '(g, _, y) => mul(g, add(y, one))\nimport { add } from "./add.ts"\nimport { one } from "./constant.ts"',
  ),
  at(
    'src/ops/sigmoid.ts',
    'sigmoid: what is left of 1 by a difference',
    'mul(g, mul(y, sigmoid(neg(x))))',
    'mul(g, mul(y, sub(one, y)))\nimport { sub } from "./sub.ts"\nimport { one } from "./constant.ts"',
  ),
  at(
    'src/ops/norm.ts',
    'norm: a slope that multiplies the unit in and out',
    '[mul(repeatAxes(g, x.shape, axes), slopeOf(x, axes, p))]',
    '[mul(repeatAxes(mul(g, unit), x.shape, axes), div(slopeOf(x, axes, p), repeatAxes(unit, x.shape, axes)))]',
  ),
  at('src/nn/losses/divergence.ts', 'klDivergence: 0 times minus infinity', 'mul(t, counted)', 'mul(t, x)'),
  at(
    'src/backend/gpu/elementwise.ts',
    'fmod on gpu.js: quotients up to 2^24 only',
    '${y}k < 256; ${y}k++) {\n    if (${y}c <= ${y} * 0.5)',
    '${y}k < 24; ${y}k++) {\n    if (${y}c <= ${y} * 0.5)',
  ),
  at(
    'src/backend/wasm/elementwise.ts',
    'expm1 on wasm: by the kernel of exp',
    'operation: name,',
    "operation: name === 'expm1' ? 'exp' : name,",
  ),
]
