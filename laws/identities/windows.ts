/**
 * @file Identities of convolution and pooling; equations in `equations/convolution.ts` and `equations/pooling.ts`.
 */
import { avgPool } from '../../src/ops/avgPool.ts'
import { maxPool } from '../../src/ops/maxPool.ts'
import type { PoolGeometry } from '../arbitraries/window.ts'
import { poolGeometry } from '../arbitraries/window.ts'
import { conservation, linearity } from '../framework/equations/algebra.ts'
import * as convolution from '../equations/convolution.ts'
import * as pooling from '../equations/pooling.ts'
import type { Law } from '../framework/Law.ts'
import { direction, operation } from '../framework/Operation.ts'
import { composites, operations } from '../operations/index.ts'
import { poolOptions, transposedOptions } from '../operations/windows.ts'
import { lawOf } from '../framework/property.ts'

const { conv, convInput, convFilter, sumPool } = operations
const { maxUnpool, 'convTranspose, uneven': uneven } = composites

/** Max pooling of few different numbers, so that windows have several largest cells. */
const tied = operation('maxPool with ties', {
  geometry: poolGeometry(),
  inputs: ({ input }: PoolGeometry) => [{ shape: input, domain: 'flags' as const }],
  f: (geometry) => maxPool(poolOptions(geometry)),
})

/** Average pooling without padding, which keeps the sum. */
const unpadded = operation('avgPool unpadded', {
  geometry: poolGeometry({ padded: false }),
  inputs: ({ input }: PoolGeometry) => [{ shape: input, domain: 'real' as const }],
  f: (geometry) => avgPool(poolOptions(geometry)),
})

const peakOf = ({ input }: PoolGeometry, seed: number): readonly number[] => input.map((d, axis) => (seed >> axis) % d)

const averaging = [true, false].flatMap((countIncludePad) => {
  const average = countIncludePad ? composites.avgPool : composites['avgPool without padding']
  return [
    lawOf(average, 'meaning', ([x], { geometry }) => pooling.avgPoolMeaning(geometry, x, countIncludePad)),
    lawOf(average, 'even spreading', ([x], { geometry, f, seed }) =>
      pooling.evenSpreading(geometry, x, direction(f(x).shape, seed, 1), countIncludePad),
    ),
  ]
})

/**
 * The laws of sliding windows: meaning, bilinearity, translation, the rotated-kernel recursion, the kernel's gradient as
 * a correlation; routing to the arg-max, conservation, even spreading, overlap, negative input.
 */
export const windowIdentities = {
  conv: [
    lawOf(conv, 'meaning', ([x, w], { geometry }) => convolution.convMeaning(geometry, x, w)),
    lawOf(conv, 'bilinearity', ([x, w], { geometry, seed }) =>
      convolution.convBilinearity(geometry, [x, direction(x.shape, seed, 1)], [w, direction(w.shape, seed, 2)]),
    ),
    lawOf(conv, 'translation', ([x, w], { geometry, seed }) =>
      convolution.convTranslation(geometry, seed % geometry.stride.length, x, w),
    ),
    lawOf(conv, 'padding and dilation are zeros', ([x, w], { geometry }) => convolution.convPadding(geometry, x, w)),
    lawOf(conv, 'groups are convolved apart', ([x, w], { geometry }) => convolution.convGroups(geometry, x, w)),
    lawOf(conv, 'transposed convolution', ([x, w], { geometry, f, seed }) =>
      convolution.convTransposition(geometry, x, w, direction(f(x, w).shape, seed, 1)),
    ),
  ],
  convInput: [
    lawOf(convInput, 'rotated-kernel recursion', ([dy, w], { geometry }) =>
      convolution.rotatedKernelRecursion(geometry, dy, w),
    ),
  ],
  convFilter: [
    lawOf(convFilter, 'filter gradient is a correlation', ([x, dy], { geometry }) =>
      convolution.filterIsCorrelation(geometry, x, dy),
    ),
  ],
  'convTranspose, uneven': [
    lawOf(uneven, 'adjoint of conv', ([y, w], { geometry, f, seed }) =>
      convolution.adjointOfConv(transposedOptions(geometry), y, w, direction(f(y, w).shape, seed, 1)),
    ),
  ],
  maxPool: [
    lawOf(operations.maxPool, 'meaning', ([x], { geometry }) => pooling.maxPoolMeaning(geometry, x)),
    lawOf(operations.maxPool, 'every window touches data', ([x], { geometry, f }) =>
      pooling.everyWindowTouchesData(geometry, f(x).shape),
    ),
    lawOf(operations.maxPool, 'negative input', ([x], { geometry }) => pooling.negativeInput(geometry, x)),
    lawOf(operations.maxPool, 'overlap adds', ([x], { geometry, f, seed }) =>
      pooling.overlapAdds(geometry, x, peakOf(geometry, seed), direction(f(x).shape, seed, 1)),
    ),
    lawOf(tied, 'routing to the arg-max', ([x], { geometry, f, seed }) =>
      pooling.maxPoolRouting(geometry, x, direction(f(x).shape, seed, 1)),
    ),
    lawOf(tied, 'conservation', ([x], { f, seed }) => conservation(f, x, (y) => direction(y.shape, seed, 1))),
  ],
  maxPoolIndices: [
    lawOf(operations.maxPoolIndices, 'indices name the winners', ([x], { geometry }) =>
      pooling.indicesOfWinners(geometry, x),
    ),
  ],
  maxUnpool: [lawOf(maxUnpool, 'the last value stands', ([y, x], { geometry }) => pooling.unpooling(geometry, x, y))],
  sumPool: [
    lawOf(sumPool, 'meaning', ([x], { geometry }) => pooling.sumPoolMeaning(geometry, x)),
    lawOf(sumPool, 'linearity', ([x], { f, seed }) => linearity(f, x, direction(x.shape, seed, 1))),
  ],
  avgPool: [
    ...averaging,
    lawOf(unpadded, 'conservation', ([x], { f, seed }) => conservation(f, x, (y) => direction(y.shape, seed, 1))),
    lawOf(composites.avgPool, 'a constant image keeps its value', (_, { geometry, seed }) =>
      pooling.constantImage(geometry, (seed % 19) - 9),
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Law[]>>
