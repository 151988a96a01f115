/**
 * @file Networks beside torchvision's, on images and weights that are given by formulas (`test/vectors/networks`): scores,
 * loss and gradients, in use.
 */
import { readFileSync } from 'node:fs'
import type { Tensor } from 'cotangent'
import { compile, force, key, norm, tensor, toArray, Tree, valueAndGrad } from 'cotangent'
import type { Network } from 'cotangent/models'
import { asNetwork, mobilenetV2, resnet18, resnet50, squeezenet, visionTransformer } from 'cotangent/models'
import { crossEntropy, evalMode } from 'cotangent/nn'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/core/Shape.ts'
import { mapTensors } from '../../src/core/treeWalk.ts'

interface Case {
  readonly name: string
  readonly images: readonly [number, number, number, number]
  readonly names: number
  readonly scores: readonly number[]
  readonly step: number
  readonly loss: number
  readonly gradients: Readonly<Record<string, number>>
}

const { cases } = JSON.parse(readFileSync(new URL('../vectors/networks/networks.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[]
}

const networks: Readonly<Record<string, Network>> = {
  resnet18: asNetwork(resnet18({ classes: 10 })),
  resnet50: asNetwork(resnet50({ classes: 10 })),
  squeezenet1_1: asNetwork(squeezenet({ classes: 10, dropout: 0 })),
  mobilenet_v2: asNetwork(mobilenetV2({ classes: 10, dropout: 0 })),
  vit: visionTransformer({ side: 16, patch: 4, depth: 2, heads: 4, width: 16, hidden: 24, classes: 10 }),
}

const sines = (count: number, rate: number, phase: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin(rate * i + phase))

const torchNames: Readonly<Record<string, string>> = { runningMean: 'running_mean', runningVar: 'running_var' }

/** The tensor of a name and a shape, as in `test/vectors/networks/generate.py`. */
const byFormula = (path: string, shape: readonly number[]): Tensor => {
  const last = path.slice(path.lastIndexOf('.') + 1)
  const own = torchNames[last] ?? last
  const name = path.slice(0, path.length - last.length) + own
  const phase = Array.from(name, (letter) => letter.charCodeAt(0)).reduce((sum, code) => sum + code, 0)
  const n = sizeOf(shape)
  const scaled = (middle: number, factor: number): Tensor =>
    tensor(
      sines(n, 0.9, phase).map((sine) => middle + factor * sine),
      shape,
    )
  if (own === 'running_var') return scaled(1, 0.5)
  if (shape.length === 1 && own === 'weight') return scaled(1, 0.1)
  if (shape.length < 2 || own === 'running_mean' || own === 'in_proj_bias') return scaled(0, 0.1)
  return scaled(0, Math.sqrt(2 / (n / (shape[0] ?? 1))))
}

const filled = <T>(tree: T): T => mapTensors(tree, (t, path) => byFormula(path, t.shape))

describe('networks of torchvision', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (name, expected) => {
    const network = networks[name]!
    const [params, state] = network.init(key(0))
    expect(Tree.paths(params).length + Tree.paths(state).length).toBe(expected.names)
    const [weights, running] = [filled(params), filled(state)]
    const images = tensor(
      sines(sizeOf(expected.images), 0.37, 0).map((sine) => 1 + sine),
      expected.images,
    )
    const scores = force(network.apply(evalMode)(weights, running, images)[0])
    const found = Array.from(toArray(scores)).filter((_, k) => k % expected.step === 0)
    const largest = Math.max(...expected.scores.map(Math.abs))
    found.forEach((score, k) => {
      expect(Math.abs(score - expected.scores[k]!) / largest).toBeLessThan(2e-4)
    })
    const labels = tensor(
      Array.from({ length: expected.images[0] }, (_, k) => k % 7),
      [expected.images[0]],
    )
    const step = compile((own: typeof weights) =>
      valueAndGrad((at: typeof weights) =>
        crossEntropy(network.apply(evalMode)(at, running, images)[0] as Tensor<readonly [number, number]>, labels),
      )(own),
    )
    const [loss, gradients] = step(weights)
    expect(Math.abs(toArray(loss)[0]! / expected.loss - 1)).toBeLessThan(5e-4)
    const byPath = new Map(Tree.paths(gradients))
    for (const [path, length] of Object.entries(expected.gradients)) {
      const own = toArray(norm()(byPath.get(path)!))[0]!
      expect(Math.abs(own - length), path).toBeLessThanOrEqual(5e-3 * length)
    }
  })
})
