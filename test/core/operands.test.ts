/**
 * @file Operands that are no tensors, given to operations of every kind: a `TensorError` that names what was found, since
 * callers from JavaScript may pass arrays, or nothing.
 */
import * as ct from 'cotangent'
import type { Tensor } from 'cotangent'
import { key, ones, tensor, TensorError, toNested } from 'cotangent'
import { conv2d, crossEntropy, dense, evalMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'

const [params, state] = dense(3, 2).init(key(1))
const conv = conv2d({ in: 1, out: 1, kernel: 2 })
const [kernel, nothing] = conv.init(key(1))
const image = ones([1, 1, 4, 4])

const operations: Readonly<Record<string, (bad: never) => unknown>> = {
  exp: (x) => ct.exp(x),
  add: (x) => ct.add(ones([2]), x),
  where: (x) => ct.where(x, 1, 0),
  sum: (x) => ct.sum()(x),
  max: (x) => ct.max({ axis: 0 })(x),
  softmax: (x) => ct.softmax()(x),
  cumsum: (x) => ct.cumsum({ axis: 0 })(x),
  argmax: (x) => ct.argmax({ axis: 0 })(x),
  reshape: (x) => ct.reshape([2])(x),
  slice: (x) => ct.slice([])(x),
  at: (x) => ct.at(0)(x),
  flip: (x) => ct.flip()(x),
  broadcastTo: (x) => ct.broadcastTo([2])(x),
  'transpose by a permutation': (x) => ct.transpose([1, 0])(x),
  'matmul, first': (x) => ct.matmul(x, ones([2, 2])),
  'matmul, second': (x) => ct.matmul(ones([2, 2]), x),
  'conv, first': (x) => ct.conv()(x, ones([1, 1, 2, 2])),
  'conv, second': (x) => ct.conv()(image, x),
  conv2d: (x) => conv.apply(evalMode)(kernel, nothing, x),
  dense: (x) => dense(3, 2).apply(evalMode)(params, state, x),
}

const found: Readonly<Record<string, readonly [value: unknown, name: string]>> = {
  nothing: [undefined, 'undefined'],
  null: [null, 'null'],
  'an array': [[1, 2], 'a list of 2; make a tensor of it with tensor(…)'],
  'a typed array': [new Float32Array(3), 'a typed array; make a tensor of it with tensor(…)'],
  text: ['x', 'a string'],
  'a record': [{ shape: [2] }, 'an object'],
  'a function': [ct.sum(), 'a function'],
}

describe.each(Object.entries(found))('%s in the place of a tensor', (_, [value, name]) => {
  const message = new RegExp(`: expected a tensor( or a number)?, found ${name.replaceAll(/[()]/g, '\\$&')}$`)
  it.each(Object.keys(operations))('is refused by %s', (operation) => {
    const run = (): unknown => operations[operation]?.(value as never)
    expect(run).toThrow(TensorError)
    expect(run).toThrow(message)
  })
})

describe('a copy of a tensor', () => {
  // JSON is what a worker, a file or another process gets.
  const copy = JSON.parse(JSON.stringify(tensor([1, 2]))) as Tensor
  const message =
    'found a copy of a tensor, without its numbers, or a tensor of another copy of the package; send toArray(x) and x.shape, and make a tensor of them there with tensor(…)'

  it('is told apart from a tensor, in trees too', () => {
    for (const run of [() => toNested(copy), () => ct.add(copy, 1), () => ct.sum()(copy), () => ct.force({ a: copy })])
      expect(run).toThrow(message)
  })

  it('is told apart in the arguments and results of a compiled function', () => {
    const f = ct.compile((x: Tensor) => x)
    expect(() => f(copy)).toThrow(/found a copy of a tensor, .* at '0'/)
    expect(() => ct.compile((x: Tensor) => ({ x, copy }))(ones([2]))).toThrow(/found a copy of a tensor, .* at 'copy'/)
  })

  it('is what a tensor with another shape put in is', () => {
    const t: Tensor = tensor([1, 2])
    const spread: Tensor = { ...t, shape: [5] }
    const written: { shape: readonly number[] } = tensor([1, 2])
    Reflect.set(written, 'shape', [1])
    for (const forged of [spread, written as Tensor]) {
      expect(ct.isTensor(forged)).toBe(false)
      for (const run of [() => toNested(forged), () => ct.add(forged, 1), () => ct.compile((x: Tensor) => x)(forged)])
        expect(run).toThrow('found a copy of a tensor')
    }
    expect(toNested({ ...t })).toEqual([1, 2])
  })
})

describe('transpose', () => {
  it.each(Object.entries(found).filter(([name]) => name !== 'an array'))('refuses %s', (_, [value, name]) => {
    expect(() => ct.transpose(value as never)).toThrow(`Cannot transpose: expected a tensor, found ${name}`)
  })
})

describe('an option in the place of a tensor, or the other way round', () => {
  it('is refused by its kind', () => {
    expect(() => ct.sum(ones([2]) as never)(image)).toThrow(
      'Cannot set the options of sum: expected a record of options, found a tensor; write sum()(x), or sum() as a layer',
    )
    expect(() => ct.max([0] as never)(image)).toThrow('expected a record of options, found a list of 1')
    expect(() => crossEntropy(ones([2, 3]), ones([2]), ones([3]) as never)).toThrow('found a tensor')
  })
})
