import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../../src/core/Shape.ts'
import type { Window } from '../../../src/core/Window.ts'
import { windowOutput } from '../../../src/core/Window.ts'
import type { GoldenCase } from '../../golden.ts'
import { golden } from '../../golden.ts'
import type { Input } from './compute.ts'
import { compute, computePlainly, of, slide } from './compute.ts'

const answers = golden('conv')
const per = (value: unknown): readonly number[] => value as readonly number[]

/** A crop is an operation of its own, before the window slides. */
const crops = (answer: GoldenCase): boolean => per(answer.params['pad_lrtb'] ?? []).some((side) => side < 0)

const ordinary = answers.cases.filter((c) => /^conv[12]d$/.test(c.op) && c.error === undefined && !crops(c))

/** [C, H, W] as [1, C, H, W]. */
const batched = ({ data, shape }: Input, rank: number): Input => ({
  data,
  shape: shape.length < rank ? [1, ...shape] : shape,
})

const paddingOf = (params: GoldenCase['params'], taps: readonly number[]): readonly (readonly [number, number])[] => {
  const { padding, dilation } = params
  if (padding === 'valid') return taps.map(() => [0, 0])
  if (padding === 'same') {
    const total = taps.map((k, axis) => per(dilation)[axis]! * (k - 1))
    return total.map((cells) => [Math.floor(cells / 2), Math.ceil(cells / 2)])
  }
  const [left, right, top, bottom] = per(params['pad_lrtb'] ?? [0, 0, 0, 0])
  const more = [[top!, bottom!] as const, [left!, right!] as const].slice(-taps.length)
  return more.map(([low, high], axis) => [low + per(padding)[axis]!, high + per(padding)[axis]!])
}

const windowOfCase = ({ params }: GoldenCase, input: Input, kernel: Input): Window => {
  const taps = kernel.shape.slice(2)
  return slide(input.shape.slice(2), taps, {
    stride: per(params['stride']),
    padding: paddingOf(params, taps),
    dilation: per(params['dilation']),
  })
}

describe.each([
  ['plain', computePlainly],
  ['the backend', compute],
] as const)('conv, convInput and convFilter (%s)', (_, run) => {
  it.each(ordinary)('agree with PyTorch: $name', (answer) => {
    const w = answers.tensor(answer.inputs[1]!)
    const x = batched(answers.tensor(answer.inputs[0]!), w.shape.length)
    const bias = answer.inputs[2] === undefined ? null : answers.tensor(answer.inputs[2]).data
    const params = { window: windowOfCase(answer, x, w), groups: answer.params['groups'] as number }
    const outputs = windowOutput(params.window)
    const y = run('conv', params, [x, w], [x.shape[0]!, w.shape[0]!, ...outputs])
    const featureOf = (at: number): number => Math.floor(at / sizeOf(outputs)) % w.shape[0]!
    answers.expectMet(
      answer,
      answer.outputs[0]!,
      y.map((value, at) => value + (bias?.[featureOf(at)] ?? 0)),
    )
    const cotangent = batched(answers.tensor(answer.cotangents[0]!), w.shape.length)
    const gradients = { x: answer.grads[answer.inputs[0]!], w: answer.grads[answer.inputs[1]!] }
    if (gradients.x) answers.expectMet(answer, gradients.x, run('convInput', params, [cotangent, w], x.shape))
    if (gradients.w) answers.expectMet(answer, gradients.w, run('convFilter', params, [x, cotangent], w.shape))
  })

  it('agree with PyTorch on most of its cases', () => {
    expect(ordinary.length).toBeGreaterThan(60)
  })

  it('read an image with a kernel, by hand', () => {
    const window = slide([3, 3], [2, 2])
    const [x, w] = [of([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]), of([1, 0, 0, -1], [1, 1, 2, 2])]
    expect(run('conv', { window, groups: 1 }, [x, w], [1, 1, 2, 2])).toEqual([-4, -4, -4, -4])
  })
})
