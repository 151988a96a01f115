/**
 * @file One training step of LeNet-5 as it is trained today: relu, max pooling, plain gradient descent. The network of the
 * peers' runners, on data that does not matter.
 */
import type { Runtime, Tensor } from 'cotangent'
import {
  compile,
  add,
  conv,
  logSoftmax,
  matmul,
  maxPool,
  mul,
  neg,
  relu,
  reshape,
  sub,
  sum,
  tensor,
  toArray,
  Tree,
  valueAndGrad,
} from 'cotangent'

interface Parameters {
  readonly w1: Tensor
  readonly b1: Tensor
  readonly w2: Tensor
  readonly b2: Tensor
  readonly f1: Tensor
  readonly c1: Tensor
  readonly f2: Tensor
  readonly c2: Tensor
  readonly f3: Tensor
  readonly c3: Tensor
}

/** Numbers around 0. */
export const random = (shape: readonly number[], scale = 1): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1)
  return tensor(
    Float32Array.from({ length: size }, () => (Math.random() - 0.5) * scale),
    shape,
  )
}

const parameters = (): Parameters => ({
  w1: random([6, 1, 5, 5], 0.2),
  b1: random([6, 1, 1], 0),
  w2: random([16, 6, 5, 5], 0.2),
  b2: random([16, 1, 1], 0),
  f1: random([400, 120], 0.1),
  c1: random([120], 0),
  f2: random([120, 84], 0.1),
  c2: random([84], 0),
  f3: random([84, 10], 0.1),
  c3: random([10], 0),
})

const lossOf =
  (batch: number) =>
  (p: Parameters, x: Tensor, labels: Tensor): Tensor => {
    const plane = maxPool({ kernel: 2 })
    const first = plane(relu(add(conv({ padding: 2 })(x, p.w1), p.b1)))
    const second = plane(relu(add(conv()(first, p.w2), p.b2)))
    const flat = reshape([batch, 400])(second)
    const third = relu(add(matmul(flat, p.f1), p.c1))
    const fourth = relu(add(matmul(third, p.f2), p.c2))
    const scores = add(matmul(fourth, p.f3), p.c3)
    return mul(neg(sum()(mul(logSoftmax()(scores), labels))), 1 / batch)
  }

/** A training step; each call goes on where the last one ended, and gives the loss. */
export const lenetStep = (runtime: Runtime, batch: number): (() => number) => {
  const loss = lossOf(batch)
  const step = compile(
    (p: Parameters, x: Tensor, labels: Tensor) => {
      const [value, gradients] = valueAndGrad((q: Parameters) => loss(q, x, labels))(p)
      const next = Tree.zipWith((a: Tensor, g: Tensor) => sub(a, mul(g, 0.01)))(p, gradients)
      return { value, next }
    },
    { runtime },
  )
  const x = random([batch, 1, 28, 28])
  const labels = tensor(
    Float32Array.from({ length: batch * 10 }, (_, i) => (Math.floor(i / 10) % 10 === i % 10 ? 1 : 0)),
    [batch, 10],
  )
  let p = parameters()
  return () => {
    const { value, next } = step(p, x, labels)
    p = next
    return toArray(value, runtime)[0] ?? Number.NaN
  }
}
