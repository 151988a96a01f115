/**
 * @file Which products are worth a call of the library. A call takes about 1.2 microseconds before the library begins; in
 * that time WebAssembly makes some 8,000 multiplications and additions, in `bench/native.ts`.
 */
import type { ConvGeometry } from '../core/ConvGeometry.ts'
import type { WindowAxis } from '../core/Window.ts'
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

const area = (rows: WindowAxis, columns: WindowAxis, of: 'input' | 'output' | 'kernel'): number =>
  rows[of] * columns[of]

/** The product of one image in conv. */
export const convProduct = ({ groups, channels, features, rows, columns }: ConvGeometry): Multiplication => ({
  height: features,
  width: area(rows, columns, 'output'),
  depth: channels * area(rows, columns, 'kernel'),
  groups,
  images: 1,
})

/** The product of one image in convInput. */
export const convInputProduct = ({ groups, channels, features, rows, columns }: ConvGeometry): Multiplication => ({
  height: channels,
  width: Math.ceil(area(rows, columns, 'input') / (rows.stride * columns.stride)),
  depth: Math.ceil((features * area(rows, columns, 'kernel')) / (rows.stride * columns.stride)),
  groups,
  images: 1,
})

/** The product of one image in convFilter. */
export const convFilterProduct = ({ groups, channels, features, rows, columns }: ConvGeometry): Multiplication => ({
  height: features,
  width: channels * area(rows, columns, 'kernel'),
  depth: area(rows, columns, 'output'),
  groups,
  images: 1,
})
