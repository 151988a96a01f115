/**
 * @file How exact sums are, however long. A backend adds up blocks of terms and then their sums, in few levels or in 64 bits, so
 * that rounding grows with the length of a block, and not with that of the sum.
 *
 *     |y - sum of t_k|  <=  2^-13 (sum of |t_k|)        for up to 2^22 terms
 *
 * That is 2,048 roundings of float32 that all go one way, which no data do: equal terms stay below a tenth of it, terms of
 * random sign far below. It holds for every reduction: sums, means, norms, products of matrices, convolutions and their
 * gradients, pooling, scatterAdd. The law "long sums" holds every backend to it (`laws/runtimes/longSums.ts`); decision 0006 tells how,
 * and the price.
 */

/** The bound of an error, relative to the sum of the magnitudes of the terms. */
export const sumBound = 2 ** -13

/** The most terms that are added up one by one in float32. */
export const blockLength = 1024
