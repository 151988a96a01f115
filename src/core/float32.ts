/** @file Float32 among float64: the numbers that backends of single precision can hold. */

/**
 * The largest float32 below a number: what a range that leaves out its upper end ends with, on every backend.
 *
 * The bits of positive floats, read as an integer, count them in order; those of negative ones count them backwards.
 */
export const largestBelow = (x: number): number => {
  const near = Math.fround(x)
  if (near < x || !Number.isFinite(x)) return near < x ? near : x
  if (near === 0) return -(2 ** -149)
  const bits = new Int32Array(Float32Array.of(near).buffer)[0] ?? 0
  return new Float32Array(Int32Array.of(bits + (near > 0 ? -1 : 1)).buffer)[0] ?? near
}
