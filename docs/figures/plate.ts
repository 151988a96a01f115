/**
 * @file What figures are made of: a light plate, so that they can be read on pages of any color, words, and pixels. Numbers
 * are computed in float64, so that a figure is the same on every machine.
 */
import type { Tensor } from 'cotangent'
import { referenceRuntime, toArray } from 'cotangent'
import { encode } from 'fast-png'

/** The color of words and lines. */
export const ink = '#1f2328'

/** The color of what is beside the point. */
export const muted = '#6e7781'

/** How words look. */
export interface Words {
  readonly size?: number
  readonly fill?: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly bold?: boolean
  readonly mono?: boolean
}

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Words whose line begins, or has its middle or end, at a place. */
export const text = (x: number, y: number, words: string, how: Words = {}): string => {
  const { size = 13, fill = ink, anchor = 'start', bold = false, mono = false } = how
  const family = mono ? ' font-family="ui-monospace, Menlo, Consolas, monospace"' : ''
  const weight = bold ? ' font-weight="600"' : ''
  return `<text x="${String(x)}" y="${String(y)}" font-size="${String(size)}" fill="${fill}" text-anchor="${anchor}"${family}${weight}>${escaped(words)}</text>`
}

/** The pixels of one image, `[1, C, H, W]` or `[C, H, W]` from 0 to 1, as what an `image` element shows. */
export const dataUrl = (pixels: Tensor): string => {
  const [channels = 1, height = 1, width = 1] = pixels.shape.slice(-3)
  const values = toArray(pixels, referenceRuntime)
  const data = Uint8Array.from({ length: values.length }, (_, k) => {
    const [channel, place] = [k % channels, Math.floor(k / channels)]
    return Math.round(255 * Math.min(Math.max(values[channel * height * width + place] ?? 0, 0), 1))
  })
  return `data:image/png;base64,${Buffer.from(encode({ width, height, channels, data })).toString('base64')}`
}

/** The whole figure. */
export const plate = (
  { width, height, title }: { readonly width: number; readonly height: number; readonly title: string },
  parts: readonly string[],
): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" role="img" font-family="system-ui, sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${String(width)}" height="${String(height)}" rx="8" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
