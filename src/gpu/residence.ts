/**
 * @file Which tensors are on a device: the only memory of the GPU runtime. An array is released when no tensor and no
 * run holds it any more.
 */
import type { Device, Held } from '../backend/gpu/index.ts'
import type { Tensor } from '../core/Tensor.ts'

/** Counts the holders of the arrays on a device. */
export interface Residence {
  /** The array of a tensor; `null` if it is not on the device. */
  readonly holderOf: (t: Tensor) => Held | null
  /** Adds a holder to an array, and returns the array. */
  readonly retain: (held: Held) => Held
  /** Removes a holder from an array. */
  readonly release: (held: Held) => void
  /** Attaches to a tensor an array that was retained for it. */
  readonly settle: (t: Tensor, held: Held) => void
  /** Detaches the array of a tensor. */
  readonly evict: (t: Tensor) => void
}

/** A new residence for a device. */
export const residence = (device: Device): Residence => {
  const homes = new WeakMap<Tensor, Held>()
  const holders = new Map<Held, number>()
  const release = (held: Held): void => {
    const count = (holders.get(held) ?? 0) - 1
    if (count > 0) holders.set(held, count)
    else if (holders.delete(held)) device.free(held)
  }
  const collected = new FinalizationRegistry<Held>(release)
  return {
    holderOf: (t: Tensor): Held | null => homes.get(t) ?? null,
    retain: (held: Held): Held => {
      holders.set(held, (holders.get(held) ?? 0) + 1)
      return held
    },
    release,
    settle: (t: Tensor, held: Held): void => {
      homes.set(t, held)
      collected.register(t, held, t)
    },
    evict: (t) => {
      const held = homes.get(t)
      if (held === undefined) return
      homes.delete(t)
      collected.unregister(t)
      release(held)
    },
  }
}
