/**
 * @file Operations that are made by transforms: a custom pullback, a checkpoint, a loop, a map over examples. As
 * operations, they are compared with finite differences, mapped over examples themselves, and tested on every backend.
 */
import fc from 'fast-check'
import type { Tensor } from '../../src/core/Tensor.ts'
import { checkpoint } from '../../src/diff/checkpoint.ts'
import { customVjp } from '../../src/diff/customVjp.ts'
import { jvp } from '../../src/diff/jvp.ts'
import { scan } from '../../src/diff/scan.ts'
import { vmap } from '../../src/diff/vmap.ts'
import * as ops from '../../src/ops/index.ts'
import { shape } from '../framework/arbitraries/shape.ts'
import type { Input, Operation } from '../framework/Operation.ts'
import { operation } from '../framework/Operation.ts'

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
