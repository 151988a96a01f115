/** @file Arguments of other kinds, which callers from JavaScript may pass: a `TensorError` that says what to write. */
import * as ct from 'cotangent'
import { key, ones, tensor, TensorError, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'

const refused: Readonly<Record<string, readonly [run: () => unknown, message: string]>> = {
  'a pullback that is not curried': [
    () => ct.grad(ct.customVjp((x: Tensor<readonly []>) => x, (() => ones([])) as never))(tensor(1)),
    'Cannot use the pullback of customVjp: expected a pullback that returns a function of the cotangent, found a tensor; write (x, y) => (cotangent) => …',
  ],
  'a tree in jacobian': [
    () => ct.jacobian((x) => x)({ a: ones([1]) } as never),
    'Cannot take the Jacobian: expected a tensor, found an object',
  ],
  'null in foldIn': [() => ct.foldIn(key(1), null as never), 'Cannot foldIn: expected a whole number, found null'],
  'text in foldIn': [() => ct.foldIn(key(1), 'a' as never), "Cannot foldIn: expected a whole number, found 'a'"],
  'a number in concat': [
    () => ct.concat({ axis: 0 })(5 as never),
    'Cannot concat: expected a list of tensors, found a number',
  ],
  'a number in a list of concat': [
    () => ct.concat({ axis: 0 })([5] as never),
    'Cannot concat: expected a tensor, found a number',
  ],
  'a number in einsum': [() => ct.einsum('i->i')(5 as never), 'Cannot einsum: expected a tensor, found a number'],
  'a record as the shape of uniform': [
    () => ct.uniform({} as never)(key(1)),
    'Cannot draw: expected a shape, a list of numbers, found an object',
  ],
  'a record as the count of permutation': [
    () => ct.permutation({} as never)(key(1)),
    'Cannot permute: expected the count to be a whole number, 0 or more, found an object',
  ],
  'an argument of compile as a number of tensor': [
    () => ct.compile((n: number) => tensor(n, []))(2),
    'found an argument, which is an input like any tensor inside compile; close over the number instead',
  ],
  'a tensor as the numbers of tensor': [
    () => tensor(ones([1]) as never, []),
    'Cannot make a tensor: expected numbers, found a tensor',
  ],
  'a scan over no tensors': [
    () => ct.scan((carry: Tensor) => [carry, carry] as const)(zeros([]), {} as never),
    'found no tensors',
  ],
  'one key in vmap': [
    () => ct.vmap((k: ct.Key) => ct.uniform([2])(k))(key(1)),
    'expected one key, found a word of one; give vmap a batch of keys, keyBatch(key, count)',
  ],
  'fewer axes than arguments of vmap': [
    () => ct.vmap((a: Tensor, b: Tensor) => ct.add(a, b), { axes: [0] })(ones([2]), ones([2])),
    "Cannot map over examples: expected 'axes' to be a list of 2, one per argument, found [0]",
  ],
  'more axes than arguments of vmap': [
    () => ct.vmap((a: Tensor) => a, { axes: [0, 1, 2] })(ones([2])),
    "expected 'axes' to be a list of 1, one per argument, found [0, 1, 2]",
  ],
  'axes of vmap that are no list': [
    () => ct.vmap((a: Tensor) => a, { axes: null as never })(ones([2])),
    "expected 'axes' to be a list of 1, one per argument, found null",
  ],
  'a carry of scan that grows': [
    () =>
      ct.scan((carry: Tensor, x: Tensor) => [ct.concat({ axis: 0 })([carry, carry]), x] as const)(ones([1]), ones([3])),
    'Cannot loop over a tree: expected',
  ],
  '65 threads': [
    () => ct.wasmBackend({ threads: 65 }),
    "Cannot wasmBackend: expected 'threads' to be at most 64, found 65",
  ],
}

describe('an argument of another kind', () => {
  it.each(Object.entries(refused))('is refused: %s', (_, [run, message]) => {
    expect(run).toThrow(TensorError)
    expect(run).toThrow(message)
  })

  it.each([-5, NaN, 1.5])('is refused as a number of instructions to keep: %d', (keptInstructions) => {
    expect(() => ct.makeRuntime(ct.referenceBackend, { keptInstructions })).toThrow(/'keptInstructions' to be a whole/)
  })
})
