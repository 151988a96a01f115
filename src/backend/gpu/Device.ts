/**
 * @file A device: gpu.js in one of its modes, with the kernels that it has built and the arrays that it holds.
 */
import { refuse } from '../../core/TensorError.ts'
import type { Form, KernelStep } from './Step.ts'

/** How gpu.js computes: on a graphics card by WebGPU, WebGL 2 or WebGL, in WebAssembly, or in plain JavaScript. */
export type GpuMode = 'webgpu' | 'webgl2' | 'webgl' | 'headlessgl' | 'webasm' | 'cpu'

/** An array of gpu.js that stays on the device until it is read. */
interface DeviceArray {
  readonly toArray: () => ArrayLike<number> | Promise<ArrayLike<number>>
  readonly delete: () => void
  readonly constructor: ArrayClass
  /** The layout of its numbers in a texture, and the texture's size; other modes have neither. */
  readonly type?: string
  readonly size?: readonly number[]
}

/** A class of gpu.js arrays, created again over the same memory. */
type ArrayClass = new (settings: object) => DeviceArray

/** An array: numbers on the host, or on the device. */
export type Held = Float32Array | DeviceArray

/** The output of threads of fours on the host: one array per thread, in one array for each row of threads. */
export type NestedFours = readonly Float32Array[] | readonly (readonly Float32Array[])[]

/** The result of a kernel. */
type Made = Held | NestedFours

export interface GpuKernel {
  (...args: readonly Held[]): Promise<Made> | Made
  readonly destroy: () => void
  /** What actually computes: gpu.js substitutes a plain JavaScript kernel for one that it cannot build. */
  readonly kernel?: { readonly constructor: { readonly mode?: string } }
  readonly fallbackReason?: string | null
}

interface Gpu {
  readonly createKernel: (source: string, settings: object) => GpuKernel
  readonly destroy: () => Promise<void>
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
  /** The formulation that is fastest on it. */
  readonly form: Form
  /** Runs one step. Its kernel is built the first time, and kept. */
  readonly run: (step: KernelStep, args: readonly Held[]) => Promise<Held>
  /** Copies numbers to the device. */
  readonly upload: (numbers: Float32Array) => Promise<Held>
  /** The first numbers of an array. */
  readonly download: (held: Held, count: number) => Promise<Float32Array>
  /** Releases the memory of an array. */
  readonly free: (held: Held) => void
  /** How many kernels have been built. */
  readonly kernels: () => number
  /** How many arrays are on the device, not counting those of the host. */
  readonly arrays: () => number
  readonly close: () => Promise<void>
}

/** Whether results are in host memory in any case. */
const isHost = (mode: GpuMode): boolean => mode === 'cpu' || mode === 'webasm'

const isNumbers = (made: Made): made is Float32Array => made instanceof Float32Array

const isNested = (made: Made): made is NestedFours => Array.isArray(made)

/** gpu.js accepts no empty array; nothing that would be read from one is ever requested. */
export const neverEmpty = <H extends Held>(arg: H): H | Float32Array =>
  isNumbers(arg) && arg.length === 0 ? new Float32Array(1) : arg

/**
 * One number per cell, packed into the texels of a texture: tells a GL mode how to read the output of threads of fours.
 */
const packedClass = async (gpu: Gpu): Promise<ArrayClass> => {
  const settings = { output: [4], precision: 'single', asyncMode: true, pipeline: true, optimizeFloatMemory: true }
  const kernel = gpu.createKernel('function () { return this.thread.x; }', settings)
  const made = await kernel()
  if (isNumbers(made) || isNested(made)) {
    const found = { expected: 'an array of gpu.js on the device', found: 'numbers of the host' }
    return refuse('run', [], found, 'find how gpu.js packs numbers')
  }
  made.delete()
  return made.constructor
}

/** The cells of such arrays, concatenated. */
export const flatHere = (made: NestedFours, cells: number): Float32Array => {
  const all = new Float32Array(Math.ceil(cells / 4) * 4)
  let at = 0
  const put = (part: Float32Array | readonly Float32Array[]): void => {
    if (!(part instanceof Float32Array)) {
      part.forEach(put)
      return
    }
    all.set(part, at)
    at += part.length
  }
  for (const part of made) put(part)
  return all
}

/** The fastest formulation per mode, as measured by the bench of formulations. */
export const formOf = (mode: GpuMode): Form => (mode === 'cpu' ? 'cells' : mode === 'webasm' ? 'lanes' : 'fours')

/** The settings of a step's kernel, however it is run. */
export const kernelSettings = ({ cells, each, rowLength }: KernelStep): object => ({
  output: rowLength === undefined ? [Math.ceil(cells / each)] : [rowLength, cells / each / rowLength],
  precision: 'single',
  // Loops have literal bounds, so none is endless; the default stops them silently after 1000 iterations.
  loopMaxIterations: 1 << 24,
})

/** The settings that build the kernel of a step. */
const settingsOf = (step: KernelStep, mode: GpuMode): object => ({
  ...kernelSettings(step),
  asyncMode: true,
  ...(isHost(mode) ? {} : { pipeline: true, immutable: true }),
})

/** Where an argument is stored, as far as the source of a kernel depends on it. */
const kindOf = (arg: Held): string => {
  if (isNumbers(arg)) return String(arg.length)
  const { type = '', size = [] } = arg
  return `${type}${size.join('x')}`
}

/** The number of kernels that a device keeps. */
const mostKernels = 2048

/** What distinguishes a kernel from the others of a device. */
export const nameOf = (step: KernelStep, args: readonly Held[]): string =>
  `${String(step.rowLength ?? 0)};${String(step.cells)};${args.map(kindOf).join()};${step.source}`

/** The name that gpu.js gives the kernels of a mode. */
const kernelMode = (mode: GpuMode): string =>
  mode === 'webgl' || mode === 'webgl2' || mode === 'headlessgl' ? 'gpu' : mode

/** Refuses a kernel that does not compute in its mode; gpu.js would only warn. */
export const checkMode = (
  { kernel, fallbackReason }: Pick<GpuKernel, 'kernel' | 'fallbackReason'>,
  mode: GpuMode,
): void => {
  const found = kernel?.constructor.mode
  const reason = fallbackReason ?? null
  if (reason !== null || (found !== undefined && found !== kernelMode(mode))) {
    const why = reason === null ? '' : `: ${reason}`
    refuse(
      'run',
      [],
      { expected: `gpu.js to compute it in mode ${mode}`, found: `mode ${String(found)}${why}` },
      `run a kernel in mode ${mode}`,
    )
  }
}

/** The kernels that a device keeps: how they are run, how many were built, and how they are evicted. */
const kernelsOf = (gpu: Gpu, mode: GpuMode) => {
  /** The kernels, the most recently used last. */
  const kernels = new Map<string, GpuKernel>()
  let built = 0
  const kernelOf = (step: KernelStep, args: readonly Held[]): GpuKernel => {
    const name = nameOf(step, args)
    const known = kernels.get(name)
    if (known === undefined) built += 1
    const kernel = known ?? gpu.createKernel(step.source, settingsOf(step, mode))
    kernels.delete(name)
    kernels.set(name, kernel)
    if (kernels.size > mostKernels) forget(1)
    return kernel
  }
  /** Kernels that are running. */
  const busy: GpuKernel[] = []
  /** Evicts kernels that are not running, least recently used first. */
  const forget = (count: number): void => {
    const idle = [...kernels].filter(([, kernel]) => !busy.includes(kernel))
    for (const [name, kernel] of idle.slice(0, count)) {
      kernel.destroy()
      kernels.delete(name)
    }
  }
  /**
   * Runs a kernel. In WebAssembly each kernel has its own memory, and an engine provides only a few, about a hundred in
   * Chromium. When no more are available, half of the kernels are evicted, and built again when they are needed.
   */
  const runKernel = async (step: KernelStep, args: readonly Held[]): Promise<readonly [GpuKernel, Made]> => {
    for (let tries = 0; ; tries++) {
      const kernel = kernelOf(step, args)
      busy.push(kernel)
      try {
        return [kernel, await kernel(...args)]
      } catch (thrown) {
        if (!(mode === 'webasm' && thrown instanceof RangeError && tries < 5)) throw thrown
        kernels.delete(nameOf(step, args))
        forget(Math.ceil(kernels.size / 2))
      } finally {
        busy.splice(busy.indexOf(kernel), 1)
      }
      await new Promise((resolve) => setTimeout(resolve, 20 * 2 ** tries))
    }
  }
  return { runKernel, built: () => built, clear: () => kernels.clear() }
}

/** A device on an instance of gpu.js. */
export const makeDevice = (gpu: Gpu, mode: GpuMode): Device => {
  const { runKernel, built, clear } = kernelsOf(gpu, mode)
  let arrays = 0
  let packed: Promise<ArrayClass> | null = null
  /** The output of threads of fours on the device, as the flat array that it is in memory. */
  const flat = async (made: DeviceArray, cells: number): Promise<Held> => {
    const Class = mode === 'webgpu' ? made.constructor : await (packed ??= packedClass(gpu))
    const seen = new Class({ ...made, output: [cells], componentCount: 1 })
    made.delete()
    return seen
  }
  const run = async (step: KernelStep, args: readonly Held[]): Promise<Held> => {
    if (step.cells === 0) return new Float32Array(0)
    const given = args.map(neverEmpty)
    const [kernel, made] = await runKernel(step, given)
    checkMode(kernel, mode)
    if (isNested(made)) return flatHere(made, step.cells)
    if (!isNumbers(made)) arrays += 1
    return step.each === 1 || isNumbers(made) ? made : flat(made, Math.ceil(step.cells / 4) * 4)
  }
  const upload = async (numbers: Float32Array): Promise<Held> => {
    if (isHost(mode) || numbers.length === 0) return numbers
    return run({ source: 'function (x) { return x[this.thread.x]; }', cells: numbers.length, each: 1, reads: [] }, [
      numbers,
    ])
  }
  const download = async (held: Held, count: number): Promise<Float32Array> => {
    const numbers = isNumbers(held) ? held : await held.toArray()
    const all = numbers instanceof Float32Array ? numbers : new Float32Array(numbers)
    return all.length === count ? all : all.slice(0, count)
  }
  return {
    mode,
    form: formOf(mode),
    run,
    upload,
    download,
    free: (held) => {
      if (isNumbers(held)) return
      held.delete()
      arrays -= 1
    },
    kernels: built,
    arrays: () => arrays,
    close: async () => {
      clear()
      await gpu.destroy()
    },
  }
}
