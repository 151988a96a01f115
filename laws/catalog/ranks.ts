/**
 * @file Optimizers and layers on several ranks: what `laws.dataParallel` says of each of them.
 */
import type { Key } from '../../src/core/Key.ts'
import type { Shape } from '../../src/core/Shape.ts'
import type { Tensor } from '../../src/core/Tensor.ts'
import { split } from '../../src/core/Key.ts'
import { erase } from '../../src/nn/Layer.ts'
import type { SomeLayer } from '../../src/nn/Layer.ts'
import { trainMode } from '../../src/nn/index.ts'
import { add, floor, matmul, mean, mul, normal, ones, uniform } from '../../src/ops/index.ts'
import type { AnyOptimizer } from '../../src/optim/index.ts'
import { sgd } from '../../src/optim/index.ts'
import { toArray } from '../../src/runtime/index.ts'
import { referenceRuntime } from '../../src/runtime/referenceRuntime.ts'
import { leaf } from '../../src/core/Tensor.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import { domains } from '../framework/arbitraries/Domain.ts'
import { randomOf } from '../framework/arbitraries/random.ts'
import type { Law } from '../framework/Law.ts'
import { dataParallelLaws } from '../groups/dataParallel.ts'
import type { LayerSpec } from '../kinds/layer.ts'

/** Parameters of a linear function, whose gradient is the mean of the inputs, whatever the parameters are. */
interface Linear {
  readonly weight: Tensor<readonly [3, 1]>
  readonly bias: Tensor<readonly []>
}

/** An optimizer on whole numbers, whose sums are exact: its parameters and states must be equal, to the last bit. */
export const optimizerOnRanks = (name: string, optimizer: AnyOptimizer): readonly Law[] =>
  dataParallelLaws(name, {
    objective: ({ weight, bias }: Linear, state: object, x: Tensor<readonly [number, 3]>) => ({
      loss: add(mean()(matmul(x, weight)), bias),
      state,
      metrics: { mean: mean()(x) },
    }),
    optimizer,
    start: (drawn: Key) => {
      const [forWeight, forBias] = split(drawn)
      return [{ weight: normal([3, 1])(forWeight), bias: normal([])(forBias) }, {}]
    },
    batch: (drawn, examples) => floor(mul(uniform([examples, 3])(drawn), 16)),
    tolerance: 0,
  })

/** How far numbers of a layer may differ, whose sums over the examples are made in another order. */
const ofSums = 1e-9

/** A layer, and in front of it a factor for each entry, to which the layer's cotangents lead. */
interface Behind {
  readonly factor: Tensor
  readonly own: unknown
}

/** A layer in training, under a loss to which every power of its output matters. */
export const layerOnRanks = <L extends SomeLayer, I extends Shape>(
  name: string,
  { layer, input, domain = 'real' }: LayerSpec<L, I>,
): readonly Law[] => {
  const erased = erase(layer)
  const { draw } = typeof domain === 'string' ? domains[domain] : domain
  const example = input.slice(1)
  return dataParallelLaws<Behind, unknown, Tensor, object, ReturnType<typeof sgd>>(name, {
    objective: ({ factor, own }, state, x, drawn) => {
      const [y, next] = erased.apply(trainMode(drawn))(own, state, mul(x, factor))
      const square = mul(y, y)
      return { loss: mean()(add(square, mul(square, y))), state: next, metrics: {} }
    },
    optimizer: sgd({ learningRate: 0.01 }),
    start: (drawn) => {
      const [own, state] = erased.init(drawn)
      return [{ factor: ones(example), own }, state]
    },
    batch: (drawn, examples) => {
      const shape = [examples, ...example]
      const [seed = 0] = toArray(drawn.words, referenceRuntime)
      return leaf(draw(sizeOf(shape), randomOf(seed)), shape)
    },
    steps: 2,
    tolerance: ofSums,
  })
}
