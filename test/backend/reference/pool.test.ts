import { describe, expect, it } from 'vitest'
import type { Shape } from '../../../src/core/Shape.ts'
import { windowOutput } from '../../../src/core/Window.ts'
import { golden } from '../../golden.ts'
import { compute, counting, of, slide } from './compute.ts'

const answers = golden('pool')
const averages = answers.cases.filter(
  (c) =>
    c.op === 'avg_pool2d' &&
    c.error === undefined &&
    (c.params['divisor_override'] !== null || JSON.stringify(c.params['padding']) === '[0,0]') &&
    c.params['ceil_mode'] === false,
)
const maxima = answers.cases.filter((c) => /^max_pool[12]d$/.test(c.op) && c.error === undefined)

const per = (value: unknown): readonly number[] => value as readonly number[]

describe('sumPool and sumPoolInput', () => {
  it.each(averages)('agree with PyTorch averages: $name', (answer) => {
    const { params } = answer
    const x = answers.tensor(answer.inputs[0]!)
    const [rows = 1, columns = 1] = per(params['kernel_size'])
    const window = slide(x.shape.slice(2), [rows, columns], {
      stride: per(params['stride']),
      padding: per(params['padding']),
    })
    const count = (params['divisor_override'] as number | null) ?? rows * columns
    const output = [x.shape[0]!, x.shape[1]!, ...windowOutput(window)]
    const y = compute('sumPool', { window }, [x], output)
    answers.expectMet(
      answer,
      answer.outputs[0]!,
      y.map((total) => total / count),
    )
    const spread = compute('sumPoolInput', { window }, [answers.tensor(answer.cotangents[0]!)], x.shape)
    answers.expectMet(
      answer,
      answer.grads[answer.inputs[0]!]!,
      spread.map((total) => total / count),
    )
  })

  it('add the cells inside, also where windows overlap and hang over', () => {
    const window = slide([5], [3], { stride: 2, padding: [[1, 0]], ceilMode: true })
    const x = of([1, 2, 3, 4, 5], [1, 1, 5])
    expect(compute('sumPool', { window }, [x], [1, 1, 3])).toEqual([3, 9, 9])
    expect(compute('sumPoolInput', { window }, [of([1, 10, 100], [1, 1, 3])], [1, 1, 5])).toEqual([1, 11, 10, 110, 100])
  })

  it('respect the dilation of the window', () => {
    const window = slide([1, 5], [1, 2], { dilation: [1, 3] })
    expect(compute('sumPool', { window }, [counting([1, 1, 1, 5])], [1, 1, 1, 2])).toEqual([3, 5])
    expect(compute('sumPoolInput', { window }, [of([1, 2], [1, 1, 1, 2])], [1, 1, 1, 5])).toEqual([1, 2, 0, 1, 2])
  })
})

/** [C, H, W] as [1, C, H, W]. */
const batched = (shape: Shape, spatial: number): Shape => (shape.length === spatial + 1 ? [1, ...shape] : shape)

describe('maxPool and maxPoolIndices', () => {
  it.each(maxima)('agree with PyTorch: $name', (answer) => {
    const { params } = answer
    const { data, shape } = answers.tensor(answer.inputs[0]!)
    const x = { data, shape: batched(shape, per(params['kernel_size']).length) }
    const window = slide(x.shape.slice(2), per(params['kernel_size']), {
      stride: per(params['stride']),
      padding: per(params['padding']),
      dilation: per(params['dilation']),
      ceilMode: params['ceil_mode'] === true,
    })
    const output = [x.shape[0]!, x.shape[1]!, ...windowOutput(window)]
    answers.expectMet(answer, answer.outputs[0]!, compute('maxPool', { window }, [x], output))
    answers.expectMet(answer, answer.outputs[1]!, compute('maxPoolIndices', { window }, [x], output))
  })

  const pooled = (values: readonly number[]): number[] => {
    const window = slide([1, values.length], [1, values.length])
    const x = of(values, [1, 1, 1, values.length])
    return [
      ...compute('maxPool', { window }, [x], [1, 1, 1, 1]),
      ...compute('maxPoolIndices', { window }, [x], [1, 1, 1, 1]),
    ]
  }

  it('take the first of equal cells', () => {
    expect(pooled([1, 3, 3, 2])).toEqual([3, 1])
    expect(pooled([-0, 0])).toEqual([-0, 0])
  })

  it('let the last NaN win', () => {
    expect(pooled([5, NaN, 9, NaN, 7])).toEqual([NaN, 3])
  })

  it('take the first cell of a window of -Infinity', () => {
    expect(pooled([-Infinity, -Infinity])).toEqual([-Infinity, 0])
  })

  it('never let padding win', () => {
    const window = slide([2], [2], { padding: 1, stride: 2 })
    const x = of([-5, -7], [1, 1, 2])
    expect(compute('maxPool', { window }, [x], [1, 1, 2])).toEqual([-5, -7])
    expect(compute('maxPoolIndices', { window }, [x], [1, 1, 2])).toEqual([0, 1])
  })

  it('have no cell to name for a window that covers none', () => {
    const window = slide([1], [2], { padding: 1, dilation: 2 })
    const x = of([4], [1, 1, 1])
    expect(compute('maxPool', { window }, [x], [1, 1, 1])).toEqual([-Infinity])
    expect(compute('maxPoolIndices', { window }, [x], [1, 1, 1])).toEqual([-1])
  })

  it('count cells within their own plane', () => {
    const window = slide([2, 2], [2, 2])
    const x = of([0, 1, 2, 3, 7, 6, 5, 4], [1, 2, 2, 2])
    expect(compute('maxPoolIndices', { window }, [x], [1, 2, 1, 1])).toEqual([3, 0])
    expect(compute('maxPool', { window }, [x], [1, 2, 1, 1])).toEqual([3, 7])
  })
})
