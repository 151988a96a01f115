/**
 * @file The entry point `cotangent/gpu`: computing with gpu.js, on a graphics card or, if there is none, in WebAssembly
 * or plain JavaScript. Requires `gpu.js`.
 *
 * @packageDocumentation
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { HostMode } from '../backend/gpu/index.ts'
import type { Backend } from '../compile/Program.ts'
import type { Load } from '../core/loadPeer.js'
import type { GpuError } from './GpuError.ts'
import type { GpuRuntime } from './GpuRuntime.ts'
import { makeGpuRuntime } from './GpuRuntime.ts'
import type { GpuModeOption } from './modes.ts'
import { loadGpuJs, startDevice, startSynchronous } from './modes.ts'
import { selfCheck } from './selfCheck.ts'

export type { GpuMode, HostMode } from '../backend/gpu/index.ts'
export type { GpuError } from './GpuError.ts'
export { showGpuError } from './GpuError.ts'
export type { GpuInfo, GpuRuntime } from './GpuRuntime.ts'
export type { GpuModeOption } from './modes.ts'

/** Which device to run on. */
export interface GpuOptions {
  /**
   * A mode of gpu.js; `auto`, the default, is the first available of webgpu, webgl2, webgl, headlessgl, webasm, cpu.
   */
  readonly mode?: GpuModeOption
  /**
   * Imports gpu.js. Required in bundles, since a bundler cannot know otherwise that gpu.js is needed; Node finds it in
   * `node_modules`, and a page by its import map.
   */
  readonly gpuJs?: Load
}

/** The device of a backend that answers at once. */
export interface GpuBackendOptions extends Pick<GpuOptions, 'gpuJs'> {
  /** A mode that can answer at once; `webasm` by default. */
  readonly mode?: HostMode
}

/**
 * Creates a runtime on a device. Loads gpu.js, starts the mode, and checks a few primitives against the reference; a
 * device that computes incorrectly is refused by name. A mode that was requested is never replaced by another. In a
 * bundle, pass the import: `gpuRuntime({ gpuJs: () => import('gpu.js') })`.
 *
 * @example
 * ```ts
 * import { mul, tensor } from 'cotangent'
 * import { gpuRuntime } from 'cotangent/gpu'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import * as TE from 'fp-ts/lib/TaskEither.js'
 *
 * const doubled = await pipe(
 *   gpuRuntime({ mode: 'cpu' }),
 *   TE.chainTaskK((gpu) => gpu.toArray(mul(tensor([1, 2, 3], [3]), 2))),
 * )()
 * doubled // => { _tag: 'Right', right: Float32Array(3) [ 2, 4, 6 ] }
 * ```
 */
export const gpuRuntime = ({ mode = 'auto', gpuJs }: GpuOptions = {}): TE.TaskEither<GpuError, GpuRuntime> =>
  pipe(
    loadGpuJs(gpuJs),
    TE.chain((js) => startDevice(js, mode)),
    TE.chain(selfCheck),
    TE.map(makeGpuRuntime),
  )

/**
 * Returns gpu.js as a backend for runtimes that answer at once, in the modes that can. It is slower than tasks, whose
 * kernels it runs, but any law, program or function can be tried on it.
 *
 * @example
 * ```ts
 * import { item, makeRuntime, mul } from 'cotangent'
 * import { gpuBackend } from 'cotangent/gpu'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import * as TE from 'fp-ts/lib/TaskEither.js'
 *
 * const product = await pipe(
 *   gpuBackend({ mode: 'cpu' }),
 *   TE.map((backend) => item(mul(3, 2), makeRuntime(backend))),
 * )()
 * product // => { _tag: 'Right', right: 6 }
 * ```
 */
export const gpuBackend = ({ mode = 'webasm', gpuJs }: GpuBackendOptions = {}): TE.TaskEither<GpuError, Backend> =>
  pipe(
    loadGpuJs(gpuJs),
    TE.chain((js) => TE.fromEither(startSynchronous(js, mode))),
  )
