/** @file Architectures as data: read, checked, built and written back; every fault at its path. */
import * as E from 'fp-ts/lib/Either.js'
import * as cotangent from 'cotangent'
import { key, ones, Tree } from 'cotangent'
import type { LayerDescription } from 'cotangent/models'
import { Architecture, buildArchitecture, decodeArchitecture, lenet, showArchitectureError } from 'cotangent/models'
import * as nn from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { leafKinds } from '../../src/models/architectureKinds.ts'
import { toArray } from '../float64.ts'

const lenetAsData: LayerDescription = {
  layer: 'layers',
  layers: {
    conv1: { layer: 'conv2d', in: 1, out: 6, kernel: 5, padding: 2 },
    relu1: { layer: 'relu' },
    pool1: { layer: 'maxPool2d', kernel: 2 },
    conv2: { layer: 'conv2d', in: 6, out: 16, kernel: [5, 5] },
    relu2: { layer: 'relu' },
    pool2: { layer: 'maxPool2d', kernel: 2 },
    flatten: { layer: 'flatten' },
    fc1: { layer: 'dense', in: 400, out: 120 },
    relu3: { layer: 'relu' },
    fc2: { layer: 'dense', in: 120, out: 84 },
    relu4: { layer: 'relu' },
    fc3: { layer: 'dense', in: 84, out: 10 },
  },
}

const inception: LayerDescription = {
  layer: 'sequential',
  layers: [
    {
      layer: 'branches',
      branches: {
        point: { layer: 'conv2d', in: 3, out: 2, kernel: 1, bias: false },
        pooled: { layer: 'maxPool2d', kernel: 3, stride: 1, padding: 1 },
      },
    },
    {
      layer: 'residual',
      inner: { layer: 'sequential', layers: [{ layer: 'batchNorm', channels: 5 }, { layer: 'gelu' }] },
    },
    { layer: 'interpolate', scale: 2, mode: 'bilinear' },
    { layer: 'globalAvgPool2d' },
    { layer: 'dropout', probability: 0.5 },
    { layer: 'softmax', axis: 1 },
  ],
}

const errorOf = (result: E.Either<Parameters<typeof showArchitectureError>[0], unknown>): string =>
  E.isLeft(result) ? showArchitectureError(result.left) : 'no error'

describe('a description', () => {
  it('of LeNet builds LeNet: the same paths and, with its parameters, the same numbers', () => {
    const built = buildArchitecture(lenetAsData, [2, 1, 28, 28])
    if (E.isLeft(built)) return expect.fail(showArchitectureError(built.left))
    const [params, state] = built.right.init(key(0))
    const [own] = lenet.init(key(5))
    expect(Tree.paths(params).map(([path]) => path)).toEqual(Tree.paths(own).map(([path]) => path))
    const all = new Map(Tree.paths(own))
    const filled = Tree.map((_, path) => all.get(path)!)(params)
    const x = ones([2, 1, 28, 28])
    expect(toArray(built.right.apply(nn.evalMode)(filled, state, x)[0])).toEqual(
      toArray(lenet.apply(nn.evalMode)(own, {}, x)[0]),
    )
  })

  it.each([lenetAsData, inception])('is written back as it was read, through JSON', (description) => {
    const text = JSON.stringify(Architecture.encode(description))
    expect(decodeArchitecture(JSON.parse(text))).toEqual(E.right(description))
    expect(Architecture.decode(JSON.parse(text))).toEqual(E.right(description))
  })

  it('of branches, a residual and the rest has the shape that it is checked for', () => {
    const built = buildArchitecture(inception, [2, 3, 6, 6])
    if (E.isLeft(built)) return expect.fail(showArchitectureError(built.left))
    const [params, state] = built.right.init(key(0))
    expect(built.right.apply(nn.evalMode)(params, state, ones([2, 3, 6, 6]))[0].shape).toEqual([2, 5])
  })

  it('names layers of cotangent/nn and operations only', () => {
    expect(Object.keys(leafKinds).filter((name) => !(name in nn || name in cotangent))).toEqual([])
  })

  it.each<readonly [unknown, string]>([
    [5, 'the whole: expected a layer, { "layer": name, ... }, found 5'],
    [{}, 'layer: expected one of sequential, layers, branches, residual, '],
    [
      { layer: 'conv2d', in: 1, out: 6 },
      'kernel: expected a whole number, 1 or more, or one for each side, found nothing',
    ],
    [{ layer: 'relu', slope: 1 }, 'slope: expected one of no options, found "slope"'],
    [{ layer: 'sequential', layers: {} }, 'layers: expected a list of layers, found {}'],
    [{ layer: 'layers', layers: [] }, 'layers: expected layers by name, found []'],
    [{ layer: 'residual' }, 'inner: expected a layer, { "layer": name, ... }, found nothing'],
    [
      { layer: 'layers', layers: { a: { layer: 'sequential', layers: [{ layer: 'dropout', probability: 2 }] } } },
      'layers.a.layers.0.probability: expected a number from 0 to 1, found 2',
    ],
    [{ layer: 'sequential', layers: [], extra: 1 }, 'extra: expected \'layers\' alone, found "extra"'],
    [{ layer: 'constructor' }, 'layer: expected one of '],
  ])('with a fault says where it is: %j', (mistaken, line) => {
    expect(errorOf(decodeArchitecture(mistaken))).toContain(line)
    expect(E.isLeft(Architecture.decode(mistaken))).toBe(true)
  })

  it('tells all faults at once', () => {
    const mistaken = { layer: 'sequential', layers: [{ layer: 'dense', in: 0, out: 1.5 }, { layer: 'what' }] }
    const result = decodeArchitecture(mistaken)
    expect(
      E.isLeft(result) && result.left._tag === 'Malformed' ? result.left.faults.map(({ path }) => path) : [],
    ).toEqual(['layers.0.in', 'layers.0.out', 'layers.1.layer'])
  })

  it('that does not fit says at which layer', () => {
    const mistaken = {
      ...lenetAsData,
      layers: { ...(lenetAsData['layers'] as object), fc1: { layer: 'dense', in: 256, out: 120 } },
    }
    expect(errorOf(buildArchitecture(mistaken, [1, 1, 28, 28]))).toBe(
      'layers.fc1: Cannot apply dense to [1, 400]: expected 256 features, found 400',
    )
    const grouped = { layer: 'conv2d', in: 3, out: 4, kernel: 1, groups: 2 }
    expect(errorOf(buildArchitecture(grouped, [1, 3, 4, 4]))).toContain(
      'expected channels in 2 equal groups, found 3 to 4',
    )
  })
})
