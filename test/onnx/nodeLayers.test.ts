/** @file Imported models, opened at their nodes. */
import { relu, softplus, zeros } from 'cotangent'
import { law, seeds } from 'cotangent/laws'
import type { SomeLayer, TensorFunction } from 'cotangent/nn'
import { batchNorm, conv2d, inUse, layerPaths, layers, mapLayers } from 'cotangent/nn'
import { exportNetwork } from 'cotangent/onnx'
import { gradCam, inputGradient, tapped, withDeconvnetRelu, withGuidedRelu } from 'cotangent/vision'
import { describe, expect, it } from 'vitest'
import { toNested } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { branched, chain, sceneOf } from '../vision/scenes.ts'
import type { GraphParts } from './models.ts'
import { bytesOf, graph, ints, node, slot } from './models.ts'
import { exported, networkIn } from './roundTrip.ts'

const normalized = layers({ conv: conv2d({ in: 2, out: 3, kernel: 3 }), norm: batchNorm(3), relu })
const networks: Readonly<Record<string, SomeLayer>> = { chain, branched, normalized }

/** A network, and the same as a model that was exported and imported. */
const bothOf = (network: SomeLayer) => (seed: number) => {
  const scene = sceneOf(network)(seed)
  const bytes = exported(exportNetwork(network, scene.params, scene.state, scene.images.shape, { type: 'double' }))
  const { layer, params, state } = networkIn(bytes)
  if (layer === null) throw new Error('the model has one input and one output')
  return { ...scene, layer, imported: { params, state } }
}

/** The paths of a network's nodes, which are the same for all its parameters. */
const pathsOf = (network: SomeLayer): readonly string[] => layerPaths(bothOf(network)(0).layer)

/** What an imported network computes once its layers are changed, and what the network itself does. */
const alike = (
  claim: string,
  network: SomeLayer,
  change: (network: SomeLayer) => SomeLayer,
  see: (scores: TensorFunction) => TensorFunction = (scores) => scores,
) =>
  law(claim, seeds, (seed) => {
    const { layer, imported, params, state, images } = bothOf(network)(seed)
    const changedLayer: SomeLayer = change(layer)
    const { params: own, state: before } = imported as { readonly params: never; readonly state: never }
    return {
      left: see(inUse(changedLayer)(own, before))(images),
      right: see(inUse(change(network))(params, state))(images),
      tolerance: 1e-12,
    }
  })

const identically = mapLayers((layer) => layer)
const smoothly = mapLayers((layer) => (layer === relu ? softplus : layer))

describe('the nodes of an imported model', () => {
  holdsOn(
    few(3),
    ...Object.entries(networks).flatMap(([name, network]) => [
      alike(`${name}: mapping the identity changes nothing`, network, identically),
      alike(`${name}: its rectifiers are relu, and are replaced`, network, smoothly),
      ...pathsOf(network).map((path) =>
        law(`${name}: after the node '${path}' comes the model`, seeds, (seed) => {
          const { layer, imported, scores, images } = bothOf(network)(seed)
          const { before, after } = tapped(layer)(path)(imported.params, imported.state)
          return { left: after(before(images), images), right: scores(images), tolerance: 1e-12 }
        }),
      ),
    ]),
    ...[chain, branched].flatMap((network, k) => [
      alike(`guided backpropagation of the network ${String(k)}`, network, withGuidedRelu, inputGradient),
      alike(`the deconvnet of the network ${String(k)}`, network, withDeconvnetRelu, inputGradient),
    ]),
    law('the Grad-CAM of a node is that of its layer', seeds, (seed) => {
      const { layer, imported, params, state, images } = bothOf(chain)(seed)
      return {
        left: gradCam(tapped(layer)('conv/Conv')(imported.params, imported.state))(images),
        right: gradCam(tapped<SomeLayer>(chain)('conv')(params as never, state as never))(images),
        tolerance: 1e-12,
      }
    }),
    law('what is replaced at a node reaches what follows it alone', seeds, (seed) => {
      const { layer, imported, images } = bothOf(chain)(seed)
      const { before, after } = tapped(layer)('conv/Conv')(imported.params, imported.state)
      const other = zeros(before(images).shape)
      return { left: after(other, images), right: after(other, zeros(images.shape)) }
    }),
  )

  const branchesOf = (parts: GraphParts) => networkIn(bytesOf(parts)).layer!

  it('have the names of their results where they have none, and those inside branches are not among them', () => {
    const chosen = graph({ outputs: [slot('a', [2])], nodes: [node('Relu', ['x'], ['a'])] })
    const layer = branchesOf({
      inputs: [slot('x', [2])],
      outputs: [slot('y', [2])],
      initializers: [ints('yes', [], [1])],
      nodes: [
        node('Cast', ['yes'], ['choice'], { to: 9 }),
        node('If', ['choice'], ['chosen'], { then_branch: chosen, else_branch: chosen }),
        node('Neg', ['chosen'], ['y']),
      ],
    })
    expect(layerPaths(layer)).toEqual(['choice', 'chosen', 'y'])
  })

  it('keep the whole numbers that shapes are made of', () => {
    const layer = branchesOf({
      inputs: [slot('x', ['N', 2, 3])],
      outputs: [slot('y', ['N', 6])],
      initializers: [ints('first', [], [0]), ints('rest', [1], [-1]), ints('axes', [1], [0])],
      nodes: [
        node('Shape', ['x'], ['shape']),
        node('Gather', ['shape', 'first'], ['batch']),
        node('Unsqueeze', ['batch', 'axes'], ['one']),
        node('Concat', ['one', 'rest'], ['flat'], { axis: 0 }),
        node('Reshape', ['x', 'flat'], ['y']),
      ],
    })
    const { before, after } = tapped(layer)('y')({}, {})
    const x = zeros([4, 2, 3])
    expect(before(x).shape).toEqual([4, 6])
    expect(toNested(after(before(x), x))).toEqual(toNested(zeros([4, 6])))
    expect(() => tapped(layer)('shape')({}, {}).before(x)).toThrow("a layer that the network applies, found 'shape'")
  })
})
