/** @file LeNet by its parameters; its numbers are PyTorch's in the conformance suite. */
import { describe, expect, it } from 'vitest'
import { key, tensor, Tree } from 'cotangent'
import type { LenetParams } from 'cotangent/models'
import { lenet, lenetTanh, vectorLabels } from 'cotangent/models'
import { sizeOf } from '../../src/core/Shape.ts'
import { toArray, toNested } from '../float64.ts'

describe('lenet', () => {
  it('has 61,706 parameters, named as in PyTorch', () => {
    const [params, state] = lenet.init(key(1))
    expect(Tree.reduce(0, (count, t) => count + toArray(t).length)(params)).toBe(61706)
    expect(Tree.paths(params).map(([path]) => path)).toEqual(
      ['conv1', 'conv2', 'fc1', 'fc2', 'fc3'].flatMap((name) => [`${name}.weight`, `${name}.bias`]),
    )
    expect(state).toEqual({})
  })
})

describe('lenetTanh', () => {
  it('has the names and the number of parameters of lenet', () => {
    const pathsOf = (params: LenetParams) => Tree.paths(params).map(([path]) => path)
    expect(pathsOf(lenetTanh.init(key(1))[0])).toEqual(pathsOf(lenet.init(key(1))[0]))
    expect(Tree.reduce(0, (count, t) => count + sizeOf(t.shape))(lenetTanh.init(key(1))[0])).toBe(61706)
  })

  it('is trained towards 1 at the class and -1 elsewhere', () => {
    expect(toNested(vectorLabels(3)(tensor([2, 0], [2])))).toEqual([
      [-1, -1, 1],
      [1, -1, -1],
    ])
  })
})
