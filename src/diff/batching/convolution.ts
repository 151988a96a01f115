/**
 * @file How the three readings of a convolution compute a batch of examples, each as one convolution:
 *
 *     one kernel for all                  examples are images of the batch
 *     one image (or cotangent) for all    examples are channels: of the output, or of the input
 *     one of each, or channels in groups  examples are groups
 */
import type { Tensor } from '../../core/Tensor.ts'
import { applyPrimitive } from '../../core/Tensor.ts'
import { reshapeTo } from '../../ops/reshape.ts'
import { transposeTo } from '../../ops/transpose.ts'
import type { BatchedInput, BatchSite, BatchingRule } from './Rule.ts'
import { foldFirst, forEach, unfoldFirst } from './Rule.ts'

/** Swaps the first two axes. */
const exchanged = (t: Tensor): Tensor => transposeTo(t, [1, 0, ...Array.from(t.shape.keys()).slice(2)])

/** [B, N, C, ..] to [N, B C, ..]: the channels of all examples side by side. */
const sideBySide = (t: Tensor): Tensor => {
  const [b = 1, n = 1, c = 1, ...spatial] = t.shape
  return reshapeTo(exchanged(t), [n, b * c, ...spatial])
}

/** [N, B C, ..] back to [B, N, C, ..]. */
const apart = (t: Tensor, size: number): Tensor => {
  const [n = 1, all = 1, ...spatial] = t.shape
  return exchanged(reshapeTo(t, [n, size, all / size, ...spatial]))
}

type Convolution = 'conv' | 'convInput' | 'convFilter'

const inGroups = ({ primitive, params, size }: BatchSite<Convolution>, a: Tensor, b: Tensor): Tensor =>
  applyPrimitive(primitive, { ...params, groups: params.groups * size }, [a, b])

const asOne = ({ primitive, params }: BatchSite<Convolution>, a: Tensor, b: Tensor): Tensor =>
  applyPrimitive(primitive, params, [a, b])

const isShared = ({ isBatched }: BatchedInput, { params }: BatchSite<Convolution>): boolean =>
  !isBatched && params.groups === 1

const conv: BatchingRule<'conv'> = (site) => {
  const { inputs, size } = site
  const [x, w] = inputs
  if (!w.isBatched) return unfoldFirst(asOne(site, foldFirst(x.t), w.t), size)
  const kernels = foldFirst(w.t)
  return isShared(x, site)
    ? apart(asOne(site, x.t, kernels), size)
    : apart(inGroups(site, sideBySide(forEach(x, size)), kernels), size)
}

const convInput: BatchingRule<'convInput'> = (site) => {
  const { inputs, size } = site
  const [dy, w] = inputs
  if (!w.isBatched) return unfoldFirst(asOne(site, foldFirst(dy.t), w.t), size)
  return isShared(dy, site)
    ? apart(asOne(site, dy.t, sideBySide(w.t)), size)
    : apart(inGroups(site, sideBySide(forEach(dy, size)), foldFirst(w.t)), size)
}

const convFilter: BatchingRule<'convFilter'> = (site) => {
  const { inputs, size } = site
  const [x, dy] = inputs
  if (isShared(x, site)) return unfoldFirst(asOne(site, x.t, sideBySide(dy.t)), size)
  if (isShared(dy, site)) return apart(asOne(site, sideBySide(x.t), dy.t), size)
  return unfoldFirst(inGroups(site, sideBySide(forEach(x, size)), sideBySide(forEach(dy, size))), size)
}

/** The rules of convolution. */
export const convolutions = { conv, convInput, convFilter } as const
