/**
 * @file The GPU runtime: evaluates expressions and compiled functions on a device, as tasks. Results stay on the device
 * until they are fetched, so a training step that takes the results of the previous step uploads only a batch.
 */
import type { IO } from 'fp-ts/lib/IO.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { Device, GpuMode } from '../backend/gpu/index.ts'
import { checkOneEntry } from '../compile/Runtime.ts'
import type { RuntimeIn } from '../compile/RuntimeIn.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { letGo, valueOf } from '../core/Tensor.ts'
import type { Tree } from '../core/Tree.ts'
import { leaves } from '../core/Tree.ts'
import { compileOn } from './compileOn.ts'
import { evaluatorOf } from './evaluator.ts'

/** The device of a runtime. */
export interface GpuInfo {
  /** The mode that actually computes. */
  readonly mode: GpuMode
  /** How many kernels have been built so far. */
  readonly kernels: number
  /** How many arrays are on the device; 0 in modes that compute in host memory. */
  readonly arrays: number
}

/**
 * Evaluates on a device. Every task may be run again; it then computes again. Tensors in a compiled function's result
 * stay on the device. When they are passed in again, they are read in place, and they are released when nothing refers
 * to them any more. What `force` computes stays on the device as well.
 */
export interface GpuRuntime extends RuntimeIn<'later'> {
  /** The mode that computes, and what is held on the device. */
  readonly info: () => GpuInfo
  /** Computes every leaf of a tree and fetches its numbers, so that any other runtime can use it. */
  readonly fetch: <T>(tree: T & Tree<T>) => Task<T>
  /**
   * Releases the memory of a tree's tensors now, rather than when they are collected. JavaScript may delay collection
   * for long because it does not see device memory. Tensors that were not fetched before can no longer be read.
   */
  readonly release: <T>(tree: T & Tree<T>) => IO<void>
  /** Releases the device. */
  readonly close: Task<void>
}

/** A runtime over a device. */
export const makeGpuRuntime = (device: Device): GpuRuntime => {
  const on = evaluatorOf(device)
  const numbersOf = async (t: Tensor): Promise<NumberArray> => {
    await on.fetch([t])
    return valueOf(t) ?? new Float32Array(0)
  }
  return {
    info: () => ({ mode: device.mode, kernels: device.kernels(), arrays: device.arrays() }),
    toArray: (t) => async () => (await numbersOf(t)).slice(),
    item: (t) => async () => {
      checkOneEntry(t)
      return (await numbersOf(t))[0] ?? Number.NaN
    },
    force: (tree) => async () => {
      const tensors = leaves(tree)
      await on.evaluate(tensors)
      for (const t of tensors) letGo(t)
      return tree
    },
    fetch: (tree) => async () => {
      await on.fetch(leaves(tree))
      return tree
    },
    compile: compileOn(on),
    release: (tree) => () => {
      for (const t of leaves(tree)) on.memory.evict(t)
    },
    close: device.close,
  }
}
