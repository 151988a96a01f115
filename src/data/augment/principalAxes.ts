/**
 * @file Eigenvectors of a small symmetric matrix by Jacobi's rotations, each of which makes one entry off the diagonal 0.
 * For covariances of a few channels; nothing is ever differentiated through it.
 */

/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is of the square matrix */

/** Principal components of colours: row `k` of `axes` is the k-th direction, of length 1; `variances` fall. */
export interface PrincipalComponents {
  readonly axes: readonly (readonly number[])[]
  readonly variances: readonly number[]
}

const sweeps = 64

/** The eigenvectors of a symmetric matrix as rows, by falling eigenvalue; the largest entry of each is positive. */
export const principalAxes = (matrix: readonly (readonly number[])[]): PrincipalComponents => {
  const size = matrix.length
  const a = matrix.map((row) => [...row])
  const v = a.map((row, i) => row.map((_, j): number => (i === j ? 1 : 0)))
  const rotate = (p: number, q: number): void => {
    const off = a[p]![q]!
    if (Math.abs(off) < 1e-300) return
    const theta = (a[q]![q]! - a[p]![p]!) / (2 * off)
    const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
    const c = 1 / Math.hypot(t, 1)
    const s = t * c
    for (let k = 0; k < size; k++) {
      const [x, y] = [a[k]![p]!, a[k]![q]!]
      a[k]![p] = c * x - s * y
      a[k]![q] = s * x + c * y
    }
    for (let k = 0; k < size; k++) {
      const [x, y] = [a[p]![k]!, a[q]![k]!]
      a[p]![k] = c * x - s * y
      a[q]![k] = s * x + c * y
      const [g, h] = [v[p]![k]!, v[q]![k]!]
      v[p]![k] = c * g - s * h
      v[q]![k] = s * g + c * h
    }
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(p, q)
  }
  const order = a.map((_, k) => k).sort((i, j) => a[j]![j]! - a[i]![i]!)
  const signed = (row: readonly number[]): readonly number[] => {
    const largest = row.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0)
    return largest < 0 ? row.map((x) => -x) : row
  }
  return { axes: order.map((k) => signed(v[k]!)), variances: order.map((k) => Math.max(a[k]![k]!, 0)) }
}
