/** @file Mistakes in pullbacks of elementwise operations, reductions, shape operations and the matrix product. */
import type { Fault } from '../Fault.ts'

const op = (operation: string, name: string, find: string, replace: string, ...tests: readonly string[]): Fault => ({
  name: `${operation}: ${name}`,
  file: `src/ops/${operation}.ts`,
  find,
  replace,
  tests: tests.length === 0 ? [`test/ops/${operation}.test.ts`] : tests,
})

/** Mistakes in derivatives. */
export const derivativeFaults: readonly Fault[] = [
  op('sub', 'sign', '(g) => [g, neg(g)]', '(g) => [g, g]'),
  op('mul', 'factors exchanged', '[mul(g, b), mul(g, a)]', '[mul(g, a), mul(g, b)]'),
  op('div', 'sign', 'neg(mul(g, div(y, b)))', 'mul(g, div(y, b))'),
  op('pow', 'exponent not lowered', 'mul(b, pow(a, exponent))', 'mul(b, pow(a, b))'),
  op('pow', 'unguarded logarithm at zero', 'log(where(equal(a, zero), one, a))', 'log(a)'),
  op('maximum', 'tie routed twice', 'const half = mul(g, literal(0.5))', 'const half = g'),
  op('exp', 'derivative of the argument', 'mul(g, y)', 'mul(g, _)'),
  op('expm1', 'forgets the one', '(g, x) => mul(g, exp(x))', '(g, _, y) => mul(g, y)'),
  op('log1p', 'forgets the one', 'div(g, add(x, one))', 'div(g, x)'),
  op('sqrt', 'forgets the half', 'div(g, mul(y, two))', 'div(g, y)'),
  op('rsqrt', 'sign', 'neg(div(mul(g, y), mul(x, two)))', 'div(mul(g, y), mul(x, two))'),
  op('abs', 'no kink', 'mul(g, sign(x))', 'g'),
  op('sin', 'sign of the cosine', 'neg(mul(g, sin(x)))', 'mul(g, sin(x))'),
  op('tanh', 'missing factor', 'literal(4)', 'literal(2)'),
  op('sigmoid', 'missing sign', 'mul(y, sigmoid(neg(x)))', 'mul(y, sigmoid(x))'),
  op('gauss', 'missing factor', 'literal(2 / Math.sqrt(Math.PI))', 'literal(1)', 'test/ops/erf.test.ts'),
  op('relu', 'derivative 1 at zero', 'where(lessEqual(y, zero), zero, g)', 'where(lessEqual(zero, y), g, zero)'),
  op(
    'broadcastTo',
    'missing sum over stretched axes',
    'sumAxes(x, broadcastAxes(shape, x.shape))',
    'sumAxes(x, broadcastAxes(shape, x.shape).slice(1))',
    'test/ops/broadcastTo.test.ts',
    'test/ops/add.test.ts',
  ),
  op('max', 'tie routed twice', 'div(g, sumAxes(winners, axes))', 'g'),
  op('logsumexp', 'shifted weights', 'exp(logWeights(x, axes)))]', 'exp(logWeights(mul(x, literal(0.5)), axes)))]'),
  op(
    'logsumexp',
    'unguarded where all are minus infinity',
    'repeatAxes(where(equal(y, literal(-Infinity)), zero, y), x.shape',
    'repeatAxes(y, x.shape',
  ),
  op('variance', 'wrong divisor', 'literal(count - correction))', 'literal(count))'),
  op(
    'transpose',
    'permutation not inverted',
    'transposeTo(cotangent, inverse(permutation))',
    'transposeTo(cotangent, permutation)',
  ),
  op(
    'concat',
    'parts off by one',
    '(ends[k] ?? 0) - lengthAlong(x.shape, axis), ends[k] ?? 0',
    '0, lengthAlong(x.shape, axis)',
  ),
  op(
    'slice',
    'step ignored',
    'paddedLength(g.shape[axis] ?? 0, first, 0, stride - 1)',
    'paddedLength(g.shape[axis] ?? 0, first, 0, 0)',
  ),
  op('flip', 'not flipped back', '[flipAxes(g, axes)] as const', '[g] as const'),
  op(
    'gather',
    'scatterAdd gives nothing back',
    '[null, gatherNamed(g, indices, axis, names)] as const',
    '[null, null] as const',
  ),
  op('cumsum', 'runs forwards', 'flipAxes(cumsumAlong(flipAxes(g, [axis]), axis), [axis])', 'cumsumAlong(g, axis)'),
  op('matmul', 'transpose missing', 'product(g, transposeMatrix(b))', 'product(g, b)'),
  op('matmul', 'operands exchanged', 'product(transposeMatrix(a), g)', 'product(transposeMatrix(g), a)'),
]
