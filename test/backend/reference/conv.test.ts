import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../../src/core/Shape.ts'
import { type Window, windowInput, windowKernel, windowOutput } from '../../../src/core/Window.ts'
import { golden, type GoldenCase } from '../../golden.ts'
import { seed } from '../../seed.ts'
import { compute, type Input, of, slide } from './compute.ts'

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

describe('conv, convInput and convFilter', () => {
  it.each(ordinary)('agree with PyTorch: $name', (answer) => {
    const w = answers.tensor(answer.inputs[1]!)
    const x = batched(answers.tensor(answer.inputs[0]!), w.shape.length)
    const bias = answer.inputs[2] === undefined ? null : answers.tensor(answer.inputs[2]).data
    const params = { window: windowOfCase(answer, x, w), groups: answer.params['groups'] as number }
    const outputs = windowOutput(params.window)
    const y = compute('conv', params, [x, w], [x.shape[0]!, w.shape[0]!, ...outputs])
    const featureOf = (at: number): number => Math.floor(at / sizeOf(outputs)) % w.shape[0]!
    answers.expectMet(
      answer,
      answer.outputs[0]!,
      y.map((value, at) => value + (bias?.[featureOf(at)] ?? 0)),
    )
    const cotangent = batched(answers.tensor(answer.cotangents[0]!), w.shape.length)
    const gradients = { x: answer.grads[answer.inputs[0]!], w: answer.grads[answer.inputs[1]!] }
    if (gradients.x) answers.expectMet(answer, gradients.x, compute('convInput', params, [cotangent, w], x.shape))
    if (gradients.w) answers.expectMet(answer, gradients.w, compute('convFilter', params, [x, cotangent], w.shape))
  })

  it('agrees with PyTorch on most of its cases', () => {
    expect(ordinary.length).toBeGreaterThan(60)
  })
})

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)

/** The definition, entry by entry: every (n, o, c, output, tap) whose cell exists, with the three offsets. */
const visitEntries = (
  window: Window,
  [images, channels, features, groups]: readonly [number, number, number, number],
  visit: (x: number, w: number, y: number) => void,
): void => {
  const [inputs, taps, outputs] = [windowInput(window), windowKernel(window), windowOutput(window)]
  const indicesOf = (shape: readonly number[], flat: number): readonly number[] =>
    shape.map((d, axis) => Math.floor(flat / sizeOf(shape.slice(axis + 1))) % d)
  const [perGroup, featuresPerGroup] = [channels / groups, features / groups]
  for (const n of range(images)) {
    for (const o of range(features)) {
      for (const c of range(perGroup)) {
        for (const output of range(sizeOf(outputs))) {
          for (const tap of range(sizeOf(taps))) {
            const [at, by] = [indicesOf(outputs, output), indicesOf(taps, tap)]
            const cell = window.map((a, k) => (at[k]! * a.stride + by[k]! * a.dilation - a.low) / a.inputDilation)
            if (!cell.every((p, k) => Number.isInteger(p) && p >= 0 && p < inputs[k]!)) continue
            const flat = cell.reduce((sum, p, k) => sum * inputs[k]! + p, 0)
            const channel = Math.floor(o / featuresPerGroup) * perGroup + c
            visit(
              (n * channels + channel) * sizeOf(inputs) + flat,
              (o * perGroup + c) * sizeOf(taps) + tap,
              (n * features + o) * sizeOf(outputs) + output,
            )
          }
        }
      }
    }
  }
}

const axis = fc
  .record({
    input: fc.integer({ min: 1, max: 6 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 4 }),
    low: fc.integer({ min: 0, max: 3 }),
    high: fc.integer({ min: 0, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    inputDilation: fc.integer({ min: 1, max: 3 }),
  })
  .filter((a) => a.inputDilation * (a.input - 1) + a.low + a.high >= a.dilation * (a.kernel - 1))

const geometry = fc.record({
  axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
  images: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 2 }),
  channelsPerGroup: fc.integer({ min: 1, max: 2 }),
  featuresPerGroup: fc.integer({ min: 1, max: 2 }),
})

/** Small whole numbers, so that sums are exact in any order. */
const filled = (shape: readonly number[], salt: number): Input =>
  of(
    Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 37 + salt * 11) % 15) - 7),
    shape,
  )

describe('conv', () => {
  it('is read from its definition, and so are its other two sides, on any geometry', () => {
    fc.assert(
      fc.property(geometry, ({ axes, images, groups, channelsPerGroup, featuresPerGroup }) => {
        const window = slide(
          axes.map((a) => a.input),
          axes.map((a) => a.kernel),
          {
            stride: axes.map((a) => a.stride),
            padding: axes.map((a): readonly [number, number] => [a.low, a.high]),
            dilation: axes.map((a) => a.dilation),
            inputDilation: axes.map((a) => a.inputDilation),
          },
        )
        const [channels, features] = [groups * channelsPerGroup, groups * featuresPerGroup]
        const x = filled([images, channels, ...windowInput(window)], 1)
        const w = filled([features, channelsPerGroup, ...windowKernel(window)], 2)
        const y = filled([images, features, ...windowOutput(window)], 3)
        const expected = [x, w, y].map(({ data }) => new Array<number>(data.length).fill(0))
        visitEntries(window, [images, channels, features, groups], (i, k, j) => {
          expected[0]![i]! += w.data[k]! * y.data[j]!
          expected[1]![k]! += x.data[i]! * y.data[j]!
          expected[2]![j]! += x.data[i]! * w.data[k]!
        })
        const params = { window, groups }
        expect(compute('convInput', params, [y, w], x.shape)).toEqual(expected[0])
        expect(compute('convFilter', params, [x, y], w.shape)).toEqual(expected[1])
        expect(compute('conv', params, [x, w], y.shape)).toEqual(expected[2])
      }),
      { seed: seed(), numRuns: 300 },
    )
  })

  it('of an image by a kernel, by hand', () => {
    const window = slide([3, 3], [2, 2])
    const [x, w] = [of([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]), of([1, 0, 0, -1], [1, 1, 2, 2])]
    expect(compute('conv', { window, groups: 1 }, [x, w], [1, 1, 2, 2])).toEqual([-4, -4, -4, -4])
  })
})
