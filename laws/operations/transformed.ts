/**
 * @file Operations that are made by transforms: a custom pullback, a checkpoint, a choice, a loop, a map over examples. As
 * operations, they are compared with finite differences, mapped over examples themselves, and tested on every backend.
 *
 *     cond is the branch             that is taken, with its gradient
 *     whileLoop is the loop          of as many repetitions, with its gradient
 */
import fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
import { checkpoint } from '../../src/diff/checkpoint.ts'
import { cond } from '../../src/diff/cond.ts'
import { customVjp } from '../../src/diff/customVjp.ts'
import { jvp } from '../../src/diff/jvp.ts'
import { scan } from '../../src/diff/scan.ts'
import { vjp } from '../../src/diff/vjp.ts'
import { vmap } from '../../src/diff/vmap.ts'
import { whileLoop } from '../../src/diff/whileLoop.ts'
import * as ops from '../../src/ops/index.ts'
import { shape } from '../framework/arbitraries/shape.ts'
import { integers } from '../framework/arbitraries/Domain.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import type { Input, Operation } from '../framework/Operation.ts'
import { direction, operation } from '../framework/Operation.ts'
import { lawOf } from '../framework/property.ts'

type Binary = (a: Tensor, b: Tensor) => Tensor

const pairs = <G>(
  name: string,
  geometry: fc.Arbitrary<G>,
  inputs: (geometry: G) => readonly Input[],
  f: (geometry: G) => Binary,
): Operation<G> => operation(name, { geometry, inputs, f: (drawn) => f(drawn) })

const two = (drawn: readonly number[]): readonly Input[] => [
  { shape: drawn, domain: 'real' },
  { shape: drawn, domain: 'real' },
]

/** a sin(b), and its derivatives by hand. */
const productOfSine = customVjp(
  ([a, b]: readonly [Tensor, Tensor]): Tensor => ops.mul(a, ops.sin(b)),
  ([a, b]) =>
    (g) =>
      [ops.mul(g, ops.sin(b)), ops.mul(ops.mul(g, a), ops.cos(b))] as const,
)

/** tanh(a b + a), with one operand closed over. */
const checkpointed: Binary = (a, b) => checkpoint((x: Tensor): Tensor => ops.tanh(ops.add(ops.mul(x, b), x)))(a)

const loops = fc.record({ steps: fc.integer({ min: 1, max: 6 }), size: fc.integer({ min: 1, max: 3 }) })

/** The carry is halved, passed through a nonlinearity and added to; the value is a product of both. */
const recurrence =
  (reverse: boolean): Binary =>
  (first, xs) => {
    const step = (carry: Tensor, x: Tensor): readonly [Tensor, Tensor] => {
      const next: Tensor = ops.add(ops.tanh(ops.mul(carry, 0.5)), x)
      return [next, ops.mul(next, carry)]
    }
    const [last, all] = scan(step, { reverse })(first, xs)
    return ops.mul(last, all)
  }

type Scalar = Tensor<readonly []>

const asScalar = (x: Tensor): Scalar => ops.reshape([])(x)

/** A number that chooses or counts, and two tensors that are computed with. */
const chosen = (name: string, domain: Input['domain'], f: (p: Scalar) => Binary): Operation<readonly number[]> =>
  operation(name, {
    geometry: shape({ maxRank: 2 }),
    inputs: (drawn) => [{ shape: [], domain }, ...two(drawn)],
    f: () => (p, a, b) => f(asScalar(p))(a, b),
    held: [0],
  })

type Two = readonly [a: Tensor, b: Tensor]

const branches = {
  whenTrue: ([a, b]: Two): Tensor => ops.sin(ops.mul(a, b)),
  whenFalse: ([a, b]: Two): Tensor => ops.add(ops.tanh(a), b),
} as const

const bent = (a: Tensor, b: Tensor): Tensor => ops.tanh(ops.add(ops.mul(a, 0.5), b))

interface Countdown {
  readonly left: Scalar
  readonly x: Tensor
  readonly added: Tensor
}

/** Steps on a tensor, the number that are left, and what is added in each. */
const countdown =
  (count: Scalar): Binary =>
  (a, b) => {
    const [{ x }, repeats] = whileLoop(
      ({ left }: Countdown) => ops.less(0, left),
      ({ left, x, added }) => ({ left: ops.sub(left, 1), x: bent(x, added), added }),
      { atMost: 3 },
    )({ left: count, x: a, added: b })
    return ops.mul(x, ops.add(repeats, 1))
  }

const rows = fc.record({
  examples: fc.integer({ min: 1, max: 4 }),
  m: fc.integer({ min: 1, max: 3 }),
  k: fc.integer({ min: 1, max: 3 }),
})

/** Operations made by transforms, by name. */
export const transformed = {
  customVjp: pairs('customVjp', shape({ maxRank: 2 }), two, () => (a, b) => productOfSine([a, b])),
  checkpoint: pairs('checkpoint', shape({ maxRank: 2 }), two, () => checkpointed),
  jvp: pairs('jvp', shape({ maxRank: 2 }), two, () => (a, b) => jvp((x: Tensor): Tensor => ops.sin(x))(a, b)[1]),
  scan: pairs(
    'scan',
    loops,
    ({ steps, size }) => [
      { shape: [size], domain: 'real' },
      { shape: [steps, size], domain: 'real' },
    ],
    () => recurrence(false),
  ),
  'scan in reverse': pairs(
    'scan in reverse',
    loops,
    ({ steps, size }) => [
      { shape: [size], domain: 'real' },
      { shape: [steps, size], domain: 'real' },
    ],
    () => recurrence(true),
  ),
  cond: chosen('cond', 'flags', (p) => (a, b) => cond(branches.whenTrue, branches.whenFalse)(p, [a, b])),
  whileLoop: chosen('whileLoop', integers(0, 4), countdown),
  vmap: pairs(
    'vmap',
    rows,
    ({ examples, m, k }) => [
      { shape: [m, k], domain: 'real' },
      { shape: [examples, k], domain: 'real' },
    ],
    () => (w, xs) => vmap((x: Tensor): Tensor => ops.tanh(ops.matmul(w, x)))(xs),
  ),
} as const

/** Two functions of two tensors, with their pullbacks. */
const alike = (one: Binary, other: Binary, a: Tensor, b: Tensor): Equation => {
  const sideOf = (f: Binary): unknown => {
    const [y, pullback] = vjp(([x, z]: Two): Tensor => f(x, z))([a, b])
    return [y, pullback(direction(y.shape, 3, 0))]
  }
  return { left: sideOf(one), right: sideOf(other), tolerance: rounding }
}

/** For each predicate, the branch. */
export const condIsTheBranch = (p: number, a: Tensor, b: Tensor): Equation =>
  alike(
    (x, z) => cond(branches.whenTrue, branches.whenFalse)(p, [x, z]),
    (x, z) => (p === 0 ? branches.whenFalse : branches.whenTrue)([x, z]),
    a,
    b,
  )

/** For each count, a loop of JavaScript, which ends after three repetitions. */
export const whileLoopIsTheLoop = (count: number, a: Tensor, b: Tensor): Equation => {
  const repeats = Math.min(count, 3)
  const looped: Binary = (x, z) => Array.from({ length: repeats }).reduce<Tensor>((y) => bent(y, z), x)
  return alike(countdown(ops.full([], count)), (x, z) => ops.mul(looped(x, z), repeats + 1), a, b)
}

/** Identities of transforms, by name. */
export const transformedIdentities = {
  cond: [0, 1, -2].map((p) =>
    lawOf(transformed.cond, `cond is the branch by ${String(p)}`, ([, a, b]) => condIsTheBranch(p, a, b)),
  ),
  whileLoop: [0, 1, 3, 5].map((count) =>
    lawOf(transformed.whileLoop, `whileLoop is the loop by ${String(count)}`, ([, a, b]) =>
      whileLoopIsTheLoop(count, a, b),
    ),
  ),
} as const satisfies Readonly<Record<string, readonly Law[]>>
