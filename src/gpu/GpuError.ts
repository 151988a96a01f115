/**
 * @file The reasons why there is no GPU runtime.
 */
import type { GpuMode } from '../backend/gpu/index.ts'

/** The reason why there is no GPU runtime. */
export type GpuError =
  | { readonly _tag: 'NotInstalled' }
  | { readonly _tag: 'ModeUnavailable'; readonly mode: GpuMode | 'auto'; readonly reason: string }
  | {
      readonly _tag: 'ComputesWrongly'
      readonly mode: GpuMode
      /** The primitive whose results are wrong. */
      readonly primitive: string
      readonly expected: number
      readonly found: number
    }

/**
 * Formats the error in one line.
 *
 * @example
 * ```ts
 * import { showGpuError } from 'cotangent/gpu'
 *
 * showGpuError({ _tag: 'ModeUnavailable', mode: 'webgpu', reason: 'there is no adapter' })
 * // => 'Cannot compute on a GPU in mode webgpu: there is no adapter'
 * ```
 */
export const showGpuError = (error: GpuError): string => {
  switch (error._tag) {
    case 'NotInstalled':
      return 'Cannot compute on a GPU: gpu.js is not found; run npm install gpu.js, and in a bundle pass gpuJs: () => import("gpu.js")'
    case 'ModeUnavailable':
      return `Cannot compute on a GPU in mode ${error.mode}: ${error.reason}`
    case 'ComputesWrongly':
      return (
        `Cannot compute on a GPU in mode ${error.mode}: the device computes ${error.primitive} wrongly, ` +
        `${String(error.found)} where ${String(error.expected)} is right`
      )
  }
}
