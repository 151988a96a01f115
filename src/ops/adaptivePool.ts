/**
 * @file Adaptive pooling: windows that divide an image of any size into a given number of rows and columns.
 *
 *     window i along a side: from floor(i from / to) to ceil((i + 1) from / to)
 *
 * Shape rule: [N, C, H, W] to [N, C, height, width]. Pullback: through the parts; that of the maximum goes to its cell,
 * the first among equals.
 * Laws: finite differences, adjointness, pullback linearity, second order; "one window is global pooling"; PyTorch's values.
 */
import { ownOptions } from '../core/own.ts'
import { isList } from '../core/Shape.ts'
import { checkListed, checkSizes } from '../core/shapeRules.ts'
import type { Tensor } from '../core/Tensor.ts'
import { tensor } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { argmax } from './argmax.ts'
import { broadcastTo } from './broadcastTo.ts'
import { gatherNamed, takeNamed } from './gather.ts'
import { checkTaps, imageSides, weighSides } from './interpolate.ts'
import { areaTaps } from './taps.ts'
import { gatherFromPlane } from './maxPool.ts'
import { reshapeTo } from './reshape.ts'

/** Rows and columns of the result; one number for both. */
export type AdaptiveSize = number | readonly [height: number, width: number]

const sidesOf = (operation: string, x: Tensor, size: AdaptiveSize): readonly [height: number, width: number] => {
  const [height, width] = isList(size) ? size : [size, size]
  return [height, width].every((side) => Number.isSafeInteger(side) && side > 0)
    ? [height, width]
    : refuse(operation, [x.shape], { expected: 'whole sides above 0', found: `${String(height)} and ${String(width)}` })
}

/**
 * The means of images over windows that divide them into rows and columns; the same as `interpolate` in mode 'area'.
 *
 * @example
 * ```ts
 * import { adaptiveAvgPool2d, tensor, toNested } from 'cotangent'
 *
 * toNested(adaptiveAvgPool2d([1, 2])(tensor([1, 2, 3], [1, 1, 1, 3]))) // => [[[[1.5, 2.5]]]]
 * ```
 */
export const adaptiveAvgPool2d = (given: AdaptiveSize) => {
  const size = ownOptions(given)
  checkSizes('adaptiveAvgPool2d', { size })
  return (x: Tensor): Tensor => {
    const [, , h, w] = imageSides('adaptiveAvgPool2d', x)
    const [height, width] = sidesOf('adaptiveAvgPool2d', x, size)
    if (h === height && w === width) return x
    checkTaps('adaptiveAvgPool2d', x, [height, width], 'area')
    return weighSides(x, areaTaps(h, height), areaTaps(w, width))
  }
}

/**
 * The cells of each window, row-major, padded to the size of the largest window: smaller ones repeat their first cell.
 */
const windowCells = (h: number, w: number, height: number, width: number): readonly (readonly number[])[] => {
  const along = (from: number, to: number, i: number): readonly number[] => {
    const low = Math.floor((i * from) / to)
    return Array.from({ length: Math.ceil(((i + 1) * from) / to) - low }, (_, k) => low + k)
  }
  const windows = Array.from({ length: height * width }, (_, at) =>
    along(h, height, Math.floor(at / width)).flatMap((row) =>
      along(w, width, at % width).map((column) => row * w + column),
    ),
  )
  const most = windows.reduce((length, cells) => Math.max(length, cells.length), 0)
  return windows.map((cells) => [...Array.from({ length: most - cells.length }, () => cells[0] ?? 0), ...cells])
}

/**
 * The positions of the greatest cells of adaptive windows, as row-major indices into the plane. NaN counts as the
 * greatest; among equals the first wins. The indices have no derivative.
 *
 * @example
 * ```ts
 * import { adaptiveMaxPoolIndices2d, tensor, toNested } from 'cotangent'
 *
 * toNested(adaptiveMaxPoolIndices2d([1, 2])(tensor([3, 5, 4], [1, 1, 1, 3]))) // => [[[[1, 1]]]]
 * ```
 */
export const adaptiveMaxPoolIndices2d = (given: AdaptiveSize) => {
  const size = ownOptions(given)
  checkSizes('adaptiveMaxPoolIndices2d', { size })
  return (x: Tensor): Tensor => {
    const [n, c, h, w] = imageSides('adaptiveMaxPool2d', x)
    const [height, width] = sidesOf('adaptiveMaxPool2d', x, size)
    const bound = Math.ceil(h / height + 1) * Math.ceil(w / width + 1)
    checkListed('adaptiveMaxPool2d', x.shape, height * width * bound)
    const cells = windowCells(h, w, height, width)
    const [windows, most] = [cells.length, cells[0]?.length ?? 0]
    const table = tensor(cells.flat(), [windows, most])
    const seen = takeNamed(reshapeTo(x, [n, c, h * w]), table, 2)
    const winners = argmax({ axis: 3, keepDims: true })(seen)
    const everywhere = broadcastTo([n, c, windows, most])(reshapeTo(table, [1, 1, windows, most]))
    return reshapeTo(gatherNamed(everywhere, winners, 3), [n, c, height, width])
  }
}

/**
 * The greatest cells of images over windows that divide them into rows and columns.
 *
 * @example
 * ```ts
 * import { adaptiveMaxPool2d, tensor, toNested } from 'cotangent'
 *
 * toNested(adaptiveMaxPool2d(1)(tensor([3, 5, 4, 1], [1, 1, 2, 2]))) // => [[[[5]]]]
 * ```
 */
export const adaptiveMaxPool2d = (size: AdaptiveSize) => {
  checkSizes('adaptiveMaxPool2d', { size })
  const indices = adaptiveMaxPoolIndices2d(size)
  return (x: Tensor): Tensor => gatherFromPlane(x, indices(x))
}
