/**
 * @file LeNet-5 as in its paper: trained subsampling, a table of connections between maps, and an output that measures
 * how far features are from drawings of the digits (LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied
 * to document recognition", 1998). 60,000 parameters.
 *
 *     C1  conv 5x5               [N, 6, 28, 28]        156 parameters
 *     S2  subsampling            [N, 6, 14, 14]         12
 *     C3  conv 5x5 by the table  [N, 16, 10, 10]     1,516
 *     S4  subsampling            [N, 16, 5, 5]          32
 *     C5  conv 5x5               [N, 120, 1, 1]     48,120
 *     F6  dense                  [N, 84]            10,164
 *     output: minus the squared distance to each of ten drawings of 7 x 12 cells; nothing to learn
 *
 * Units up to F6 are squashed by 1.7159 tanh(2/3 a). Weights begin uniform within 2.4 / fan-in.
 */
import { checkOptions } from '../core/options.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import type { Initializer } from '../nn/initializers.ts'
import { fansOf, zeroInitializer } from '../nn/initializers.ts'
import type { SameShape, SomeLayer } from '../nn/Layer.ts'
import { parametric, stateless } from '../nn/Layer.ts'
import { conv2d } from '../nn/conv2d.ts'
import { dense } from '../nn/dense.ts'
import { flatten } from '../ops/flatten.ts'
import { layers } from '../nn/layers.ts'
import { add } from '../ops/add.ts'
import { concatAlong } from '../ops/concat.ts'
import { zeros } from '../ops/constant.ts'
import { conv } from '../ops/conv.ts'
import { full } from '../ops/full.ts'
import { logsumexp } from '../ops/logsumexp.ts'
import { mul } from '../ops/mul.ts'
import { neg } from '../ops/neg.ts'
import { oneHot } from '../ops/oneHot.ts'
import { uniform } from '../ops/random.ts'
import { expandDims, reshapeTo } from '../ops/reshape.ts'
import { sub } from '../ops/sub.ts'
import { mean, sum } from '../ops/sum.ts'
import { tanh } from '../ops/tanh.ts'
import { takeNamed } from '../ops/gather.ts'
import { sumPool } from '../ops/avgPool.ts'
import { split } from '../core/Key.ts'
import { digitPrototypes, prototypeSize } from './digitPrototypes.ts'
import type { Network } from './Network.ts'
import { asNetwork } from './Network.ts'

/**
 * The maps of S2 that each of the 16 maps of C3 sees: Table I of the paper.
 *
 * @example
 * ```ts
 * import { connectionTable } from 'cotangent/models'
 *
 * connectionTable.length // => 16
 * connectionTable[15] // => [0, 1, 2, 3, 4, 5]
 * ```
 */
export const connectionTable: readonly (readonly number[])[] = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [0, 4, 5],
  [0, 1, 5],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [0, 3, 4, 5],
  [0, 1, 4, 5],
  [0, 1, 2, 5],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
]

const squash = stateless<SameShape>((x) => mul(tanh(mul(x, 2 / 3)), 1.7159))

/** Uniform within 2.4 / fan: the paper's, for units that add up so many numbers. */
const within =
  (fan: number): Initializer =>
  (shape) =>
    uniform(shape, { low: -2.4 / fan, high: 2.4 / fan })

const byFan: Initializer = (shape) => within(fansOf(shape).in)(shape)

interface Affine {
  readonly weight: Tensor
  readonly bias: Tensor
}

/** The sum of 2 x 2 cells, scaled and shifted by two learned numbers for each map. */
const subsampling = (maps: number): SomeLayer =>
  parametric<SameShape, Affine>(
    (key) => ({ weight: within(4)([maps])(key), bias: zeros([maps]) }),
    ({ weight, bias }, x) => {
      const perMap = (t: Tensor): Tensor => reshapeTo(t, [maps, 1, 1])
      return add(mul(sumPool({ kernel: 2 })(x), perMap(weight)), perMap(bias))
    },
  )

const side = 5

/** A convolution whose maps see the maps of a table: weight [connections, 5, 5], in the order of the table. */
export const connected = (ins: number, table: readonly (readonly number[])[]): SomeLayer => {
  const connections = table.flatMap((seen, map) => seen.map((from) => map * ins + from))
  const absent = connections.length
  const places = Array.from({ length: table.length * ins }, (_, place) => {
    const found = connections.indexOf(place)
    return found < 0 ? absent : found
  })
  const picks = tensor(places, [table.length, ins])
  return parametric<SameShape, Affine>(
    (key) => {
      const keys = split(key, table.length)
      const [first, ...others] = table.map((seen, map): Tensor =>
        within(seen.length * side * side)([seen.length, side, side])(keys[map] ?? key),
      )
      const weight = first === undefined ? zeros([0, side, side]) : concatAlong([first, ...others], 0)
      return { weight, bias: zeros([table.length]) }
    },
    ({ weight, bias }, x) => {
      const spread = takeNamed(concatAlong([weight, zeros([1, side, side])], 0), picks, 0)
      return add(conv()(x, spread), reshapeTo(bias, [table.length, 1, 1]))
    },
  )
}

/** Minus the squared distances of features [N, 84] to the drawings: [N, 10]. */
const likeness = stateless((x) => {
  const prototypes = tensor(digitPrototypes.flat(), [digitPrototypes.length, prototypeSize])
  const apart = sub(expandDims(1)(x), prototypes)
  return neg(sum({ axis: 2 })(mul(apart, apart)))
})

/**
 * The LeNet of 1998: images [N, 1, 32, 32] to scores [N, 10], the greater the more like the digit; trained by
 * {@link lenet1998Loss}.
 *
 * @example
 * ```ts
 * import { key, zeros } from 'cotangent'
 * import { lenet1998 } from 'cotangent/models'
 * import { evalMode } from 'cotangent/nn'
 *
 * const [params, state] = lenet1998.init(key(1))
 * lenet1998.apply(evalMode)(params, state, zeros([4, 1, 32, 32]))[0].shape // => [4, 10]
 * ```
 */
export const lenet1998: Network = asNetwork(
  layers({
    c1: conv2d({ in: 1, out: 6, kernel: 5, initialWeight: byFan, initialBias: zeroInitializer }),
    squash1: squash,
    s2: subsampling(6),
    squash2: squash,
    c3: connected(6, connectionTable),
    squash3: squash,
    s4: subsampling(16),
    squash4: squash,
    c5: conv2d({ in: 16, out: 120, kernel: 5, initialWeight: byFan, initialBias: zeroInitializer }),
    squash5: squash,
    flatten,
    f6: dense(120, 84, { initialWeight: byFan, initialBias: zeroInitializer }),
    squash6: squash,
    likeness,
  }),
)

/**
 * The paper's criterion (its equation 9), averaged over a batch: the distance d to the right digit, and how near the
 * others are.
 *
 *     d[label] + log(exp(-j) + sum over i of exp(-d[i]))
 *
 * The constant j > 0 keeps digits that are far already from being pushed on; the paper does not give it, 0.1 here.
 *
 * @example
 * ```ts
 * import { item, tensor } from 'cotangent'
 * import { lenet1998Loss } from 'cotangent/models'
 *
 * item(lenet1998Loss()(tensor([0, -3], [1, 2]), tensor([0], [1]))) // => 0.670198
 * ```
 */
export const lenet1998Loss = (options: { readonly j?: number } = {}) => {
  const { j = 0.1 } = checkOptions('lenet1998Loss', options, { j: true })
  return (scores: Tensor, labels: Tensor<readonly [number]>): Tensor<readonly []> => {
    const [n = 0, classes = 0] = scores.shape
    const right = sum({ axis: 1 })(mul(scores, oneHot(classes)(labels)))
    const rest = logsumexp({ axis: 1 })(concatAlong([scores, full([n, 1], -j)], 1))
    return mean()(sub(rest, right))
  }
}
