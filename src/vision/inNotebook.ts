/**
 * @file Pictures in notebooks: Deno's kernel for Jupyter, and those that follow it, ask a value for the forms that it has
 * (`Symbol.for('Jupyter.display')`). Tensors answer by themselves.
 */
import { base64 } from './svg.ts'

/** A picture that shows itself as the value of a notebook's cell. */
export interface NotebookPicture {
  readonly [display: symbol]: () => Readonly<Record<string, string>>
}

const display: unique symbol = Symbol.for('Jupyter.display')

/**
 * A picture, SVG as text or PNG as bytes, as a value that a notebook shows: the last expression of a cell, such as
 * `inNotebook(imageGrid(images))`.
 *
 * @example
 * ```ts
 * import { ones } from 'cotangent'
 * import { imageGrid, inNotebook } from 'cotangent/vision'
 *
 * const picture = inNotebook(imageGrid(ones([1, 1, 2, 2])))
 * Object.keys(picture[Symbol.for('Jupyter.display')]?.() ?? {}) // => ['image/png']
 * ```
 */
export const inNotebook = (picture: string | Uint8Array): NotebookPicture => ({
  [display]: () => (typeof picture === 'string' ? { 'image/svg+xml': picture } : { 'image/png': base64(picture) }),
})
