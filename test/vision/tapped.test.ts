/** @file Networks opened at a layer. */
import type { Tensor } from 'cotangent'
import { add, conv2d as convolution, grad, key, mul, normal, relu, reshape, zeros } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import { lenet, resnet } from 'cotangent/models'
import type { SomeLayer } from 'cotangent/nn'
import { branches, identity, inUse, layerPaths, mapLayers, sequential } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { erase } from '../../src/nn/Layer.ts'
import { tapped } from '../../src/vision/tapped.ts'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { branched, chain, sceneOf, smooth, total } from './scenes.ts'

const networks = { chain, branched, smooth }

/** The layer at a path, with something added to its output. */
const adding =
  (path: string, more: Tensor) =>
  (network: SomeLayer): SomeLayer => {
    let last = -1
    let met = -1
    mapLayers((layer, at) => {
      met += 1
      if (at === path) last = met
      return layer
    })(network)
    let place = -1
    return mapLayers((layer) => {
      place += 1
      return place === last ? sequentially(layer, more) : layer
    })(network)
  }

const sequentially = (layer: SomeLayer, more: Tensor): SomeLayer => {
  const own = erase(layer)
  return {
    init: own.init,
    apply: (mode) => (params, state, x) => {
      const [y, next] = own.apply(mode)(params, state, x)
      return [add(y, more), next]
    },
  }
}

describe('tapped', () => {
  holdsOn(
    few(3),
    ...Object.entries(networks).flatMap(([name, network]) =>
      ['', ...layerPaths(network)].flatMap((path) => {
        const opened = (seed: number) => {
          const scene = sceneOf<SomeLayer>(network)(seed)
          return { ...scene, ...tapped<SomeLayer>(network)(path)(scene.params, scene.state) }
        }
        return [
          law(`${name} at '${path}': after the layer's output comes the network's`, seeds, (seed) => {
            const { before, after, scores, images } = opened(seed)
            return { left: after(before(images), images), right: scores(images) }
          }),
          law(`${name} at '${path}': the gradient at a tap is that of what is added there`, seeds, (seed) => {
            const { before, after, images, params, state } = opened(seed)
            const inner = before(images)
            const loss = (y: Tensor) => total(mul(y, y))
            return {
              left: grad((t: Tensor) => loss(after(t, images)))(inner),
              right: grad((t: Tensor) => loss(inUse(adding(path, t)(network))(params, state)(images)))(
                zeros(inner.shape),
              ),
              tolerance: 1e-12,
            }
          }),
        ]
      }),
    ),
    law("before a chain's layer is the chain up to it", seeds, (seed) => {
      const { params, state, images } = sceneOf(chain)(seed)
      const { weight, bias } = params.conv
      return {
        left: tapped(chain)('relu')(params, state).before(images),
        right: relu(add(convolution({})(images, weight), reshape([3, 1, 1])(bias))),
        tolerance: 1e-12,
      }
    }),
  )

  it('takes of several layers at one path the last', () => {
    const network = resnet(18, { divisor: 16, classes: 3 })
    const [params, state] = network.init(key(1))
    const x = normal([1, 3, 32, 32])(key(2))
    const block = tapped(network)('layer1.0')(params, state).before(x)
    expect(toNested(tapped(network)('layer1.0.relu')(params, state).before(x))).toEqual(toNested(block))
  })

  it('replaces only the layer that it names, where two branches have one of the same name', () => {
    const doubling = (x: Tensor): Tensor => mul(x, 2)
    const network = branches({ a: sequential(doubling), b: sequential(doubling) })
    const { before, after } = tapped(network)('b.0')({ a: [{}], b: [{}] }, { a: [{}], b: [{}] })
    const x = normal([1, 1])(key(3))
    const [value = 0] = toNested(x).flat() as number[]
    expect(toNested(after(mul(before(x), 10), x))).toEqual([[2 * value, 20 * value]])
  })

  it('refuses a path that the network does not have, and an output of another shape', () => {
    const [params, state] = lenet.init(key(1))
    expect(() => tapped(lenet)('conv3')).toThrow(
      "Cannot open a network of 12 layers at 'conv3': expected one of conv1, 1, 2, conv2, 4, 5, 6, fc1, 8, fc2, 10, fc3, found 'conv3'",
    )
    expect(() => tapped(lenet)('fc1')(params, state).after(zeros([1, 121]), zeros([1, 1, 28, 28]))).toThrow(
      "Cannot replace a layer's output: expected [1, 120], found [1, 121]",
    )
  })

  it('says that the network never applies a layer', () => {
    const lazy: SomeLayer = {
      ...erase(identity),
      composition: { parts: [['unused', relu]], of: () => identity },
    }
    const [params, state] = [{}, {}] as [never, never]
    expect(() => tapped(lazy)('unused')(params, state).before(zeros([1]))).toThrow('a layer that the network applies')
  })
})
