/** @file Magnitudes of whole channels, of which the gradient of a kernel is summed, and which pairs of them are trusted to tiles. */
import { greatestOfSum, magnitudeOf, sumAndGreatest } from './magnitudes'
import { LARGEST, SHARE, SMALLEST, SPREAD } from './trust'

/**
 * Magnitudes of channels: their sum, that of their border, and the greatest, added to what is there. args: 0 source, 1
 * destination [channels][4], 2 channels, 3 images, 4 height, 5 width, 6-9 the core, which is not the border: first row, end,
 * first column, end, 10 channels of a unit, 11 first image, 12 and 13 first row and end of the rows that are looked at, 14
 * whether nothing is there yet.
 */
export function channelMagnitudes(args: usize, unit: i32): void {
  const channels = load<i32>(args, 8)
  const images = load<i32>(args, 12)
  const height = load<i32>(args, 16)
  const width = load<i32>(args, 20)
  const left = load<i32>(args, 32)
  const right = load<i32>(args, 36)
  const perUnit = load<i32>(args, 40)
  const firstImage = load<i32>(args, 44)
  const first = load<i32>(args, 48)
  const end = load<i32>(args, 52)
  const top = max(first, min(end, load<i32>(args, 24)))
  const bottom = min(end, max(top, load<i32>(args, 28)))
  const last = min(channels, (unit + 1) * perUnit)
  const plane = (<usize>(height * width)) << 2
  for (let channel = unit * perUnit; channel < last; channel++) {
    const to = load<u32>(args, 4) + ((<usize>channel) << 4)
    if (load<i32>(args, 56) != 0) v128.store(to, f32x4.splat(0))
    let all = load<f32>(to)
    let border = load<f32>(to, 4)
    let most = load<f32>(to, 8)
    for (let image = firstImage; image < firstImage + images; image++) {
      const own = load<u32>(args) + <usize>(image * channels + channel) * plane
      all += sumAndGreatest(own + ((<usize>(first * width)) << 2), (end - first) * width)
      most = max(most, greatestOfSum)
      border += magnitudeOf(own, first * width, top * width, true) + magnitudeOf(own, bottom * width, end * width, true)
      for (let row = top; row < bottom; row++) {
        const line = own + ((<usize>(row * width)) << 2)
        for (let k = 0; k < left; k++) border += abs(load<f32>(line + ((<usize>k) << 2)))
        for (let k = right; k < width; k++) border += abs(load<f32>(line + ((<usize>k) << 2)))
      }
    }
    store<f32>(to, all)
    store<f32>(to, border, 4)
    store<f32>(to, most, 8)
  }
}

/** Whether most of a channel, as `channelMagnitudes` found it, lies in its core, and is no single entry. */
function isEvenChannel(at: usize): bool {
  const all = load<f32>(at)
  return all < Infinity && (all - load<f32>(at, 4)) * SPREAD >= all && load<f32>(at, 8) * SHARE <= all
}

/** Whether two channels may be trusted to tiles. */
export function isPairSafe(x: usize, y: usize): bool {
  const product = load<f32>(x) * load<f32>(y)
  if (product == 0 && load<f32>(x) < Infinity && load<f32>(y) < Infinity) return load<f32>(x) == 0 || load<f32>(y) == 0
  return product <= LARGEST && product >= SMALLEST && isEvenChannel(x) && isEvenChannel(y)
}

/** The least and the largest magnitude of channels that are not 0, left for `isRangeSafe`. */
let leastOfRange: f32 = 0

let largestOfRange: f32 = 0

/** Whether most of every channel lies in its core. */
function measureRange(at: usize, first: i32, last: i32): bool {
  leastOfRange = Infinity
  largestOfRange = 0
  for (let k = first; k < last; k++) {
    const all = load<f32>(at + ((<usize>k) << 4))
    if (all == 0) continue
    if (!isEvenChannel(at + ((<usize>k) << 4))) return false
    leastOfRange = min(leastOfRange, all)
    largestOfRange = max(largestOfRange, all)
  }
  return true
}

/** Whether all pairs of these channels are safe, seen at a glance. */
export function isRangeSafe(x: usize, firstX: i32, lastX: i32, y: usize, firstY: i32, lastY: i32): bool {
  if (!measureRange(x, firstX, lastX)) return false
  const least = leastOfRange
  const largest = largestOfRange
  if (!measureRange(y, firstY, lastY)) return false
  if (largest == 0 || largestOfRange == 0) return true
  return largest * largestOfRange <= LARGEST && least * leastOfRange >= SMALLEST
}
