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
    'src/backend/reference/argsort.ts',
    'argsort: equals change places where the order is reversed',
    '|| a - b)',
    '|| direction * (a - b))',
    'test/ops/sorting.test.ts',
  ),
  at(
    'src/ops/cumprod.ts',
    'cumprod: what moves in is 0',
    'const entering = ones(',
    'const entering = zeros(',
    'test/ops/cumprod.test.ts',
  ),
  at(
    'src/ops/random.ts',
    'uniform: rounding reaches the upper bound',
    'where(less(x, literal(high)), x, literal(largestBelow(high)))',
    'x',
    'test/ops/random.test.ts',
  ),
  at(
    'src/optim/schedules/span.ts',
    'schedules: a span of no width divides by it',
    'width > 0 ?',
    'width >= 0 ?',
    'test/optim/schedules/span.test.ts',
  ),
  at(
    'src/data/Dataset.ts',
    'labels: one byte each',
    'const labels = new Uint32Array(indices.length)',
    'const labels = new Uint8Array(indices.length)',
    'test/data/Dataset.test.ts',
  ),
  at(
    'laws/equations/gradient.ts',
    'checkGradient: no extrapolation where the second derivative jumps',
    'if (isNear) return',
    'return',
    'test/laws/checkGradient.test.ts',
  ),
  at(
    'src/ops/gather.ts',
    'gather: its gradient forgets what the indices are',
    'size: x.shape[axis] ?? 0, names }',
    'size: x.shape[axis] ?? 0 }',
    'test/nn/losses/labels.test.ts',
  ),
  at(
    'src/compile/knownIndices.ts',
    'devices: a label one beyond the classes passes',
    '!isIndex(value, length)',
    '!isIndex(value, length + 1)',
    'test/nn/losses/labels.test.ts',
  ),
  at(
    'src/core/Tensor.ts',
    'placeholders: an example of vmap is taken for one of compile',
    '[{ of: numberless, isOpen: open }]',
    "[{ of: numberless === 'summary' ? numberless : 'compile', isOpen: open }]",
    'test/diff/vmap.test.ts',
  ),
]
