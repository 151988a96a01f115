/**
 * @file rankSum: the sum of a tensor over the processes of a group, as each of them sees it.
 *
 *     y[r] = sum over q of x[q]        on every rank r
 *
 * Shape rule: the shape of x. Pullback: the sum of the cotangents over the ranks, since each rank's x is in the y of
 * all. A backend by itself is a group of one, where it is the identity; `distributed/overRanks.ts` computes it between
 * the programs of a step.
 *
 * Sums are ordered by their place in the function that builds them, so that all ranks make them in one order, even where
 * their programs differ in the number of examples. Laws: `laws.dataParallel`.
 */
import type { Primitive, Site, Tensor } from '../core/Tensor.ts'
import { applyPrimitive } from '../core/Tensor.ts'

const rankSumPullback = (cotangent: Tensor, { params: { place } }: Site<'rankSum'>) =>
  [sumOverRanks(cotangent, -place)] as const

const rankSumPrimitive: Primitive<'rankSum'> = {
  name: 'rankSum',
  shape: (_, [x]) => x,
  pullback: rankSumPullback,
}

/** The sum over the ranks; `place` orders it among the sums of a program. */
export const sumOverRanks = (x: Tensor, place: number): Tensor => applyPrimitive(rankSumPrimitive, { place }, [x])
