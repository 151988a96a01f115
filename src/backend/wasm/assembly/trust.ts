/** @file How uneven the data of a convolution by tiles may be before its outputs are no longer trusted (`mendOutputs.ts`). */

/** How much more a tile may hold than the window of one of its outputs. */
export const SPREAD: f32 = 64
/** How much larger the greatest weight of a kernel may be than the greatest that is visible at a border. */
export const TAP_SPREAD: f32 = 8
/** A single magnitude may be at most 1 / `SHARE` of a sum: otherwise the sum says little about the others. */
export const SHARE: f32 = 8
/** Magnitudes of products between which transforms neither overflow nor lose digits to subnormal numbers. */
export const LARGEST: f32 = 1.2676506002282294e30
export const SMALLEST: f32 = 7.703719777548943e-34
