/**
 * @file A canvas of RGB pixels that drawing functions fill; the canvas never leaves the function that made it, its
 * bytes do, once, as a PNG.
 */
import { encode } from 'fast-png'
import { glyphOf, glyphSize } from './glyphs.ts'

/** Red, green and blue, from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number]

/** A rectangle of pixels under construction. */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** A rectangle on a canvas, in pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A canvas of one color. */
export const blank = (width: number, height: number, color: Color): Canvas => {
  const canvas: Canvas = { width, height, pixels: new Uint8Array(3 * width * height) }
  fillBox(canvas, { x: 0, y: 0, width, height }, color)
  return canvas
}

/** Sets a pixel; outside the canvas, nothing happens. */
export const setPixel = ({ width, height, pixels }: Canvas, x: number, y: number, color: Color): void => {
  if (x < 0 || y < 0 || x >= width || y >= height) return
  pixels.set(color, 3 * (y * width + x))
}

/** Fills a box with one color. */
const fillBox = (canvas: Canvas, { x, y, width, height }: Box, color: Color): void => {
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) setPixel(canvas, column, row, color)
  }
}

/** Draws a frame of `thickness` pixels around a box, outside it. */
export const frameBox = (canvas: Canvas, { x, y, width, height }: Box, thickness: number, color: Color): void => {
  const wide = { x: x - thickness, width: width + 2 * thickness, height: thickness }
  const tall = { y, width: thickness, height }
  fillBox(canvas, { ...wide, y: y - thickness }, color)
  fillBox(canvas, { ...wide, y: y + height }, color)
  fillBox(canvas, { ...tall, x: x - thickness }, color)
  fillBox(canvas, { ...tall, x: x + width }, color)
}

/** How wide a text is, in pixels, when each cell of its glyphs is a square of `scale` pixels. */
export const textWidth = (text: string, scale: number): number =>
  text.length === 0 ? 0 : scale * (text.length * (glyphSize.width + 1) - 1)

/** Draws a text with its upper left corner at a place. */
export const drawText = (canvas: Canvas, text: string, x: number, y: number, scale: number, color: Color): void => {
  Array.from(text).forEach((character, index) => {
    const left = x + index * scale * (glyphSize.width + 1)
    glyphOf(character).forEach((cells, row) => {
      cells.forEach((inked, column) => {
        const cell = { x: left + column * scale, y: y + row * scale, width: scale, height: scale }
        if (inked) fillBox(canvas, cell, color)
      })
    })
  })
}

/** The canvas as the bytes of a PNG file. */
export const toPng = ({ width, height, pixels }: Canvas): Uint8Array =>
  encode({ width, height, data: pixels, channels: 3, depth: 8 })
