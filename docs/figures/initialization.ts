/** @file The size of a signal after each of ten layers with relu, for four initializers. */
import type { Tensor } from 'cotangent'
import { item, key, mean, mul, normal, referenceRuntime, relu, sqrt } from 'cotangent'
import type { Initializer } from 'cotangent/nn'
import { dense, evalMode, heNormal, sequential, varianceScaling, xavierNormal, zeroInitializer } from 'cotangent/nn'
import { chart } from './drawing/chart.ts'

const depth = 10

const rms = (x: Tensor): number => item(sqrt(mean()(mul(x, x))), referenceRuntime)

/** The size of a signal before the first layer and after each one. */
const sizes = (initialWeight: Initializer): readonly number[] => {
  const layer = sequential(dense(100, 100, { initialWeight, initialBias: zeroInitializer }), relu)
  const signals = Array.from({ length: depth }, (_, k) => k).reduce<readonly Tensor[]>(
    (before, k) => {
      const [params, state] = layer.init(key(k))
      const x = before.at(-1) ?? normal([100, 100])(key(k))
      return [...before, layer.apply(evalMode)(params, state, x)[0]]
    },
    [normal([100, 100])(key(100))],
  )
  return signals.map(rms)
}

/** Draws the figure. */
export const initialization = (): string =>
  chart({
    title: 'The size of a signal after each of ten layers with relu, for four initializers',
    curves: [
      { name: '10 / fan-in', values: sizes(varianceScaling({ scale: 10 })) },
      { name: 'He', values: sizes(heNormal) },
      { name: 'Xavier', values: sizes(xavierNormal) },
      { name: '0.1 / fan-in', values: sizes(varianceScaling({ scale: 0.1 })) },
    ],
    width: 640,
    height: 320,
    along: [0, depth, 'layer'],
    ticks: [1e4, 1e2, 1, 1e-2, 1e-4, 1e-6, 1e-8],
    showTick: (tick) => tick.toExponential().replace('+', ''),
    isLogarithmic: true,
  })
