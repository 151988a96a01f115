/**
 * @file A small generated data set for examples whose files are missing: coloured bars, rings and checks of 32 x 32
 * pixels, classified by their shape. It is no substitute for photographs; it only shows that a network learns.
 */
import { Dataset } from 'cotangent/data'
import * as E from 'fp-ts/lib/Either.js'

const side = 32

/** Whether there is ink at a position; `phase` and `step` make every sketch different. */
const forms: readonly ((x: number, y: number, phase: number, step: number) => boolean)[] = [
  (x, _, phase, step) => (x + phase) % (2 * step) < step,
  (_, y, phase, step) => (y + phase) % (2 * step) < step,
  (x, y, phase, step) => (x + y + phase) % (2 * step) < step,
  (x, y, phase, step) => (x - y + phase + 64) % (2 * step) < step,
  (x, y, phase, step) => (x + phase) % (2 * step) < step !== (y + phase) % (2 * step) < step,
  (x, y, phase, step) => (Math.hypot(x - 16, y - 16) + phase) % (2 * step) < step,
  (x, y, phase, step) => (Math.max(Math.abs(x - 16), Math.abs(y - 16)) + phase) % (2 * step) < step,
  (x, y, phase, step) => (Math.abs(x - 16) + Math.abs(y - 16) + phase) % (2 * step) < step,
  (x, y, phase, step) => (x + phase) % (2 * step) < step && (y + phase) % (2 * step) < step,
  (x, y, phase) => Math.hypot(x - 16 + (phase % 5) - 2, y - 16) < 10,
]

/** A hash of two numbers, spread over 0 to 2^32 - 1. */
const mixed = (a: number, b: number): number => {
  const first = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) ^ Math.imul(b + 1, 0x9e3779b1)
  return Math.imul(first ^ (first >>> 13), 0x297a2d39) >>> 0
}

/** `count` sketches, cycling through ten shapes; another `seed` gives other sketches. */
export const sketches = (count: number, seed: number): Dataset<readonly [3, 32, 32]> => {
  const labels = Uint8Array.from({ length: count }, (_, k) => k % forms.length)
  const images = new Uint8Array(count * 3 * side * side)
  labels.forEach((label, k) => {
    const drawn = (stream: number, below: number): number => mixed(seed * 1000 + stream, k) % below
    const ink = [0, 1, 2].map((plane) => drawn(plane, 156) + 100)
    const paper = [3, 4, 5].map((plane) => drawn(plane, 90))
    const [phase, step] = [drawn(6, 8), 3 + drawn(7, 3)]
    for (let plane = 0; plane < 3; plane++) {
      for (let at = 0; at < side * side; at++) {
        const isInk = forms[label]?.(at % side, Math.floor(at / side), phase, step) ?? false
        const noise = (mixed(at + 31 * plane, k + seed) % 41) - 20
        const value = ((isInk ? ink : paper)[plane] ?? 0) + noise
        images[(k * 3 + plane) * side * side + at] = Math.min(255, Math.max(0, value))
      }
    }
  })
  const made = Dataset.dataset({ images, labels, imageShape: [3, side, side] as const, classes: forms.length })
  if (E.isLeft(made)) throw new RangeError(made.left._tag)
  return made.right
}
