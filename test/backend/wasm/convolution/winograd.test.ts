/**
 * @file Deep 3x3 convolutions go by tiles, whose rounding has a bound of its own: (C + 30) u times the same algorithm on
 * absolute values. Held to it on random data, against float64 loops.
 */
import { familyOf } from '../../../../src/backend/families.ts'
import { describe, expect, it } from 'vitest'
import { referenceBackend } from '../../../../src/backend/reference/index.ts'
import { planProgram, wasmBackend } from '../../../../src/backend/wasm/index.ts'
import type { Program } from '../../../../src/compile/Program.ts'
import type { Shape } from '../../../../src/core/Shape.ts'
import { sizeOf } from '../../../../src/core/Shape.ts'
import { windowOf } from '../../../../src/core/Window.ts'
import { seed } from '../../../seed.ts'

type Matrix = readonly (readonly number[])[]

const inputMatrix: Matrix = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
]
const kernelMatrix: Matrix = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
]
const outputMatrix: Matrix = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
]

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)))
const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!))
const absolute = (a: Matrix): Matrix => a.map((row) => row.map(Math.abs))
/** M X M' on absolute values. */
const around = (m: Matrix, x: Matrix): Matrix => product(product(absolute(m), absolute(x)), transposed(absolute(m)))

const draw = (shape: Shape, start: number): Float32Array => {
  let state = (seed() ^ start) >>> 0
  return Float32Array.from({ length: sizeOf(shape) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  })
}

interface Case {
  readonly images: number
  readonly channels: number
  readonly features: number
  readonly side: readonly [number, number]
  readonly padding: number
}

/** The three convolutions of a case, with the shapes of their operands. */
const programsOf = ({ images, channels, features, side, padding }: Case) => {
  const window = windowOf({ operation: 'slide', shapes: [side], phrase: 'slide' }, side, [3, 3], { padding })
  const x = [images, channels, ...side]
  const w = [features, channels, 3, 3]
  const y = [images, features, ...window.map(({ output }) => output)]
  const one = (name: 'conv' | 'convInput' | 'convFilter', a: Shape, b: Shape, shape: Shape): Program => ({
    inputs: [a, b],
    instructions: [
      { name, params: { window, groups: 1 }, inputs: [0, 1], inputShapes: [a, b], shape, ...familyOf(name) },
    ],
    outputs: [2],
  })
  return { conv: one('conv', x, w, y), convInput: one('convInput', y, w, x), convFilter: one('convFilter', x, y, w) }
}

const cases: readonly Case[] = [
  { images: 1, channels: 32, features: 37, side: [13, 18], padding: 1 },
  { images: 3, channels: 45, features: 32, side: [12, 12], padding: 0 },
  { images: 2, channels: 33, features: 34, side: [10, 23], padding: 2 },
  { images: 40, channels: 40, features: 40, side: [8, 8], padding: 1 },
  { images: 1, channels: 64, features: 64, side: [90, 88], padding: 1 },
]

const one = wasmBackend({ threads: 1 })
const plain = wasmBackend({ threads: 1, relaxedSimd: false })

describe('a deep 3x3 convolution', () => {
  for (const geometry of cases) {
    for (const [name, program] of Object.entries(programsOf(geometry))) {
      it(`is near the reference: ${name} of ${JSON.stringify(program.inputs)}`, () => {
        const inputs = program.inputs.map(draw)
        const [numbers] = referenceBackend.compile(program)(inputs.map((data) => Float64Array.from(data)))
        const expected = Array.from(numbers!)
        const scale = Math.sqrt(expected.reduce((sum, value) => sum + value * value, 0) / expected.length)
        for (const backend of [one, plain]) {
          const [found] = backend.compile(program)(inputs)
          const worst = expected.reduce((most, value, k) => Math.max(most, Math.abs(value - found![k]!)), 0)
          expect(worst / scale).toBeLessThan(1e-4)
        }
        // Products of 36 points lie in its workspace: it went by tiles.
        const places = planProgram(program).placements.at(-1)!
        expect(places.workspace!.bytes).toBeGreaterThan(36 * 4 * geometry.channels * geometry.features)
      })
    }
  }

  it('keeps to its bound in every entry', () => {
    const [channels, features, size] = [32, 32, 6]
    const x = draw([1, channels, size, size], 3)
    const w = draw([features, channels, 3, 3], 4)
    const geometry = { images: 1, channels, features, side: [size, size], padding: 1 } as const
    const { conv } = programsOf(geometry)
    const [expected] = referenceBackend.compile(conv)([Float64Array.from(x), Float64Array.from(w)])
    const [found] = plain.compile(conv)([x, w])
    const cell = (c: number, i: number, j: number): number =>
      i < 0 || j < 0 || i >= size || j >= size ? 0 : x[(c * size + i) * size + j]!
    const tile = (c: number, top: number, left: number): Matrix =>
      Array.from({ length: 6 }, (_r, i) => Array.from({ length: 6 }, (_s, j) => cell(c, top + i - 1, left + j - 1)))
    const kernel = (o: number, c: number): Matrix =>
      [0, 3, 6].map((row) => [0, 1, 2].map((column) => w[(o * channels + c) * 9 + row + column]!))
    const checked = { entries: 0 }
    for (let o = 0; o < features; o++) {
      for (const [top, left] of [0, 4].flatMap((i) => [0, 4].map((j) => [i, j] as const))) {
        const sums = Array.from({ length: channels }, (_, c) => {
          const transformedKernel = around(kernelMatrix, kernel(o, c))
          return around(inputMatrix, tile(c, top, left)).map((row, i) =>
            row.map((value, j) => value * transformedKernel[i]![j]!),
          )
        }).reduce((a, b) => a.map((row, i) => row.map((value, j) => value + b[i]![j]!)))
        const bound = around(outputMatrix, sums).map((row) => row.map((value) => value * (channels + 30) * 2 ** -24))
        for (let i = top; i < Math.min(size, top + 4); i++) {
          for (let j = left; j < Math.min(size, left + 4); j++) {
            const at = (o * size + i) * size + j
            expect(Math.abs(found![at]! - expected![at]!)).toBeLessThanOrEqual(bound[i - top]![j - left]!)
            checked.entries += 1
          }
        }
      }
    }
    expect(checked.entries).toBe(features * size * size)
  })

  const run = (program: Program, inputs: readonly Float32Array[]): readonly number[] =>
    Array.from(plain.compile(program)(inputs)[0]!)

  it.each([Infinity, -Infinity, Number.NaN, 1e8, 1e37])('lets %d reach only the outputs that see it', (wild) => {
    for (const geometry of [
      { images: 1, channels: 32, features: 32, side: [8, 8], padding: 1 },
      // So large that its tiles go through in several batches of rows.
      { images: 1, channels: 64, features: 32, side: [60, 88], padding: 1 },
    ] as const) {
      const [height, width] = geometry.side
      const { conv, convInput } = programsOf(geometry)
      for (const program of [conv, convInput]) {
        const inputs = program.inputs.map(draw)
        const clean = run(program, inputs)
        const [row, column] = [height - 5, 3]
        inputs[0]![(3 * height + row) * width + column] = wild
        const moved = run(program, inputs)
        const far = clean.flatMap((value, k) => {
          const [i, j] = [Math.floor(k / width) % height, k % width]
          const sees = Math.abs(i - row) <= 1 && Math.abs(j - column) <= 1
          // Neighbours in its tile are summed directly beside it, and by tiles without it.
          return sees || Math.abs(moved[k]! - value) < 1e-3 ? [] : [k]
        })
        expect(far).toEqual([])
        const kernels = clean.length / (height * width)
        if (!Number.isFinite(wild)) expect(moved.filter((value) => !Number.isFinite(value)).length).toBe(9 * kernels)
      }
    }
  })

  it('sums a gradient of the kernel directly where an entry outweighs the others, in the last batch too', () => {
    const { convFilter } = programsOf({ images: 1, channels: 64, features: 64, side: [90, 88], padding: 1 })
    const inputs = convFilter.inputs.map(draw)
    // The last cell of channel 3, which the taps of the first row and of the first column do not see.
    inputs[0]![3 * 90 * 88 + 90 * 88 - 1] = 1e12
    const [expected] = referenceBackend.compile(convFilter)(inputs.map((data) => Float64Array.from(data)))
    const found = run(convFilter, inputs)
    const ofChannel = found.flatMap((value, k) =>
      Math.floor(k / 9) % 64 === 3 && [0, 1, 2, 3, 6].includes(k % 9) ? [[value, k]] : [],
    )
    expect(ofChannel.length).toBe(5 * 64)
    for (const [value, k] of ofChannel) expect(Math.abs(value! - expected![k!]!)).toBeLessThan(1e-2)
  })
})
