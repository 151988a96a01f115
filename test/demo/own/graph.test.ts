import { add, exp, key, toArray, zeros } from 'cotangent'
import type { Tensor } from 'cotangent'
import { lenet } from 'cotangent/models'
import type { OnnxSlot } from 'cotangent/onnx'
import { decodeOnnx, exportNetwork, exportOnnx } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { graphOf, imageInputOf, inputFrom, topOf } from '../../../demo/own/graph.ts'
import { recognize } from '../../../demo/own/recognize.ts'

const slot = (shape: OnnxSlot['shape'], type: OnnxSlot['type'] = 'float'): OnnxSlot => ({ name: 'x', type, shape })

const [params, state] = lenet.init(key(3))

const rightOf = <L, A>(either: E.Either<L, A>): A => {
  if (E.isLeft(either)) throw new RangeError(JSON.stringify(either.left))
  return either.right
}

const graph = rightOf(graphOf(rightOf(decodeOnnx(rightOf(exportNetwork(lenet, params, state, [1, 1, 28, 28]))))))

describe('graphOf', () => {
  it('gives the classes of the network that was exported, best first', () => {
    const digit = Array.from({ length: 784 }, (_, k) => (k * 37) % 256)
    const { scores } = recognize(params, digit)
    const { top } = rightOf(graph.run(digit.map((ink) => ink / 255)))
    expect(top).toHaveLength(5)
    top.forEach(([index, probability]) => expect(probability).toBeCloseTo(scores[index] ?? Number.NaN, 5))
    expect(top[0]?.[1]).toBeCloseTo(Math.max(...scores), 5)
  })

  it('refuses an image of another size', () => {
    expect(graph.run([0.5])).toEqual(E.left('expected 784 numbers of an image, found 1'))
  })

  it('refuses a graph that takes more than an image, or gives no scores', () => {
    const image = zeros([1, 1, 4, 4])
    const pairs = exportOnnx((a: Tensor, b: Tensor) => add(a, b), [image, image])
    expect(graphOf(rightOf(decodeOnnx(rightOf(pairs))))).toMatchObject({
      left: expect.stringContaining('one input') as unknown,
    })
    const maps = rightOf(graphOf(rightOf(decodeOnnx(rightOf(exportOnnx((x: Tensor) => exp(x), [image]))))))
    expect(maps.run(Array<number>(16).fill(0))).toEqual(E.left('expected one score for each class, found [1, 1, 4, 4]'))
  })
})

describe('imageInputOf', () => {
  it.each([
    ['channels first', [1, 3, 224, 200], { channels: 3, rows: 224, columns: 200, areChannelsLast: false }],
    ['channels last', [1, 96, 64, 3], { channels: 3, rows: 96, columns: 64, areChannelsLast: true }],
    ['an open batch', ['N', 1, 32, 32], { channels: 1, rows: 32, columns: 32, areChannelsLast: false }],
    ['open sides', [null, 3, 'H', null], { channels: 3, rows: 224, columns: 224, areChannelsLast: false }],
    ['open sides of digits', [1, 1, 'H', 'W'], { channels: 1, rows: 28, columns: 28, areChannelsLast: false }],
  ] as const)('takes %s', (_, shape, input) => {
    expect(imageInputOf(slot(shape))).toEqual(E.right(input))
  })

  it.each([
    ['rank 2', slot([1, 784])],
    ['an open rank', slot(null)],
    ['a batch of 8', slot([8, 3, 224, 224])],
    ['two channels', slot([1, 2, 8, 8])],
    ['integers', slot([1, 3, 224, 224], 'int64')],
    ['a side of no length', slot([1, 3, 0, 224])],
    ['a side that no photo has', slot([1, 3, 1e9, 1e9])],
  ])('refuses %s, and says what it found', (_, refused) => {
    expect(imageInputOf(refused)).toMatchObject({ _tag: 'Left', left: expect.stringContaining('found x [') as unknown })
  })
})

describe('inputFrom', () => {
  it('scales each channel, and puts channels first or last', () => {
    const planes = [0.485, 1, 0.456, 1, 0.406, 1]
    const sides = { channels: 3, rows: 1, columns: 2 } as const
    const first = Array.from(toArray(inputFrom({ ...sides, areChannelsLast: false }, planes)))
    const last = Array.from(toArray(inputFrom({ ...sides, areChannelsLast: true }, planes)))
    expect([first[0], first[2], first[4]].map((one) => Math.abs(one ?? 1) < 1e-6)).toEqual([true, true, true])
    expect(last).toEqual([0, 2, 4, 1, 3, 5].map((k) => first[k]))
  })
})

describe('topOf', () => {
  it('leaves probabilities alone and makes them of scores', () => {
    expect(topOf([0.1, 0.7, 0.2])).toEqual([
      [1, 0.7],
      [2, 0.2],
      [0, 0.1],
    ])
    const [[index, probability] = [], ...others] = topOf([5, 1, 0, -3, 2, 9, 4])
    expect(index).toBe(5)
    expect(probability).toBeGreaterThan(0.9)
    expect(others).toHaveLength(4)
  })
})
