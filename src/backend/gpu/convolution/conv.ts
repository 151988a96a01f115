/**
 * @file Convolution in its three forms. A thread computes one entry, or four cells that share what they read. The
 * latter also read zeros beside the images, and zero times infinity is NaN, so their infinite or NaN results are summed
 * again, over the cells inside the window.
 *
 * The gradient of the kernel sums over images and pixels: a first step sums over the pixels of each image, with one
 * thread per image and weight, and a second step over the images.
 */
import type { ConvGeometry } from '../../../core/ConvGeometry.ts'
import { convGeometry } from '../../../core/ConvGeometry.ts'
import { sizeOf } from '../../../core/Shape.ts'
import { canLanesFilter, convFilterLanes } from './convFilterLanes.ts'
import { convFilterFours } from './convFilterFours.ts'
import { canFours, canFoursBack, convFours, convInputFours } from './convFours.ts'
import { canLanes, canLanesBack, convInputLanes, convLanes } from './convLanes.ts'
import { sumOfConv, sumOfConvInput, sumOfFilter, sumOfImages, weightShape } from './convSums.ts'
import { coordinates, decimal, quotient } from '../source.ts'
import type { KernelLowering, KernelStep } from '../Step.ts'
import { input, result, step } from '../Step.ts'
import { apart, isLong, sumLoop } from '../sums.ts'

/** Whether windows extend past the input. */
const isPadded = ({ rows, columns }: ConvGeometry): boolean =>
  [rows, columns].some(({ low, high }) => low > 0 || high > 0)

/** A sum over two operands, as a separate step: `sum` leaves it in `total`, which starts at 0. */
const alone = (cells: number, names: readonly [string, string], sum: string): KernelStep =>
  step(cells, names, `let total = 0.0;\n${sum}\nreturn total;`)

/** Steps, and one more that recomputes infinite or NaN results. */
const mended = (
  made: readonly KernelStep[],
  cells: number,
  [a, b]: readonly [string, string],
  sum: string,
): readonly KernelStep[] => [
  ...made,
  step(
    cells,
    [a, b, 'made'],
    `let total = made[this.thread.x];
    if (total > 3.402823e38 || total < -3.402823e38 || total != total) {
      total = 0.0;
      ${sum}
    }
    return total;`,
    [input(0), input(1), result(made.length - 1)],
  ),
]

export const conv: KernelLowering<'conv'> = (params, [x, w], output, _, form) => {
  if (sizeOf(x!) === 0 || sizeOf(w!) === 0) return [step(sizeOf(output), [], 'return 0.0;')]
  const geometry = convGeometry('conv', params, [x!, w!])
  const inLanes = form === 'lanes' && canLanes(geometry)
  if (!inLanes && (form === 'cells' || !canFours(geometry))) {
    return [alone(sizeOf(output), ['x', 'w'], sumOfConv(geometry))]
  }
  const made = inLanes ? convLanes(geometry) : convFours(geometry)
  return isPadded(geometry) ? mended(made, sizeOf(output), ['x', 'w'], sumOfConv(geometry)) : made
}

export const convInput: KernelLowering<'convInput'> = (params, [y, w], output, _, form) => {
  if (sizeOf(y!) === 0 || sizeOf(w!) === 0) return [step(sizeOf(output), [], 'return 0.0;')]
  const geometry = convGeometry('convInput', params, [y!, w!])
  const inLanes = form === 'lanes' && canLanesBack(geometry)
  if (!inLanes && (form === 'cells' || !canFoursBack(geometry))) {
    return [alone(sizeOf(output), ['y', 'w'], sumOfConvInput(geometry))]
  }
  const made = inLanes ? convInputLanes(geometry) : convInputFours(geometry)
  return mended(made, sizeOf(output), ['y', 'w'], sumOfConvInput(geometry))
}

/** Adds up the sums over the pixels of each image. */
const overImages = (geometry: ConvGeometry): string => {
  const { images, rows, columns } = geometry
  const isDeep = isLong(images * rows.output * columns.output)
  return sumLoop(isDeep, 'n', images, ['total'], (ofAll) =>
    apart(isDeep, ofAll, 'n', ([total]) => sumOfFilter(geometry, 'n', total)),
  )
}

export const convFilter: KernelLowering<'convFilter'> = (params, [x, y], output, _, form) => {
  if (sizeOf(x!) === 0 || sizeOf(y!) === 0) return [step(sizeOf(output), [], 'return 0.0;')]
  const geometry = convGeometry('convFilter', params, [x!, y!])
  const { images } = geometry
  const weights = sizeOf(output)
  const inLanes = form === 'lanes' && canLanesFilter(geometry)
  if (inLanes || (form !== 'cells' && canFoursBack(geometry) && geometry.columns.dilation === 1)) {
    const made = inLanes ? convFilterLanes(geometry, output) : convFilterFours(geometry, output)
    const sum = `${coordinates(weightShape(geometry))}\n${overImages(geometry)}`
    return isPadded(geometry) ? mended(made, weights, ['x', 'y'], sum) : made
  }
  const image = quotient('this.thread.x', weights)
  const ofImage = alone(
    images * weights,
    ['x', 'y'],
    `const image = ${image};
    const weight = this.thread.x - image * ${decimal(weights)};
    ${coordinates(weightShape(geometry), 'i', 'weight')}
    ${sumOfFilter(geometry, 'image')}`,
  )
  if (images === 1) return [ofImage]
  const all = step(weights, ['sums'], sumOfImages(images, 'this.thread.x', weights), [result(0)])
  return [ofImage, all]
}
