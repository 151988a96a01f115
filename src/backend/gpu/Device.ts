/**
 * @file A device: gpu.js in one of its modes, with the kernels that it has built and the arrays that lie on it.
 */
import type { Step } from './Step.ts'

/** How gpu.js computes: on a graphics card by WebGPU, WebGL 2 or WebGL, in WebAssembly, or in plain JavaScript. */
export type GpuMode = 'webgpu' | 'webgl2' | 'webgl' | 'headlessgl' | 'webasm' | 'cpu'

/** An array of gpu.js that stays on the device until it is read. */
interface DeviceArray {
  readonly toArray: () => ArrayLike<number> | Promise<ArrayLike<number>>
  readonly delete: () => void
}

/** An array: numbers of the host, or on the device. */
export type Held = Float32Array | DeviceArray

interface GpuKernel {
  (...args: readonly Held[]): Promise<Held> | Held
  readonly destroy: () => void
}

interface Gpu {
  readonly createKernel: (source: string, settings: object) => GpuKernel
  readonly destroy: () => Promise<void>
  /** The class of its kernels. */
  readonly Kernel: { readonly name: string; readonly mode?: string }
  readonly context?: unknown
}

/** The part of the gpu.js module that is used. */
export interface GpuJs {
  readonly GPU: {
    new (settings: { readonly mode: string }): Gpu
    readonly isWebGPUAvailable: () => Promise<boolean>
    readonly isHeadlessGLSupported: boolean
    readonly isWebGLSupported: boolean
    readonly isWebGL2Supported: boolean
    readonly isWebAssemblySupported: boolean
  }
}

/** Runs steps on arrays. */
export interface Device {
  readonly mode: GpuMode
  /** Runs one step. Its kernel is built the first time, and kept. */
  readonly run: (step: Step, args: readonly Held[]) => Promise<Held>
  /** Puts numbers on the device. */
  readonly upload: (numbers: Float32Array) => Promise<Held>
  /** The numbers of an array. */
  readonly download: (held: Held) => Promise<Float32Array>
  /** Gives the memory of an array back. */
  readonly free: (held: Held) => void
  /** How many kernels were built. */
  readonly kernels: () => number
  readonly close: () => Promise<void>
}

/** Whether results lie in memory of the host anyway. */
const isHost = (mode: GpuMode): boolean => mode === 'cpu' || mode === 'webasm'

const isNumbers = (held: Held): held is Float32Array => held instanceof Float32Array

/** A device over an instance of gpu.js. */
export const makeDevice = (gpu: Gpu, mode: GpuMode): Device => {
  const kernels = new Map<string, GpuKernel>()
  const build = ({ source, cells }: Step): GpuKernel =>
    gpu.createKernel(source, {
      output: [cells],
      precision: 'single',
      asyncMode: true,
      // Loops have literal bounds, so none is endless; the default stops them silently after 1000 turns.
      loopMaxIterations: 1 << 24,
      ...(isHost(mode) ? {} : { pipeline: true, immutable: true }),
    })
  const kernelOf = (step: Step, args: readonly Held[]): GpuKernel => {
    // A kernel is made for the lengths of its arguments, and for where they lie.
    const kinds = args.map((arg) => (isNumbers(arg) ? String(arg.length) : 'd')).join()
    const name = `${String(step.cells)};${kinds};${step.source}`
    const known = kernels.get(name)
    if (known !== undefined) return known
    const made = build(step)
    kernels.set(name, made)
    return made
  }
  const run = async (step: Step, args: readonly Held[]): Promise<Held> => {
    if (step.cells === 0) return new Float32Array(0)
    // gpu.js takes no empty array; what would be read of it is never asked for.
    const given = args.map((arg) => (isNumbers(arg) && arg.length === 0 ? new Float32Array(1) : arg))
    return kernelOf(step, given)(...given)
  }
  const upload = async (numbers: Float32Array): Promise<Held> =>
    isHost(mode) || numbers.length === 0
      ? numbers
      : run({ source: 'function (x) { return x[this.thread.x]; }', cells: numbers.length, reads: [] }, [numbers])
  const download = async (held: Held): Promise<Float32Array> => {
    if (isNumbers(held)) return held
    const numbers = await held.toArray()
    return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers)
  }
  return {
    mode,
    run,
    upload,
    download,
    free: (held) => {
      if (!isNumbers(held)) held.delete()
    },
    kernels: () => kernels.size,
    close: async () => {
      kernels.clear()
      await gpu.destroy()
    },
  }
}
