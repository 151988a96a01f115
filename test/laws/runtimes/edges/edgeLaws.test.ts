/** @file At the edges of numbers every function has the value and the derivatives that are recorded, on every backend. */
import {
  add,
  at,
  atan2,
  digamma,
  elu,
  equal,
  erfc,
  expm1,
  fmod,
  grad,
  hessian,
  hypot,
  item,
  lgamma,
  log10,
  logaddexp,
  makeRuntime,
  mul,
  neg,
  referenceRuntime,
  reshape,
  stopGradient,
  sum,
  tensor,
  toArray,
  toNested,
  wasmBackend,
  where,
} from 'cotangent'
import type { Runtime, Tensor } from 'cotangent'
import { gpuBackend } from 'cotangent/gpu'
import { composites, laws, operations } from 'cotangent/laws'
import type { Law } from 'cotangent/laws'
import { cosineSimilarity, klDivergence } from 'cotangent/nn'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { losses } from '../../../../laws/catalog/index.ts'
import { notRecorded, recorded } from '../../../../laws/catalog/edges/index.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

const started = await gpuBackend({ mode: 'webasm' })()
if (E.isLeft(started)) throw new Error(started.left._tag)
const gpu = makeRuntime(started.right)

const failures = (all: readonly Law[]): readonly unknown[] =>
  all.flatMap((law) => {
    const result = law.run()
    return result._tag === 'passed'
      ? []
      : [result.law, result.reason, 'differences' in result ? result.differences : []]
  })

describe.each<readonly [string, Runtime]>([
  ['reference', referenceRuntime],
  ['wasm', wasm],
  ['gpu.js', gpu],
])('laws.edges on %s', (_, runtime) => {
  it.each(recorded.map((spec) => [spec.name, spec] as const))('holds for %s', (_name, spec) => {
    expect(failures(laws.edges(runtime, spec))).toEqual([])
  })
})

/** Names without their variants. */
const baseOf = (name: string): string => name.split(/, | with(?:out)? | by /)[0] ?? name

describe('the record of edges', () => {
  it('has every operation and loss, or a reason why not', () => {
    const known = new Set([...recorded.map(({ name }) => baseOf(name)), ...Object.values(notRecorded).flat()])
    const names = Object.keys({ ...operations, ...composites, ...losses })
    expect(names.filter((name) => !known.has(name) && !known.has(baseOf(name)))).toEqual([])
  })

  it('has rows for each function', () => {
    expect(recorded.filter(({ record }) => record === '').map(({ name }) => name)).toEqual([])
  })
})

/** The orders at which a law of edges fails of a function that should be x^2, on numbers that no function has. */
const broken = (
  f: (x: Tensor) => Tensor,
  record = '-0 +0 0 2;1e-160d 1e-320 2e-160 2;3 9 6 2;nan nan',
): readonly string[] =>
  laws
    .edges(referenceRuntime, { name: 'x^2', f, inputs: 1, record })
    .flatMap((law) => (law.run()._tag === 'passed' ? [] : [law.name.replace('x^2 at the edges on reference: ', '')]))

describe('laws.edges', () => {
  it('accepts the function that is recorded', () => {
    expect(broken((x) => mul(x, x))).toEqual([])
  })

  it('sees a zero of the other sign', () => {
    expect(broken((x) => where(equal(x, 0), x, mul(x, x)))).toContain('value')
  })

  it('sees a number of the least that has vanished', () => {
    expect(broken((x) => mul(mul(x, 1e-10), mul(x, 1e10)))).toEqual([])
    expect(broken((x) => mul(mul(mul(x, 1e-20), mul(x, 1e-20)), 1e40))).toEqual(['value'])
  })

  it('sees wrong derivatives of either order', () => {
    expect(broken((x) => mul(x, stopGradient(x)))).toEqual(['first derivative', 'second derivative'])
    const bent = (x: Tensor) => add(mul(mul(x, stopGradient(x)), 2), neg(stopGradient(mul(x, x))))
    expect(broken(bent)).toEqual(['second derivative'])
  })

  it('fails where a runtime can hold nothing that is recorded', () => {
    const [law] = laws.edges(wasm, { name: 'x', f: (x) => x, inputs: 1, record: '1e-300d 1e-300' })
    expect(law?.run()).toMatchObject({ _tag: 'failed', reason: 'nothing is recorded that the runtime can hold' })
  })
})

const slopeAt = (f: (x: Tensor<readonly []>) => Tensor<readonly []>, x: number): number => item(grad(f)(tensor(x, [])))

describe('known edges', () => {
  const near = (found: number, expected: number): void => {
    expect(Math.abs(found / expected - 1)).toBeLessThan(2e-6)
  }

  it('of values', () => {
    near(item(fmod(1, 0.1), referenceRuntime), 0.09999999999999995)
    near(item(hypot(3e20, 4e20), wasm), 5e20)
    near(item(erfc(4), wasm), 1.541725790028002e-8)
    expect(item(log10(1000), referenceRuntime)).toBe(3)
    expect(item(log10(1000), wasm)).toBe(3)
    expect(item(lgamma(1), wasm)).toBe(0)
    expect(toNested(atan2(tensor([0, -0, 0, -0], [4]), tensor([-0, -0, 1, 1], [4])), referenceRuntime)).toEqual([
      Math.PI,
      -Math.PI,
      0,
      -0,
    ])
    expect(toNested(digamma(tensor([0, -0, -1], [3])), referenceRuntime)).toEqual([-Infinity, Infinity, NaN])
  })

  it('of derivatives far from 0', () => {
    near(slopeAt(expm1, -20), Math.exp(-20))
    near(slopeAt(elu(), -20), Math.exp(-20))
  })

  it('of the Hessian of logaddexp at equal arguments', () => {
    const ofPair = (x: Tensor<readonly [2]>): Tensor<readonly []> => reshape([])(logaddexp(at(0)(x), at(1)(x)))
    expect(Array.from(toArray(hessian(ofPair)(tensor([3, 3], [2]))))).toEqual([0.25, -0.25, -0.25, 0.25])
  })

  it('of losses', () => {
    const short = tensor([3e-3, 4e-3], [1, 2])
    near(item(sum()(cosineSimilarity(short, short)), wasm), 1)
    const [impossible, never] = [tensor([-Infinity, 0], [1, 2]), tensor([0, 1], [1, 2])]
    expect(item(klDivergence(impossible, never, { reduction: 'sum' }))).toBe(0)
  })
})
