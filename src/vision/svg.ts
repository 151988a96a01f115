/**
 * @file The few parts of SVG that pictures are made of. Texts and names are escaped, so that what they say cannot become a
 * part of the picture.
 */

import { foundValue } from '../core/foundValue.ts'
import { refuse } from '../core/TensorError.ts'

/** The color of words. */
export const ink = '#3c3c3c'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text without letters that XML cannot hold. */
export const printable = (text: string): string =>
  Array.from(text)
    .filter((letter) => letter >= ' ' && !/[\ud800-\udfff\ufffe\uffff]/.test(letter.length === 1 ? letter : ''))
    .join('')

const escaped = (text: string): string => printable(text).replaceAll(/[&<>"]/g, (letter) => entities[letter] ?? '')

/** About how wide a text is; letters of Chinese and the like are as wide as they are high. */
export const widthOf = (text: string, size: number): number =>
  Array.from(text).reduce((width, letter) => width + size * (letter > '\u2e80' ? 1 : 0.62), 0)

/** Refuses anything but a text: a title, the name of a class. */
export const checkText = (operation: string, name: string, text: string): string =>
  typeof text === 'string'
    ? text
    : refuse(operation, [], { expected: `'${name}' to be a text`, found: foundValue(text) })

/** Refuses anything but a list of texts. */
export const checkTexts = (operation: string, name: string, texts: readonly string[]): readonly string[] =>
  Array.isArray(texts)
    ? texts.map((text: string) => checkText(operation, name, text))
    : refuse(operation, [], { expected: `'${name}' to be a list of texts`, found: foundValue(texts) })

/** Where a text stands: the middle of its baseline, unless it starts or ends there. */
interface TextPlace {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly color: string
  readonly anchor?: 'start' | 'middle' | 'end'
}

/** A line of text. */
export const svgText = (text: string, { x, y, size, color, anchor = 'middle' }: TextPlace): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${color}" text-anchor="${anchor}">${escaped(text)}</text>`

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Bytes as letters that a URL may hold. */
export const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))

/** A PNG file in a box, its pixels as squares. */
export const svgImage = (png: Uint8Array, { x, y, width, height }: Box): string =>
  `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,${base64(png)}"/>`

/** A whole picture on a white ground. */
export const svgOf = (width: number, height: number, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
  ].join('\n')
