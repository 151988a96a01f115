/** @file What a visitor's file holds, as the page is told of it, and what the page can do with it. */
import type { ImageInput } from './ImageInput.ts'

/** A tensor of a file. */
interface Listed {
  readonly name: string
  readonly shape: readonly number[]
  readonly count: number
}

/** Kernels of the first convolution of a file, each of its first channel. */
export interface Kernels {
  readonly name: string
  readonly size: readonly [rows: number, columns: number]
  readonly values: readonly number[]
}

/** What the page can do with a file: use its weights for LeNet, run it on a photo, or show it alone. */
export type Use =
  | { readonly _tag: 'lenet'; readonly bytes: Uint8Array }
  | { readonly _tag: 'graph'; readonly input: ImageInput }
  /** `under` is the key of a checkpoint that weights of LeNet lie under. */
  | { readonly _tag: 'none'; readonly why: string; readonly under: string | null }

/** What a file holds. */
export interface Contents {
  readonly tensors: readonly Listed[]
  readonly parameters: number
  readonly kernels: Kernels | null
  /** How often each operator stands in a graph; empty for files that have none. */
  readonly operators: readonly (readonly [name: string, count: number])[]
  readonly use: Use
}
