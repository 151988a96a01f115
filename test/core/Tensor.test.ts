import { inspect } from 'node:util'
import { TensorError, add, compile, isTensor, key, ones, take, tensor, toArray, zeros } from 'cotangent'
import type { NumberArray, Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { applicationOf, asTensor, leaf, scalar, valueOf } from '../../src/core/Tensor.ts'
import { toNested } from '../float64.ts'

describe('tensor', () => {
  it('has the shape of its numbers where none is given', () => {
    expect([tensor(5), tensor([1, 2, 3]), tensor([[1], [2]]), tensor([[[], []]])].map(({ shape }) => shape)).toEqual([
      [],
      [3],
      [2, 1],
      [1, 2, 0],
    ])
    expect(tensor(Uint8Array.of(1, 2)).shape).toEqual([2])
    expect(valueOf(tensor(Uint8Array.of(1, 2)))).toBeInstanceOf(Uint8Array)
    expect(
      toNested(
        tensor([
          [1, NaN],
          [-0, Infinity],
        ]),
      ),
    ).toEqual([
      [1, NaN],
      [-0, Infinity],
    ])
    expect(tensor([]).shape).toEqual([0])
  })

  it.each<readonly [string, readonly unknown[], string]>([
    ['rows of unlike lengths', [[[1, 2], [3]]], 'expected a list of 2 at [1], found a list of 1'],
    ['a number among rows', [[[1], 2]], 'expected a list of 1 at [1], found a number'],
    ['a row among numbers', [[1, [2]]], 'expected a number at [1], found a list of 1'],
    ['text', [[1, 'a']], 'expected a number at [1], found a string'],
    ['nothing', [undefined], 'expected a number, found undefined'],
    ['a hole', [[1, , 2]], 'expected a number at [1], found undefined'],
    ['text for a shape', [['1', '2'], [2]], 'expected a number at [0], found a string'],
    ['rows for a shape', [[[1], [2]], [2]], 'expected a number at [0], found a list of 1'],
  ])('refuses %s', (_, given, message) => {
    expect(() => (tensor as (...of: readonly unknown[]) => unknown)(...given)).toThrow(
      `Cannot make a tensor: ${message}`,
    )
  })

  it('copies its numbers', () => {
    const numbers = Float64Array.of(1, 2)
    const t = tensor(numbers, [2])
    numbers[0] = 9
    expect(toNested(t)).toEqual([1, 2])
  })

  it('keeps the element type that it was given, and takes lists and one number', () => {
    expect(valueOf(tensor(Uint8Array.of(1, 2), [2]))).toBeInstanceOf(Uint8Array)
    expect(valueOf(tensor([1, 2], [2]))).toBeInstanceOf(Float64Array)
    expect(toNested(tensor(5, []))).toBe(5)
    expect(toNested(tensor([], [0, 3]))).toEqual([])
  })

  it.each<readonly [string, NumberArray | readonly number[] | number, readonly number[], string]>([
    ['too few numbers', [1, 2, 3], [2, 2], 'Cannot make a tensor of [2, 2]: expected 4 numbers, found 3'],
    ['a number for a vector', 1, [2], 'Cannot make a tensor of [2]: expected 2 numbers, found 1'],
    [
      'a negative dimension',
      [1],
      [-1],
      'Cannot make a tensor of [-1]: expected every dimension to be a whole number, 0 or more, found [-1]',
    ],
    [
      'half a dimension',
      [1],
      [0.5],
      'Cannot make a tensor of [0.5]: expected every dimension to be a whole number, 0 or more, found [0.5]',
    ],
  ])('refuses %s', (_, values, shape, message) => {
    expect(() => tensor(values, shape)).toThrow(TensorError)
    expect(() => tensor(values, shape)).toThrow(message)
  })
})

describe('isTensor', () => {
  it('knows tensors from what looks like one', () => {
    const lookalike = { _tag: 'Tensor', shape: [1] }
    expect([tensor([1], [1]), add(1, 2), key(1), lookalike, null, 1].map(isTensor)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('asTensor', () => {
  it('makes a scalar of a number and leaves a tensor alone', () => {
    const t = tensor([1], [1])
    expect(asTensor(t)).toBe(t)
    expect([asTensor(3).shape, valueOf(scalar(3))]).toEqual([[], Float64Array.of(3)])
  })
})

describe('an expression', () => {
  it('computes nothing until it is asked, then lets go of its inputs', () => {
    const sum = add(tensor([1], [1]), 1)
    expect([valueOf(sum), applicationOf(sum)?.primitive.name]).toEqual([null, 'add'])
    toArray(sum)
    expect([valueOf(sum)?.[0], applicationOf(sum)]).toEqual([2, null])
  })

  it('has no application where it is a leaf', () => {
    expect(applicationOf(leaf(Float64Array.of(1), [1]))).toBeNull()
  })
})

describe('a tensor in text', () => {
  const t: unknown = add(tensor([1, 2], [2]), 0.5)

  it('shows shape and first values in a template string', () => {
    expect(`${String(t)}!`).toBe('Tensor [2] [1.5, 2.5]!')
    expect(Number(t)).toBeNaN()
  })

  it('shows the same in a notebook', () => {
    const display = Reflect.get(t as object, Symbol.for('Jupyter.display')) as (this: unknown) => unknown
    expect(display.call(t)).toEqual({ 'text/plain': 'Tensor [2] [1.5, 2.5]' })
  })

  it('shows only the shape of a placeholder', () => {
    const shown: string[] = []
    compile((x: Tensor<readonly [2]>) => {
      const given: unknown = x
      shown.push(String(given))
      return x
    })(tensor([1, 2], [2]))
    expect(shown).toEqual(['Tensor [2]'])
  })
})

describe('console.log of a tensor', () => {
  it('shows shape and first values, computing them', () => {
    expect(inspect(add(tensor([1, 2], [2]), 0.5))).toBe('Tensor [2] [1.5, 2.5]')
    expect(inspect(zeros([2, 100]))).toBe(
      'Tensor [2, 100] [[0, 0, 0, 0, 0, 0, … 94 more], [0, 0, 0, 0, 0, 0, … 94 more]]',
    )
  })

  it('says why there are no numbers, and does not throw', () => {
    expect(inspect({ x: take()(ones([2]), add(tensor([5]), 0)) })).toMatch(/x: Tensor \[1\] without numbers: Cannot /)
  })

  it('shows only the shape of a placeholder', () => {
    const shown: string[] = []
    compile((t: Tensor<readonly [2]>) => {
      shown.push(inspect(add(t, 1)))
      return t
    })(tensor([1, 2], [2]))
    expect(shown).toEqual(['Tensor [2]'])
  })
})
