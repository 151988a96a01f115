/** @file What Pillow gives, recorded: `pillow.json, beside this file`. */
import { readFileSync } from 'node:fs'

interface Recorded {
  readonly resized: readonly {
    readonly from: readonly [number, number]
    readonly to: readonly [number, number]
    readonly pixels: string
    readonly expected: string
  }[]
  readonly oriented: readonly {
    readonly orientation: number
    readonly jpeg: string
    readonly height: number
    readonly width: number
    readonly blocks: readonly (readonly (readonly [number, number, number])[])[]
  }[]
  readonly orientedPng: {
    readonly png: string
    readonly height: number
    readonly width: number
    readonly pixels: string
  }
}

/** The record; bytes are in base64, planes row-major. */
export const pillow = JSON.parse(readFileSync(new URL('./pillow.json', import.meta.url), 'utf8')) as Recorded

/** Bytes from base64. */
export const bytesFrom = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))
