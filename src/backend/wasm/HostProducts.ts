/**
 * @file Products of matrices that are not computed by the module but by its host, such as the system's BLAS: the command
 * `hostProduct` calls back, on whichever thread runs it, with addresses of the memory.
 */

/**
 * c = a b + beta c: whether a and b lie as their transposes, height and width of c, the depth of the sums, then each matrix by
 * the address of its first entry and the entries from row to row. Addresses beyond 2 GiB come as negative numbers.
 */
export type HostProduct = (
  aTransposed: number,
  bTransposed: number,
  height: number,
  width: number,
  depth: number,
  a: number,
  aRow: number,
  b: number,
  bRow: number,
  beta: number,
  c: number,
  cRow: number,
) => void

/** How each thread comes to the product of its host. */
export interface HostProducts {
  /** For the calling thread. */
  readonly on: (memory: WebAssembly.Memory) => HostProduct
  /** For workers: the text of a function of `data` and the memory. */
  readonly source: string
  /** What a worker is handed. It can be cloned. */
  readonly data: unknown
}

/** For a program without products of the host. */
export const noProducts: HostProducts = {
  on: () => () => undefined,
  source: '() => () => undefined',
  data: null,
}
