/** @file The layers of a network by name. */
import { key, normal, ones, relu, tanh, Tree } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { inception, lenet, resnet, unet, visionTransformer } from 'cotangent/models'
import type { Tensor } from 'cotangent'
import type { SomeLayer } from 'cotangent/nn'
import {
  batchNorm,
  branches,
  conv2d,
  dense,
  dropout,
  evalMode,
  identity,
  inUse,
  layerPaths,
  layers,
  mapLayers,
  model,
  named,
  parallel,
  residual,
  sequential,
  summary,
  trainMode,
} from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { erase } from '../../src/nn/Layer.ts'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'

/** Every way to compose, on images [2, 3, 4, 4]. */
const compositions: Readonly<Record<string, SomeLayer>> = {
  sequential: sequential(conv2d({ in: 3, out: 2, kernel: 3 }), batchNorm(2), relu, dropout(0.5)),
  layers: layers({ conv: conv2d({ in: 3, out: 2, kernel: 1 }), relu, deep: sequential(relu, dropout(0.2)) }),
  branches: branches({ point: conv2d({ in: 3, out: 2, kernel: 1 }), relu }),
  parallel: parallel(relu, sequential(tanh, dropout(0.3))),
  residual: residual(sequential(conv2d({ in: 3, out: 3, kernel: 1 }), relu)),
  'residual of a function': residual(relu),
  model: model([-1, 3, 4, 4], named('first', conv2d({ in: 3, out: 2, kernel: 1 })), relu, named('drop', dropout(0.5))),
  function: relu,
}

const networks: Readonly<Record<string, readonly [network: SomeLayer, input: readonly number[]]>> = {
  ...Object.fromEntries(
    Object.entries(compositions).map(([name, network]) => [name, [network, [2, 3, 4, 4]] as const]),
  ),
  lenet: [lenet, [2, 1, 28, 28]],
  inception: [inception(3, { point: 1, three: [1, 2], five: [1, 2], pooled: 1 }), [1, 3, 6, 6]],
  resnet: [resnet(50, { divisor: 32, classes: 3 }), [2, 3, 32, 32]],
  unet: [unet({ width: 2, depth: 1 }), [1, 1, 4, 4]],
  visionTransformer: [visionTransformer({ side: 8, patch: 4, depth: 1, heads: 2, width: 4 }), [1, 3, 8, 8]],
}

/** What a network draws and computes, in training. */
const behaviour = (network: SomeLayer, input: readonly number[], seed: number) => {
  const layer = erase(network)
  const [params, state] = layer.init(key(seed))
  const [y, next] = layer.apply(trainMode(key(seed + 1)))(params, state, normal(input)(key(seed + 2)))
  return { params, y, next }
}

describe('mapLayers', () => {
  holdsOn(
    few(2),
    ...Object.entries(networks).map(([name, [network, input]]) =>
      law(`${name}: mapping the identity changes nothing`, seeds, (seed) => ({
        left: behaviour(mapLayers((layer) => layer)(network), input, seed),
        right: behaviour(network, input, seed),
      })),
    ),
    ...Object.entries(networks).map(([name, [network, input]]) => {
      const smooth = (layer: SomeLayer): SomeLayer => (layer === relu ? tanh : layer)
      const even = (layer: SomeLayer): SomeLayer => (layer === tanh ? identity : layer)
      return law(`${name}: mapping twice is mapping the composition`, seeds, (seed) => ({
        left: behaviour(mapLayers(even)(mapLayers(smooth)(network)), input, seed),
        right: behaviour(mapLayers((layer) => even(smooth(layer)))(network), input, seed),
      }))
    }),
  )

  it('hands over each layer as it was given, with its path, after those that it is made of', () => {
    const inner = sequential(relu, tanh)
    const outer = layers({ inner, named: named('other', relu) })
    const met: (readonly [string, string])[] = []
    const nameOf = (layer: SomeLayer): string => (layer === relu ? 'relu' : layer === tanh ? 'tanh' : 'composition')
    mapLayers((layer, path) => {
      met.push([path, nameOf(layer)])
      return layer
    })(outer)
    expect(met).toEqual([
      ['inner.0', 'relu'],
      ['inner.1', 'tanh'],
      ['inner', 'composition'],
      ['named', 'relu'],
      ['named', 'composition'],
      ['', 'composition'],
    ])
  })

  it('computes with the layers put in place of others', () => {
    const network = layers({ first: relu, second: branches({ a: relu, b: tanh }) })
    const doubled = mapLayers((layer, path) => (path === 'second.a' ? identity : layer))(network)
    const x = normal([1, 2])(key(1))
    const [y] = doubled.apply(evalMode)({ first: {}, second: { a: {}, b: {} } }, doubled.init(key(0))[1], x)
    const kept = relu(x)
    expect(toNested(y)).toEqual([[...toNested(kept)[0]!, ...toNested(tanh(kept))[0]!]])
  })
})

describe('layerPaths', () => {
  it.each(Object.entries(networks).map(([name, [network, input]]) => ({ name, network, input })))(
    'of $name are those under which parameters lie',
    ({ network, input }) => {
      const paths = layerPaths(network)
      expect(new Set(paths).size).toBe(paths.length)
      const groups = summary(network, input).rows.map(({ path }) => path)
      const own = groups.filter((path) => path !== '' && !/attention|encoder$|class_token/.test(path))
      expect(own.filter((path) => !paths.includes(path))).toEqual([])
    },
  )

  it('list every layer, with or without parameters, by name or by position', () => {
    expect(layerPaths(lenet)).toEqual(['conv1', '1', '2', 'conv2', '4', '5', '6', 'fc1', '8', 'fc2', '10', 'fc3'])
    expect(layerPaths(relu)).toEqual([])
    const [params] = resnet(18, { divisor: 16 }).init(key(0))
    expect(Tree.paths(params).map(([path]) => path)).toContain('layer2.0.downsample.0.weight')
    expect(layerPaths(resnet(18, { divisor: 16 }))).toContain('layer2.0.downsample.0')
  })
})

describe('inUse', () => {
  it('has the rule of the network', () => {
    const line = dense(3, 2)
    const scores = inUse(line)(...line.init(key(1)))
    const found: Tensor<readonly [4, 2]> = scores(ones([4, 3]))
    expect(found.shape).toEqual([4, 2])
    // @ts-expect-error -- 3 features, not 5
    expect(() => scores(ones([4, 5]))).toThrow('expected 3 features, found 5')
  })

  it('is the network in eval mode', () => {
    const network = sequential(dense(3, 2), dropout(0.9))
    const [params, state] = network.init(key(1))
    expect(toNested(inUse(network)(params, state)(ones([4, 3])))).toEqual(
      toNested(network.apply(evalMode)(params, state, ones([4, 3]))[0]),
    )
  })
})
