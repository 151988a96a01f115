/** @file Mistakes in what carries derivatives and randomness: the walk backwards, keys, the compiler. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const exactIndices = ['test/laws/exactIndices.test.ts', 'test/compile/checkIndices.test.ts']

/** Mistakes in the machinery. */
export const machineryFaults: readonly Fault[] = [
  at(
    'src/diff/vjp.ts',
    'vjp: where two paths meet, one is forgotten',
    'sofar === undefined ? cotangent : add(sofar, cotangent)',
    'cotangent as typeof cotangent | typeof sofar as Tensor',
    'test/diff/vjp.test.ts',
    'test/diff/grad.test.ts',
  ),
  at(
    'src/core/threefry.ts',
    'threefry: one rotation wrong',
    '[13, 15, 26, 6,',
    '[13, 15, 26, 7,',
    'test/core/threefry.test.ts',
  ),
  at(
    'src/core/threefry.ts',
    'threefry: streams of a key meet',
    'split: 0, foldIn: 1, bits: 2',
    'split: 0, foldIn: 0, bits: 0',
    'test/core/threefry.test.ts',
  ),
  at(
    'src/core/Key.ts',
    'key: split gives the same key twice',
    '{ index }, [parent.words]',
    '{ index: index >> 1 }, [parent.words]',
    'test/ops/random.test.ts',
  ),
  at(
    'src/backend/reference/random.ts',
    'permutation: biased draw',
    'return drawn % below',
    'return (drawn % below) >> 1',
    'test/ops/random.test.ts',
  ),
  at(
    'src/core/Key.ts',
    'key: numbers that float32 rounds are folded in as they are',
    '&& data > mostIndexed',
    '&& data < 0',
    'test/core/Key.test.ts',
  ),
  at(
    'src/backend/wasm/index.ts',
    'wasm: positions beyond 2^24 are rounded',
    '  checkIndices(source)\n',
    '',
    ...exactIndices,
  ),
  at(
    'src/backend/wasm/indexing.ts',
    'wasm: an index that was rounded is taken',
    'Math.min(length, mostIndexed)',
    'Math.max(length, mostIndexed * 0)',
    ...exactIndices,
  ),
  at(
    'src/ops/poolParts.ts',
    'maxPool: large planes are counted whole',
    'sizeOf(windowInput(window)) <= most ||',
    'sizeOf(windowInput(window)) >= 0 ||',
    'test/laws/exactIndices.test.ts',
    'test/ops/poolParts.test.ts',
  ),
  at(
    'src/ops/poolParts.ts',
    'maxPool: the padding of a part is forgotten',
    'low: start - first',
    'low: 0 * first',
    'test/ops/poolParts.test.ts',
  ),
  at(
    'src/backend/wasm/product.ts',
    'sums: products are added up one by one',
    'Math.ceil(product.depth / Math.max(1, Math.ceil(product.depth / blockLength)))',
    'Math.max(product.depth, blockLength)',
    'test/laws/longSums.test.ts',
  ),
  at(
    'src/backend/wasm/convFilter.ts',
    'sums: chunks of pixels grow',
    'const pixelsOfChunk = 512',
    'const pixelsOfChunk = 60_000',
    'test/laws/longSums.test.ts',
  ),
  at(
    'src/backend/wasm/indexing.ts',
    'sums: scatterAdd adds up in float32',
    'length > blockLength && !isShallow',
    'length < 0 * blockLength && !isShallow',
    'test/laws/longSums.test.ts',
  ),
  at(
    'src/backend/gpu/sums.ts',
    'sums: a device adds up one by one',
    'terms > blockLength',
    'terms > blockLength * 1e9',
    'test/laws/longSums.test.ts',
  ),
  at(
    'src/backend/gpu/sums.ts',
    'sums: what is left behind the blocks is forgotten',
    'rest === 0 ? whole',
    'rest >= 0 ? whole',
    'test/laws/longSums.test.ts',
  ),
]
