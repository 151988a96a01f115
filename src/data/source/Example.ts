/**
 * @file One example: an image, as bytes or as a tensor, and what is to be said of it; and examples as one batch.
 */
import * as E from 'fp-ts/lib/Either.js'
import { sameShape, showShape, sizeOf } from '../../core/Shape.ts'
import type { Shape } from '../../core/Shape.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { leaf, ofShape } from '../../core/Tensor.ts'
import { refuse } from '../../core/TensorError.ts'
import { toArray } from '../../runtime/index.ts'
import type { DecodedImage } from '../image/DecodedImage.ts'
import type { FolderImage } from '../imageFolder.ts'
import { sizedBy } from '../imageFolder.ts'
import type { ImageShape, PixelScale } from '../pixels.ts'
import { checkPlanes, scaledPixels } from '../pixels.ts'
import type { Found } from './SourceItem.ts'

/** The bytes of one image: channels, rows, columns. */
export interface ExampleImage<I extends ImageShape = ImageShape> {
  readonly _tag: 'ExampleImage'
  readonly shape: I
  readonly pixels: Uint8Array
}

/**
 * An image and its label. The image is bytes, which a batch scales, or a tensor of numbers, such as a `map` makes, which it
 * takes as they are. The label is the number of a class, or a tensor, such as the box around an object.
 */
export interface Example<I extends ImageShape = ImageShape, S extends Shape = readonly []> {
  readonly image: ExampleImage<I> | Tensor<I>
  readonly label: number | Tensor<S>
}

/** Images `[n, channels, height, width]` and labels `[n]`, or `[n, ...S]` where each label is a tensor of shape `S`. */
export interface ExampleBatch<I extends ImageShape = ImageShape, S extends Shape = readonly []> {
  readonly images: Tensor<readonly [number, ...I]>
  readonly labels: Tensor<readonly [number, ...S]>
}

/** A decoded image as that of an example, of the size that the options name. */
export const imageOf = <O>({ height, width, planes }: DecodedImage): ExampleImage<FolderImage<O>> => ({
  _tag: 'ExampleImage',
  shape: sizedBy<O>([3, height, width]),
  pixels: planes,
})

const labelShape = (label: number | Tensor): Shape => (typeof label === 'number' ? [] : label.shape)

const stackedLabels = <S extends Shape>(labels: readonly (number | Tensor<S>)[]): Tensor<readonly [number, ...S]> => {
  const [first] = labels
  const shape = first === undefined ? [] : labelShape(first)
  const size = sizeOf(shape)
  const values = new Float64Array(labels.length * size)
  labels.forEach((label, k) => {
    const found = labelShape(label)
    if (!sameShape(found, shape)) {
      refuse('batches', [found], { expected: `labels of one shape, ${showShape(shape)}`, found: showShape(found) })
    }
    values.set(typeof label === 'number' ? [label] : toArray(label), k * size)
  })
  return ofShape(leaf(values, [labels.length, ...shape]))
}

/**
 * Examples as one batch. Refuses images of different sizes; `resize` them where they are read.
 */
export const batchOf =
  (pixels: PixelScale) =>
  <I extends ImageShape, S extends Shape>(examples: readonly Example<I, S>[]): Found<ExampleBatch<I, S>> => {
    const [first] = examples
    const expected: ImageShape = first?.image.shape ?? [0, 0, 0]
    const size = sizeOf(expected)
    const unlike = examples.find(({ image }) => !sameShape(image.shape, expected))
    if (unlike !== undefined) return E.left({ _tag: 'WrongImageShape', expected, found: unlike.image.shape })
    const values = new Float64Array(examples.length * size)
    examples.forEach(({ image }, k) => {
      values.set(
        image._tag === 'ExampleImage'
          ? scaledPixels(checkPlanes('batches', image.shape, image.pixels), image.shape, pixels)
          : toArray(image),
        k * size,
      )
    })
    return E.right({
      images: ofShape(leaf(values, [examples.length, ...expected])),
      labels: stackedLabels(examples.map(({ label }) => label)),
    })
  }
