/**
 * @file The GPU runtime: evaluates expressions and compiled functions on a device, as tasks. What it makes stays on the
 * device until it is fetched, so a training step that takes what the step before it gave uploads a batch and no more.
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

/** What a runtime runs on. */
export interface GpuInfo {
  /** The mode that really computes. */
  readonly mode: GpuMode
  /** How many kernels were built so far. */
  readonly kernels: number
  /** How many arrays lie on the device; 0 in modes that compute in memory of the host. */
  readonly arrays: number
}

/**
 * Evaluates on a device. Every task may be run again; then it computes again. Tensors of a compiled function's result lie on
 * the device; handed in again they are read where they lie, and they are given back when they are no longer referred to.
 * What `force` computes stays on the device as well.
 */
export interface GpuRuntime extends RuntimeIn<'later'> {
  /** The mode that computes, and what is held. */
  readonly info: () => GpuInfo
  /** Computes every leaf of a tree and fetches its numbers, so that any other runtime can go on with it. */
  readonly fetch: <T>(tree: T & Tree<T>) => Task<T>
  /**
   * Gives the memory of a tree's tensors back now rather than when they are collected, which JavaScript may put off for
   * long since it does not see the memory of a device. What was not fetched before cannot be read any more.
   */
  readonly release: <T>(tree: T & Tree<T>) => IO<void>
  /** Gives the device back. */
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
