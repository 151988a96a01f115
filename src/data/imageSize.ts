/** @file The sides that images are brought to, as callers name them. */
import { defaultBudget } from '../codecs/Budget.ts'
import { foundList } from '../core/foundValue.ts'
import { countOf } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'

/** Height and width. */
export type Sides = readonly [height: number, width: number]

/** Height and width of an image, or one number for both. */
export type ImageSize = number | Sides

const isSide = (side: unknown): boolean => typeof side === 'number' && Number.isSafeInteger(side) && side > 0

const areSides = (size: unknown): boolean => Array.isArray(size) && size.length === 2 && size.every(isSide)

/** Refuses anything but a height and a width, whole numbers above 0. */
export const checkHeightAndWidth = (operation: string, name: string, size: Sides): Sides =>
  areSides(size)
    ? size
    : refuse(operation, [], {
        expected: `'${name}' to be a height and a width, a list of two whole numbers above 0`,
        found: foundList(size),
      })

/** Refuses anything but a whole number above 0, or a height and a width. */
export const checkImageSize = (operation: string, name: string, size: ImageSize): ImageSize =>
  isSide(size) || areSides(size)
    ? size
    : refuse(operation, [], {
        expected: `'${name}' to be a whole number above 0, or a height and a width`,
        found: foundList(size),
      })

/** Height and width. */
const sidesOf = (size: ImageSize): Sides => (typeof size === 'number' ? [size, size] : size)

interface SizeOptions {
  readonly size?: ImageSize
  readonly maxPixels?: number
}

/** The height and width of options, if they name them. Refuses more pixels than they allow. */
export const sidesWithin = (
  operation: string,
  { size, maxPixels = defaultBudget.maxPixels }: SizeOptions,
): Sides | null => {
  if (size === undefined) return null
  const [height, width] = sidesOf(size)
  return height * width <= maxPixels
    ? [height, width]
    : refuse(operation, [], {
        expected: `a size of at most ${countOf(maxPixels, 'pixel')}`,
        found: `${String(height)} x ${String(width)}`,
        advice: "'maxPixels' allows more",
      })
}
