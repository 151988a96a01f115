/**
 * @file Which products are worth a call of the library. In a chain of small products on one thread, 8 x 12 by 12 x 12
 * took 0.26 microseconds in WebAssembly and 0.29 in OpenBLAS, 12 x 12 by 12 x 12 took 0.34 and 0.30, and 16 x 16 by 16
 * x 16 took 0.55 and 0.34. Gathering pixels for fewer than four rows of weights takes longer than the library saves: a
 * 5x5 convolution of 1 channel to 6 with its gradients took 1.08 milliseconds with it, and 0.78 without.
 */
import { tilesOf, usesTiles } from '../backend/wasm/convolution/winograd.ts'
import type { ConvGeometry } from '../core/ConvGeometry.ts'
import type { WindowAxis } from '../core/Window.ts'
import { libraryEngine } from './engine.ts'
import type { Multiplication } from './multiply.ts'

/** The number of multiplications below which a product stays in WebAssembly by default. */
export const fewestByDefault = 2048

/** A product, and the fewest rows for which its right side may be gathered first, if it has to be. */
interface Candidate extends Multiplication {
  readonly rowsToGather?: number
  /** The same for multiplications. */
  readonly fewestToGather?: number
}

/** Whether a product is worth a call. */
export type Worth = (product: Candidate) => boolean

/** The fewest rows of weights for which gathering pays. */
const fewestRows = 4
/**
 * The same for convInput, whose cotangents are spread further: with 5x5 kernels and 32 images of 14 x 14, the pullback of
 * 16 features to 6 channels took 0.85 milliseconds with it, and 0.56 without; with 3x3 kernels, that of 8 to 8 took 0.6
 * and 0.85.
 */
const fewestChannels = 8
/**
 * The fewest multiplications per image for which it pays in convFilter, which calls the library once for each: with 5x5
 * kernels and 32 images, that of 1 channel to 6 features (of 28 x 28, 118,000) took 0.40 milliseconds with it, and 0.21
 * without; that of 6 to 16 (of 14 x 14, 240,000) took 0.35 and 0.34 on one thread, 0.38 and 0.23 on two.
 */
const fewestOfFilter = 500_000

/** Accepts products of at least so many multiplications; for 0, all except empty ones. */
export const worthFrom =
  (fewest: number): Worth =>
  ({ height, width, depth, groups, rowsToGather = 0, fewestToGather = 0 }) => {
    const multiplications = height * width * depth
    if (fewest === 0) return multiplications * groups > 0
    return multiplications >= Math.max(fewest, fewestToGather) && groups > 0 && height >= rowsToGather
  }

const area = (rows: WindowAxis, columns: WindowAxis, of: 'input' | 'output' | 'kernel'): number =>
  rows[of] * columns[of]

/** Tiles per plane in Winograd's algorithm. */
const tiles = (rows: WindowAxis, columns: WindowAxis, of: 'input' | 'output'): number =>
  tilesOf({ height: rows[of], width: columns[of] })

/** The product per image in conv; with tiles, the product per point. */
export const convProduct = (geometry: ConvGeometry): Candidate => {
  const { groups, channels, features, rows, columns } = geometry
  const one = { height: features, groups, images: 1 }
  return usesTiles('conv', geometry, libraryEngine)
    ? { ...one, width: tiles(rows, columns, 'output'), depth: channels }
    : {
        ...one,
        width: area(rows, columns, 'output'),
        depth: channels * area(rows, columns, 'kernel'),
        rowsToGather: fewestRows,
      }
}

/** The product per image in convInput, for one phase of the stride; with tiles, the product per point. */
export const convInputProduct = (geometry: ConvGeometry): Candidate => {
  const { groups, channels, features, rows, columns } = geometry
  const one = { height: channels, groups, images: 1 }
  if (usesTiles('convInput', geometry, libraryEngine))
    return { ...one, width: tiles(rows, columns, 'input'), depth: features }
  const phases = rows.stride * columns.stride
  const [width, depth] = [area(rows, columns, 'input'), features * area(rows, columns, 'kernel')]
  return { ...one, width: Math.ceil(width / phases), depth: Math.ceil(depth / phases), rowsToGather: fewestChannels }
}

/** The product per image in convFilter; with tiles, the product per point. */
export const convFilterProduct = (geometry: ConvGeometry): Candidate => {
  const { groups, channels, features, rows, columns } = geometry
  const one = { height: features, groups, images: 1 }
  return usesTiles('convFilter', geometry, libraryEngine)
    ? { ...one, width: channels, depth: tiles(rows, columns, 'output') }
    : {
        ...one,
        width: channels * area(rows, columns, 'kernel'),
        depth: area(rows, columns, 'output'),
        fewestToGather: fewestOfFilter,
      }
}
