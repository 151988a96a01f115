import { describe, expect, it } from 'vitest'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import type { FusedStep } from '../../../src/compile/Program.ts'
import type { Shape } from '../../../src/core/Shape.ts'

const fuse = (steps: readonly FusedStep[], inputShapes: readonly Shape[], shape: Shape, data: number[][]): number[] => {
  const inputs = inputShapes.map((_, id) => id)
  const executable = referenceBackend.compile({
    inputs: inputShapes,
    instructions: [{ name: 'fused', params: { steps }, inputs, inputShapes, shape }],
    outputs: [inputs.length],
  })
  return Array.from(executable(data.map((values) => Float64Array.from(values)))[0]!)
}

describe('fused', () => {
  it('runs its steps one after another, reading inputs and earlier steps', () => {
    const steps: readonly FusedStep[] = [
      { op: 'mul', args: [0, 1] },
      { op: 'neg', args: [2] },
      { op: 'sub', args: [3, 2] },
    ]
    expect(
      fuse(
        steps,
        [[2], [2]],
        [2],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toEqual([-6, -16])
  })

  it('broadcasts its inputs to its shape', () => {
    const shapes: readonly Shape[] = [[2, 1], [3], []]
    expect(fuse([{ op: 'where', args: [0, 1, 2] }], shapes, [2, 3], [[1, 0], [1, 2, 3], [9]])).toEqual([
      1, 2, 3, 9, 9, 9,
    ])
  })

  it('reads an input twice', () => {
    expect(fuse([{ op: 'mul', args: [0, 0] }], [[3]], [3], [[1, 2, 3]])).toEqual([1, 4, 9])
  })

  it('computes nothing where the shape is empty', () => {
    expect(fuse([{ op: 'add', args: [0, 1] }], [[0], []], [0], [[], [1]])).toEqual([])
  })
})
