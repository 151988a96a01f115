/** @file Mistakes in transforms: batching rules, loops, what is computed again. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const tests = [
  'test/diff/checkpoint.test.ts',
  'test/diff/scan.test.ts',
  'test/diff/vmap.test.ts',
  'test/laws/kinds/transforms.test.ts',
] as const
const rules = 'src/diff/batching/rules.ts'
const convolution = 'src/diff/batching/convolution.ts'

/** Mistakes in transforms. */
export const transformFaults: readonly Fault[] = [
  at(rules, 'vmap: axes are not moved behind the examples', 'axes.map((axis) => axis + 1)', 'axes', ...tests),
  at(
    convolution,
    'vmap: kernels of examples mix',
    'groups: params.groups * size }',
    'groups: params.groups }',
    ...tests,
  ),
  at(
    convolution,
    'vmap: channels of examples lie crosswise',
    'reshapeTo(exchanged(t), [n, b * c, ...spatial])',
    'reshapeTo(t, [n, b * c, ...spatial])',
    ...tests,
  ),
  at(
    rules,
    'vmap: every example draws with the first key',
    'sliceAlong(t, 0, k, k + 1)',
    'sliceAlong(t, 0, 0, 1)',
    ...tests,
  ),
  at(
    rules,
    'vmap: a broadcast adds its axes behind',
    '[site.size, ...added, ...t.shape.slice(1)]',
    '[site.size, ...t.shape.slice(1), ...added]',
    ...tests,
  ),
  at(
    'src/diff/scan.ts',
    'scan: values of a loop backwards stand in the order of its steps',
    'if (reverse) values.reverse()',
    '',
    ...tests,
  ),
  at(
    'src/diff/checkpoint.ts',
    'checkpoint: the argument is to be had before the cotangent',
    'return where(always, t, zero)',
    'return always.shape.length === 0 ? t : where(always, t, zero)',
    ...tests,
  ),
  at(
    'src/diff/checkpoint.ts',
    'checkpoint: what the function closes over has no cotangent',
    '.pullback(cotangent)',
    '.pullback(cotangent).map((t, k): Tensor => (k < leaves(x).length ? t : mul(t, zero)))',
    ...tests,
  ),
  at(
    'src/diff/linearize.ts',
    'linearize: the pullback in place of its transpose',
    'vjpAt(pullback, anywhere)',
    '[null, pullback as unknown as Pushforward<X, Y>] as const',
    ...tests,
  ),
  at(
    'src/diff/jacobian.ts',
    'jacobian: forward mode forgets to transpose',
    'reshapeTo(transposeTo(matrix, [1, 0]), ',
    'reshapeTo(matrix, ',
    ...tests,
  ),
  at(
    convolution,
    'vmap: one cotangent by many kernels, which are not put side by side',
    'asOne(site, dy.t, sideBySide(w.t))',
    'asOne(site, dy.t, reshapeTo(w.t, sideBySide(w.t).shape))',
    ...tests,
  ),
  at(
    convolution,
    'vmap: gradients of kernels by one cotangent lie crosswise',
    'apart(asOne(site, sideBySide(x.t), dy.t), size)',
    'unfoldFirst(asOne(site, sideBySide(x.t), dy.t), size)',
    ...tests,
  ),
  at(
    'src/diff/scan.ts',
    'scan: entries of the second half come first',
    '[...entriesOf(sliceAlong(t, 0, 0, half)), ...entriesOf(sliceAlong(t, 0, half, length))]',
    '[...entriesOf(sliceAlong(t, 0, half, length)), ...entriesOf(sliceAlong(t, 0, 0, half))]',
    ...tests,
  ),
  at(
    'src/diff/customVjp.ts',
    'customVjp: the rule sees the cotangent in place of the value',
    'rebuild(value, unpack(output, results)))',
    'rebuild(value, unpack(g, results)))',
    'test/diff/customVjp.test.ts',
  ),
  at(
    'src/diff/cond.ts',
    'cond: the branch that is not taken hands on its derivative',
    'withPullback(x, [x], (g) => [keeps(g)])',
    'withPullback(x, [x], (g) => [g])',
    'test/diff/cond.test.ts',
  ),
]
