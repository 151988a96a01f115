import { TensorError } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { refuse, showShapes } from '../../src/core/TensorError.ts'

const thrown = (f: () => unknown): unknown => {
  try {
    return f()
  } catch (error) {
    return error
  }
}

const mismatch = { expected: 'more', found: 'less' }

describe('refuse', () => {
  it('throws an error whose parts are data', () => {
    const error = thrown(() => refuse('add', [[2], [3]], { expected: 'one shape', found: 'two', advice: 'broadcast' }))
    expect(error).toBeInstanceOf(TensorError)
    expect(error).toMatchObject({
      name: 'TensorError',
      message: 'Cannot add [2] and [3]: expected one shape, found two; broadcast',
      operation: 'add',
      shapes: [[2], [3]],
      expected: 'one shape',
      found: 'two',
      advice: 'broadcast',
    })
  })

  it('says it in other words where it is told to', () => {
    expect(() => refuse('conv', [[1]], mismatch, 'convolve an image')).toThrow(
      /^Cannot convolve an image: expected more, found less$/,
    )
  })

  it('names no shapes where there are none', () => {
    expect(() => refuse('make a key', [], mismatch)).toThrow(/^Cannot make a key: expected more, found less$/)
  })
})

describe('showShapes', () => {
  it('joins one, two or more', () => {
    expect([showShapes([]), showShapes([[1]]), showShapes([[1], [2]]), showShapes([[1], [2], []], 'or')]).toEqual([
      '',
      '[1]',
      '[1] and [2]',
      '[1], [2] or []',
    ])
  })
})
