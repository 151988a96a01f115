/**
 * @file Matrix products that the host of the module computes, for instance by the system's BLAS: the command
 * `hostProduct` calls back, on the thread that runs it, with addresses in the memory.
 */

/**
 * c = a b + beta c. The arguments are: whether a and b are stored as their transposes; the height and width of c; the
 * depth of the sums; then, for each matrix, the address of its first entry and the entries from row to row. Addresses
 * beyond 2 GiB come as negative numbers.
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

/** How each thread obtains the product of its host. */
export interface HostProducts {
  /** For the calling thread. */
  readonly on: (memory: WebAssembly.Memory) => HostProduct
  /** For workers: the source text of a function of `data` and the memory. */
  readonly source: string
  /** The data that workers receive. It must be cloneable. */
  readonly data: unknown
}

/** For a program without products of the host. */
export const noProducts: HostProducts = {
  on: () => () => undefined,
  source: '() => () => undefined',
  data: null,
}
