/** @file Magnitudes of whole channels, of which the gradient of a kernel is summed, and which pairs of them are trusted to tiles. */
import { ChannelMagnitudes } from './generated/interface'
import { greatestOfSum, magnitudeOf, sumAndGreatest } from './magnitudes'
import { LARGEST, SHARE, SMALLEST, SPREAD } from './trust'

/** Magnitudes of channels, [channels][4]: their sum, that of their border, and the greatest, added to what is there. */
export function channelMagnitudes(args: ChannelMagnitudes, unit: i32, _scratch: usize): void {
  const channels = args.channels
  const images = args.images
  const height = args.height
  const width = args.width
  const left = args.coreLeft
  const right = args.coreRight
  const perUnit = args.perUnit
  const firstImage = args.firstImage
  const first = args.first
  const end = args.end
  const top = max(first, min(end, args.coreTop))
  const bottom = min(end, max(top, args.coreBottom))
  const last = min(channels, (unit + 1) * perUnit)
  const plane = (<usize>(height * width)) << 2
  for (let channel = unit * perUnit; channel < last; channel++) {
    const to = args.target + ((<usize>channel) << 4)
    if (args.isFirst) v128.store(to, f32x4.splat(0))
    let all = load<f32>(to)
    let border = load<f32>(to, 4)
    let most = load<f32>(to, 8)
    for (let image = firstImage; image < firstImage + images; image++) {
      const own = args.source + <usize>(image * channels + channel) * plane
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
