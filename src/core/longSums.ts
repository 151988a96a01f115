/**
 * @file The accuracy of sums of any length. A backend adds up blocks of terms and then the sums of blocks, in few
 * levels or in 64 bits, so that rounding grows with the length of a block and not with that of the sum.
 *
 *     |y - sum of t_k|  <=  2^-13 (sum of |t_k|)        for up to 2^22 terms
 *
 * That is 2,048 roundings of float32 that all go the same way, which does not happen with real data: equal terms stay
 * below a tenth of it, terms of random sign far below. It holds for every reduction: sums, means, norms, products of
 * matrices, convolutions and their gradients, pooling, scatterAdd. The law "long sums" holds every backend to it
 * (`laws/runtimes/longSums.ts`); decision 0006 explains how, and at what price.
 */

/** The bound on the error, relative to the sum of the magnitudes of the terms. */
export const sumBound = 2 ** -13

/** The largest number of terms that are added up one by one in float32. */
export const blockLength = 1024
