import { describe, expect, it } from 'vitest'
import { windowOutput } from '../../../src/core/Window.ts'
import { golden } from '../../golden.ts'
import { compute, counting, of, slide } from './compute.ts'

const answers = golden('pool')
const cases = answers.cases.filter(
  (c) =>
    c.op === 'avg_pool2d' &&
    c.error === undefined &&
    (c.params['divisor_override'] !== null || JSON.stringify(c.params['padding']) === '[0,0]') &&
    c.params['ceil_mode'] === false,
)

const per = (value: unknown): readonly number[] => value as readonly number[]

describe('sumPool and sumPoolInput', () => {
  it.each(cases)('agree with PyTorch averages: $name', (answer) => {
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
