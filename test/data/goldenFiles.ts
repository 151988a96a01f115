/** @file The reference files of `test/vectors/files`, as bytes; made with PyTorch, NumPy and by hand. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A reference file by its name. */
export const goldenFile = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(fileURLToPath(new URL(`../vectors/files/${name}`, import.meta.url))))
