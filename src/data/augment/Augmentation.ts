/**
 * @file Augmentations: pure functions of a key and a batch of images [N, C, H, W]. Each image has random draws of its
 * own. The result is an expression, so an augmentation may be part of a compiled training step.
 *
 * Laws: "the same key gives the same images"; "augmentations compose: one after another, each with a key of its own".
 */
import type { Key } from '../../core/Key.ts'
import { split } from '../../core/Key.ts'
import type { Tensor } from '../../core/Tensor.ts'
import { showShape } from '../../core/Shape.ts'
import { refuse } from '../../core/TensorError.ts'
import { add } from '../../ops/add.ts'
import { mul } from '../../ops/mul.ts'
import { uniform } from '../../ops/random.ts'
import { reshapeTo } from '../../ops/reshape.ts'

/** A batch of images: how many, channels, height, width. */
export type ImageBatch = Tensor<readonly [number, number, number, number]>

/** Changes a batch of images, by a key. */
export type Augmentation = (key: Key) => (images: ImageBatch) => ImageBatch

/** An augmentation that keeps the size of the images. */
export type SizeKeeping = (key: Key) => <const S extends ImageBatch['shape']>(images: Tensor<S>) => Tensor<S>

/** The sizes of a batch of images. Refuses other ranks. */
export const sizesOf = (operation: string, images: Tensor): readonly [n: number, c: number, h: number, w: number] => {
  const [n, c, h, w, ...others] = images.shape
  return n === undefined || c === undefined || h === undefined || w === undefined || others.length > 0
    ? refuse(operation, [images.shape], { expected: 'images [N, C, H, W]', found: showShape(images.shape) })
    : [n, c, h, w]
}

/** An augmentation whose images have the size that they had, as its type says. */
export const keepingSize =
  (augment: Augmentation): SizeKeeping =>
  (key) =>
  (images) =>
    reshapeTo(augment(key)(images), images.shape)

/**
 * Composes augmentations, one after another. The result has the type of an augmentation that keeps the size of the images
 * if all of them do.
 *
 * @example
 * ```ts
 * import { key, ones } from 'cotangent'
 * import { augmentBy, randomCrop, randomFlip } from 'cotangent/data'
 *
 * const augment = augmentBy(randomFlip(), randomCrop({ size: [28, 28], padding: 2 }))
 * augment(key(1))(ones([8, 1, 28, 28])).shape // => [8, 1, 28, 28]
 * ```
 */
export function augmentBy(...all: readonly SizeKeeping[]): SizeKeeping
export function augmentBy(...all: readonly Augmentation[]): Augmentation
export function augmentBy(...all: readonly Augmentation[]): Augmentation {
  return (key) => (images) => {
    const keys = split(key, all.length)
    return all.reduce((changed, augment, k) => augment(keys[k] ?? key)(changed), images)
  }
}

/** One number per image, uniform between two bounds, [N, 1, 1, 1]. */
export const perImage = (key: Key, images: Tensor, low: number, high: number): Tensor<readonly [number, 1, 1, 1]> =>
  uniform([images.shape[0] ?? 0, 1, 1, 1], { low, high })(key)

/** `toward` where `by` is 0, `from` where it is 1, and further on. */
export const blend = (from: ImageBatch, toward: Tensor, by: Tensor<readonly [number, 1, 1, 1]>): ImageBatch =>
  reshapeTo(add(mul(from, by), mul(toward, add(mul(by, -1), 1))), sizesOf('blend', from))
