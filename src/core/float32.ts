/** @file Float32 numbers among float64: those that backends of single precision can hold. */

/**
 * The largest float32 below a number: the last number, on every backend, of a range that excludes its upper end.
 *
 * The bits of positive floats, read as integers, are in the order of the floats; those of negative floats are in
 * reverse order.
 */
export const largestBelow = (x: number): number => {
  const near = Math.fround(x)
  if (near < x || !Number.isFinite(x)) return near < x ? near : x
  if (near === 0) return -(2 ** -149)
  const bits = new Int32Array(Float32Array.of(near).buffer)[0] ?? 0
  return new Float32Array(Int32Array.of(bits + (near > 0 ? -1 : 1)).buffer)[0] ?? near
}
