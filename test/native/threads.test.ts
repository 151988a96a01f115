/** @file The same bits on any number of threads, products that threads share among them. */
import { compile, conv, force, grad, matmul, sin, sum, tensor, toArray, transpose } from 'cotangent'
import type { Runtime, Tensor } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, expect, it } from 'vitest'
import { findKoffi } from '../../src/foreign/koffi.ts'
import { productsOf } from '../../src/native/productsOf.ts'
import { describeNative, onLibrary } from './native.ts'

/** Numbers that are the same in every run, and whose sums depend on their order. */
const numbers = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 12.9898 + seed) * 43.7),
    shape,
  )

type Operation = (a: Tensor, b: Tensor) => Tensor

/** What an operation gives, and both gradients. */
const all =
  (f: Operation) =>
  (a: Tensor, b: Tensor): readonly Tensor[] => {
    const [da, db] = grad(([x, y]: readonly [Tensor, Tensor]) => sum()(sin(f(x, y))))([a, b])
    return [f(a, b), da, db]
  }

const cases: Readonly<Record<string, readonly [Operation, readonly number[], readonly number[]]>> = {
  matmul: [matmul as Operation, [300, 500], [500, 200]],
  'matmul of a transpose': [(a, b) => matmul(a, transpose(b)) as Tensor, [300, 500], [400, 500]],
  'batched matmul': [matmul as Operation, [6, 90, 110], [6, 110, 130]],
  'a long sum': [matmul as Operation, [10, 100_000], [100_000, 10]],
  'conv 5x5': [conv({ padding: 2 }) as Operation, [5, 12, 30, 30], [24, 12, 5, 5]],
  'conv 1x1': [conv() as Operation, [3, 64, 28, 28], [48, 64, 1, 1]],
  'conv with stride and groups': [conv({ stride: 2, groups: 4 }) as Operation, [8, 32, 21, 21], [64, 8, 3, 3]],
  'deep conv 3x3': [conv({ padding: 1 }) as Operation, [4, 48, 20, 20], [64, 48, 3, 3]],
}

describeNative('the native runtime on threads', (one) => {
  const more = [2, 3].map((threads) => onLibrary({ threads }))
  afterAll(() => more.forEach(({ close }) => close()))
  const bitsOf = (runtime: Runtime, f: Operation, a: Tensor, b: Tensor) =>
    (force(compile(all(f), { runtime })(a, b) as never, runtime) as readonly Tensor[]).map((t) =>
      Buffer.from(Float32Array.from(toArray(t, runtime)).buffer),
    )

  it.each(Object.entries(cases))('has the same bits in %s and its gradients', (_, [f, a, b]) => {
    const [x, y] = [numbers(a, 1), numbers(b, 2)]
    const expected = bitsOf(one, f, x, y)
    expect(new Set(expected[0])).not.toEqual(new Set([0]))
    for (const runtime of more) {
      const found = bitsOf(runtime, f, x, y)
      expect(found.map((bits, k) => bits.equals(expected[k]!))).toEqual([true, true, true])
    }
  })
})

describeNative('the library', ({ library }) => {
  const found = findKoffi()
  const loaded = E.isRight(found) ? found.right.koffi.load(library) : null
  const symbol = (name: string, result: string, parameters: readonly string[]) => {
    try {
      return loaded?.func(`openblas_${name}_num_threads`, result, parameters)
    } catch {
      return undefined
    }
  }
  const [read, set] = [symbol('get', 'int', []), symbol('set', 'void', ['int'])]

  it.runIf(read && set)('uses one thread for every machine, also if it was told otherwise (only OpenBLAS says)', () => {
    if (E.isLeft(found)) throw new Error('koffi is a development dependency')
    set?.(2)
    expect(read?.()).toBe(2)
    productsOf(found.right, library).on(new WebAssembly.Memory({ initial: 1 }))
    expect(read?.()).toBe(1)
  })
})
