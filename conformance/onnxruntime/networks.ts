/** @file The networks whose exports are run by onnxruntime, with weights that are quick to draw. */
import { gelu, key, tensor } from 'cotangent'
import type { Shape, Tensor } from 'cotangent'
import { alexnet, asNetwork, googlenet, lenet, resnet18, vgg11 } from 'cotangent/models'
import type { Network, Parts } from 'cotangent/models'
import { dense, layerNorm, layers, multiHeadAttention, residual, sequential } from 'cotangent/nn'
import { mapTensors } from '../../src/core/treeWalk.ts'

/** A network, and the shape of one input. */
export interface Exported {
  readonly network: () => Network
  readonly input: Shape
}

/** A causal block of a transformer, as in GPT-2. */
const transformerBlock = (width: number, heads: number) =>
  sequential(
    residual(layers({ ln: layerNorm(width), attention: multiHeadAttention({ width, heads, causal: true }) })),
    residual(
      layers({
        ln: layerNorm(width),
        up: dense(width, 4 * width),
        gelu: gelu(),
        down: dense(4 * width, width),
      }),
    ),
  )

/** The networks by name. */
export const exportedNetworks: Readonly<Record<string, Exported>> = {
  LeNet: { network: () => asNetwork(lenet), input: [1, 28, 28] },
  AlexNet: { network: () => asNetwork(alexnet()), input: [3, 224, 224] },
  'VGG-11': { network: () => asNetwork(vgg11()), input: [3, 224, 224] },
  GoogLeNet: { network: () => asNetwork(googlenet()), input: [3, 224, 224] },
  'ResNet-18': { network: () => asNetwork(resnet18()), input: [3, 224, 224] },
  'transformer block': { network: () => asNetwork(transformerBlock(128, 4)), input: [32, 128] },
}

/** Numbers from -1 to 1 that depend on a seed alone. */
export const noise = (count: number, seed: number): Float32Array => {
  const numbers = new Float32Array(count)
  let state = (seed * 2654435761 + 12345) >>> 0
  for (let k = 0; k < count; k++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    numbers[k] = state / 2 ** 31 - 1
  }
  return numbers
}

const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1)

/** A weight that keeps the spread of what passes through it; a running variance around 1. */
const drawn = ({ shape }: Tensor, path: string, seed: number): Tensor => {
  const numbers = noise(sizeOf(shape), seed)
  const fan = sizeOf(shape.slice(1))
  const [scale, offset] =
    shape.length > 1 ? [Math.sqrt(6 / fan), 0] : /runningVar$|weight$/.test(path) ? [0.5, 1] : [0.2, 0]
  return tensor(
    numbers.map((x) => x * scale + offset),
    shape,
  )
}

/** Parameters and state of a network, drawn. */
export const drawnFor = (network: Network): readonly [params: Parts, state: Parts] => {
  let seed = 1
  const fill = (tree: Parts): Parts => mapTensors(tree, (t, path) => drawn(t, path, seed++))
  const [params, state] = network.init(key(0))
  return [fill(params), fill(state)]
}
