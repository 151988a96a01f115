/**
 * @file One training step of a causal transformer block with its output layer: normalization before attention and before
 * two dense layers, plain gradient descent. Sequences of vectors to the scores of the next of 64 characters, on data that
 * does not matter.
 */
import type { Runtime, Tensor } from 'cotangent'
import {
  add,
  compile,
  gelu,
  item,
  layerNorm,
  matmul,
  mul,
  reshape,
  softmax,
  sub,
  tensor,
  transpose,
  Tree,
  valueAndGrad,
  where,
} from 'cotangent'
import { crossEntropy } from 'cotangent/nn'
import { random } from './lenet.ts'

/** Sizes that the peers share (`cases.json`). */
export interface BlockSizes {
  readonly batch: number
  readonly length: number
  readonly width: number
  readonly heads: number
  readonly classes: number
}

interface Parameters {
  readonly gain1: Tensor
  readonly gain2: Tensor
  readonly query: Tensor
  readonly key: Tensor
  readonly value: Tensor
  readonly joined: Tensor
  readonly up: Tensor
  readonly down: Tensor
  readonly scores: Tensor
}

const parameters = ({ width, classes }: BlockSizes): Parameters => {
  const matrix = (rows: number, columns: number): Tensor => random([rows, columns], 1 / Math.sqrt(rows))
  return {
    gain1: random([width]),
    gain2: random([width]),
    query: matrix(width, width),
    key: matrix(width, width),
    value: matrix(width, width),
    joined: matrix(width, width),
    up: matrix(width, 4 * width),
    down: matrix(4 * width, width),
    scores: matrix(width, classes),
  }
}

const lossOf = ({ batch, length, width, heads }: BlockSizes) => {
  const part = width / heads
  const past = tensor(
    Array.from({ length: length * length }, (_, i) => (i % length <= Math.floor(i / length) ? 1 : 0)),
    [length, length],
  )
  const normal = layerNorm({ axes: 1 })
  const ofHeads = [batch, length, heads, part] as const
  const headsFirst = transpose([0, 2, 1, 3])
  const split = (x: Tensor): Tensor => headsFirst(reshape(ofHeads)(x))
  return (p: Parameters, x: Tensor, labels: Tensor): Tensor => {
    const rows = reshape([batch * length, width] as const)(x)
    const first = mul(normal(rows), p.gain1)
    const [query, key, value] = [
      split(matmul(first, p.query)),
      split(matmul(first, p.key)),
      split(matmul(first, p.value)),
    ]
    const likeness = mul(matmul(query, transpose([0, 1, 3, 2] as const)(key)), 1 / Math.sqrt(part))
    const weights = softmax()(where(past, likeness, -Infinity))
    const heard = reshape([batch * length, width])(headsFirst(matmul(weights, value)))
    const attended = add(rows, matmul(heard, p.joined))
    const hidden = gelu()(matmul(mul(normal(attended), p.gain2), p.up))
    const out = add(attended, matmul(hidden, p.down))
    return crossEntropy(matmul(out, p.scores), labels)
  }
}

/** A training step; each call goes on where the last one ended, and gives the loss. */
export const transformerStep = (runtime: Runtime, sizes: BlockSizes): (() => number) => {
  const { batch, length, width, classes } = sizes
  const loss = lossOf(sizes)
  const step = compile(
    (p: Parameters, x: Tensor, labels: Tensor) => {
      const [value, gradients] = valueAndGrad((q: Parameters) => loss(q, x, labels))(p)
      return { value, next: Tree.zipWith((a: Tensor, g: Tensor) => sub(a, mul(g, 0.01)))(p, gradients) }
    },
    { runtime },
  )
  const x = random([batch, length, width])
  const labels = tensor(
    Float32Array.from({ length: batch * length }, (_, i) => (i * 7) % classes),
    [batch * length],
  )
  let p = parameters(sizes)
  return () => {
    const { value, next } = step(p, x, labels)
    p = next
    return item(value, runtime)
  }
}
