/** @file Pictures in notebooks. */
import { ones } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { imageGrid } from '../../src/vision/imageGrid.ts'
import { inNotebook } from '../../src/vision/inNotebook.ts'

const shown = (picture: string | Uint8Array) => inNotebook(picture)[Symbol.for('Jupyter.display')]?.()

describe('inNotebook', () => {
  it('shows SVG as it is, and PNG as text of its bytes', () => {
    expect(shown('<svg/>')).toEqual({ 'image/svg+xml': '<svg/>' })
    const png = imageGrid(ones([1, 1, 1, 1]))
    expect(shown(png)).toEqual({ 'image/png': Buffer.from(png).toString('base64') })
  })
})
