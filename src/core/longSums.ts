/**
 * @file How exact sums are, however long. A backend adds up blocks of terms and then their sums, in few levels or in 64 bits, so
 * that rounding grows with the length of a block, and not with that of the sum.
 *
 *     |y - sum of t_k|  <=  2^-14 (sum of |t_k|)        for up to 2^22 terms
 *
 * That is 1,024 roundings of float32, the worst that can be; the error of terms of random sign is far below. It holds for
 * every reduction: sums, means, norms, products of matrices, convolutions and their gradients, pooling, scatterAdd. The law
 * "long sums" holds every backend to it (`laws/longSums.ts`), decision 0006 tells the price.
 */

/** The bound of an error, relative to the sum of the magnitudes of the terms. */
export const sumBound = 2 ** -14

/** The most terms that are added up one by one in float32. */
export const blockLength = 512
