/**
 * @file Functions that are generic in dimensions: operations, layers and compositions compile in them, keep their rules for the
 * caller, and are refused where no dimension can fit.
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Shape, Tensor } from 'cotangent'
import {
  add,
  avgPool2d,
  concat,
  conv2d as convolve,
  flatten,
  grad,
  key,
  matmul,
  maxPool2d,
  mean,
  mul,
  relu,
  reshape,
  sin,
  softmax,
  squeeze,
  stack,
  sub,
  sum,
  tensor,
  transpose,
  Tree,
} from 'cotangent'
import type { LayerShape } from 'cotangent/nn'
import {
  andThen,
  batchNorm,
  conv2d,
  convTranspose2d,
  dense,
  evalMode,
  groupNorm,
  model,
  named,
  residual,
  sequential,
} from 'cotangent/nn'
import type { Equal } from './Equal.ts'
import { assert, expectType } from './Equal.ts'

// Operations on tensors with a dimension that is a type parameter
const scores = <N extends number>(x: Tensor<readonly [N, 3]>, w: Tensor<readonly [3, 5]>) => softmax()(matmul(x, w))
const centred = <N extends number, D extends number>(x: Tensor<readonly [N, D]>) => sub(x, mean({ axis: 0 })(x))
const flipped = <N extends number>(x: Tensor<readonly [N, 3]>) => transpose([1, 0])(x)
const totals = <N extends number>(x: Tensor<readonly [N, 3]>) => sum({ axis: 1 })(x)
const narrowed = <N extends number>(x: Tensor<readonly [N, 1]>) => squeeze(1)(x)
const twice = <N extends number>(x: Tensor<readonly [N, 3]>) => concat({ axis: 1 })([x, x])
const stretched = <N extends number, M extends number>(x: Tensor<readonly [N, 1]>, y: Tensor<readonly [M, 3]>) =>
  add(x, y)
const pairs = <N extends number>(x: Tensor<readonly [N, 3]>) => stack({ axis: 0 })([x, x])
const rows = <N extends number>(x: Tensor<readonly [N, 3]>) => reshape([-1])(x)
const smoothed = <N extends number>(x: Tensor<readonly [N, 3, 8, 8]>, w: Tensor<readonly [4, 3, 3, 3]>) =>
  avgPool2d({ kernel: 2 })(convolve()(x, w))
const products = <N extends number, D extends number>(x: Tensor<readonly [N, D]>, w: Tensor<readonly [D, 4]>) =>
  add(matmul(x, w), 1)
const slope = <N extends number>(x: Tensor<readonly [N, 3]>) =>
  grad((y: Tensor<readonly [N, 3]>) => sum()(mul(y, y)))(x)
const square = <S extends readonly number[]>(x: Tensor<S>) => mul(x, x)
const isWellFormed = <N extends number>(x: Tensor<readonly [N, 3]>): boolean => Tree.isTree(Tree.checkTree({ x }))

declare const batch: Tensor<readonly [7, 3]>
declare const images: Tensor<readonly [2, 3, 8, 8]>
declare const kernels: Tensor<readonly [4, 3, 3, 3]>
declare const weights: Tensor<readonly [3, 5]>
declare const column: Tensor<readonly [7, 1]>
declare const into4: Tensor<readonly [3, 4]>
const found = {
  scores: scores(batch, weights),
  centred: centred(batch),
  flipped: flipped(batch),
  totals: totals(batch),
  narrowed: narrowed(column),
  twice: twice(batch),
  stretched: stretched(column, batch),
  pairs: pairs(batch),
  rows: rows(batch),
  smoothed: smoothed(images, kernels),
  products: products(batch, into4),
  slope: slope(batch),
  square: square(batch),
  isWellFormed: isWellFormed(batch),
}
expectType<{
  scores: Tensor<readonly [7, 5]>
  centred: Tensor<readonly [7, 3]>
  flipped: Tensor<readonly [3, 7]>
  totals: Tensor<readonly [7]>
  narrowed: Tensor<readonly [7]>
  twice: Tensor<readonly [7, 6]>
  stretched: Tensor<readonly [7, 3]>
  pairs: Tensor<readonly [2, 7, 3]>
  rows: Tensor<readonly [21]>
  smoothed: Tensor<readonly [2, 4, 3, 3]>
  products: Tensor<readonly [7, 4]>
  slope: Tensor<readonly [7, 3]>
  square: Tensor<readonly [7, 3]>
  isWellFormed: boolean
}>()(found)

// Derivatives of functions that are generic themselves
expectType<Tensor<readonly []>>()(grad(sin)(tensor(1, [])))
expectType<Tensor<readonly [7, 3]>>()(grad(<S extends Shape>(x: Tensor<S>) => sum()(mul(x, x)))(batch))

// Layers whose channels or features are type parameters, and compositions of them
const block = <C extends number>(c: C) =>
  residual(
    sequential(
      conv2d({ in: c, out: c, kernel: 3, padding: 1 }),
      batchNorm(c),
      relu,
      conv2d({ in: c, out: c, kernel: 1 }),
    ),
  )
const halved = <C extends number, D extends number>(c: C, d: D) =>
  sequential(
    conv2d({ in: c, out: d, kernel: 3, padding: 1 }),
    groupNorm(1, d),
    relu,
    maxPool2d({ kernel: 2 }),
    block(d),
  )
const doubled = <C extends number, D extends number>(c: C, d: D) =>
  sequential(convTranspose2d({ in: c, out: d, kernel: 2, stride: 2 }), relu, conv2d({ in: d, out: d, kernel: 1 }))
const perceptron = <C extends number>(c: C) => pipe(dense(c, c), andThen(relu), andThen(dense(c, 10)))
const network = <C extends number>(c: C) =>
  model([-1, 3, 8, 8], named('features', halved(3, c)), flatten, named('scores', dense(7, 2)))
const applied = <C extends number>(c: C, x: Tensor<readonly [8, C]>) => {
  const layer = dense(c, 10)
  return layer.apply(evalMode)(...layer.init(key(1)), x)[0]
}
const seen = <C extends number>(c: C, x: Tensor<readonly [8, C, 28, 28]>) => {
  const layer = block(c)
  return layer.apply(evalMode)(...layer.init(key(1)), x)[0]
}

assert<Equal<LayerShape<ReturnType<typeof block<4>>, readonly [2, 4, 8, 8]>, readonly [2, 4, 8, 8]>>()
assert<Equal<LayerShape<ReturnType<typeof halved<3, 6>>, readonly [2, 3, 8, 8]>, readonly [2, 6, 4, 4]>>()
assert<Equal<LayerShape<ReturnType<typeof doubled<6, 3>>, readonly [2, 6, 4, 4]>, readonly [2, 3, 8, 8]>>()
assert<Equal<LayerShape<ReturnType<typeof perceptron<5>>, readonly [2, 5]>, readonly [2, 10]>>()
const made = { applied: applied(4, null as unknown as Tensor<readonly [8, 4]>), network: network(4) }
assert<Equal<typeof made.applied, Tensor<readonly [8, 10]>>>()

// What can fit for no dimension is refused there, too
export const wrong = <C extends number>(c: C) => [
  // @ts-expect-error dense: expected 3 features, found 4
  sequential(dense(c, 4), relu, dense(3, c)),
  sequential(
    conv2d({ in: c, out: c, kernel: 3 }),
    conv2d({ in: c, out: 3, kernel: 3 }),
    // @ts-expect-error conv2d: expected 4 input channels, found 3
    conv2d({ in: 4, out: c, kernel: 3 }),
  ),
]
// @ts-expect-error cannot broadcast [7, 3] with [7, 5]
add(batch, scores(batch, weights))
// @ts-expect-error expected 4 channels
seen(4, images)

// A list may have about a hundred layers; longer networks are made of blocks
type Repeated<T, N extends number, Done extends readonly T[] = readonly []> = Done['length'] extends N
  ? Done
  : Repeated<T, N, readonly [...Done, T]>
declare const many: Repeated<typeof relu, 70>
const deep = sequential(dense(3, 4), ...many, dense(4, 2))
assert<Equal<LayerShape<typeof deep, readonly [5, 3]>, readonly [5, 2]>>()
const deepModel = model([5, 3], dense(3, 4), ...many, dense(4, 2))
assert<Equal<ReturnType<ReturnType<typeof deepModel.apply>>[0], Tensor<readonly [5, 2]>>>()
// @ts-expect-error dense: expected 3 features, found 4
sequential(dense(3, 4), ...many, dense(3, 2))
// @ts-expect-error dense: expected 3 features, found 4
model([5, 3], dense(3, 4), ...many, dense(3, 2))
