/**
 * @file Which products are worth a call of the library. A call takes about 1.2 microseconds before the library begins; in
 * that time WebAssembly makes some 8,000 multiplications and additions, in `bench/native.ts`.
 */
import type { Multiplication } from './multiply.ts'

/** Multiplications of a product below which it stays in WebAssembly, unless told. */
export const fewestByDefault = 8192

/** Whether a product is worth a call. */
export type Worth = (product: Multiplication) => boolean

/** Products of so many multiplications and more; an empty one never is. */
export const worthFrom =
  (fewest: number): Worth =>
  ({ height, width, depth, groups }) =>
    height * width * depth >= fewest && height * width * depth * groups > 0
