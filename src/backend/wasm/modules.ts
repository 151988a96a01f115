/**
 * @file The compiled kernels: a module on plain SIMD, and one with fused multiply-add. They differ in few instructions, so
 * they are kept as one text: interleaved, deflated, in base64. It takes 44 kB, where the two alone took 190.
 */
import { inflateSync } from 'fflate'
import { kernels, lengths } from './generated/kernels.ts'
import type { Pair } from './interleaved.ts'
import { separate } from './interleaved.ts'

// A loop, since `Uint8Array.from` calls a function for each character: 20 ms of the first step.
const decode = (base64: string): Uint8Array => {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k)
  return bytes
}

let unpacked: Pair<Uint8Array<ArrayBuffer>> | null = null

/** The binaries of both modules, unpacked at the first call; not to be written to. */
export const kernelModules = (): Pair<Uint8Array<ArrayBuffer>> =>
  (unpacked ??= separate(inflateSync(decode(kernels)), lengths))
