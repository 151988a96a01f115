/** @file A folder ten times as large as the memory that a training on it may grow by. */
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { bundled } from '../../bundled.ts'
import { folderOf, png } from './samples.ts'

const [count, side] = [320, 512]

/** What all images come to when they are decoded. */
const decoded = count * 3 * side * side

describe('a training on a folder', () => {
  it.each([0, 1])('grows by less than a tenth of its images, with %i threads', async (workers) => {
    const file = png(100, side, side)
    const folder = await folderOf(
      Object.fromEntries(Array.from({ length: count }, (_, k) => [`${String(k % 2)}/${String(k)}.png`, file])),
    )
    try {
      const program = await bundled(new URL('trainWithin.ts', import.meta.url))
      const { stdout } = await promisify(execFile)(process.execPath, [program, folder, String(workers)])
      const { steps, grown } = JSON.parse(stdout) as { readonly steps: number; readonly grown: number }
      expect(steps).toBe(count / 8)
      expect(grown).toBeLessThan(decoded / 10)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
