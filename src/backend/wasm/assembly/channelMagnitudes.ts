/**
 * @file Magnitudes of whole channels, for the gradient of a kernel, and which pairs of channels are trusted to tiles.
 */
import { ChannelMagnitude, ChannelMagnitudes } from './generated/interface'
import { greatestOfSum, magnitudeOf, sumAndGreatest } from './magnitudes'
import { LARGEST, SHARE, SMALLEST, SPREAD } from './trust'

/** Magnitudes of channels: their sum, that of their border, and the greatest, added to the previous values. */
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
    const to = changetype<ChannelMagnitude>(args.target).at(channel)
    if (args.isFirst) v128.store(changetype<usize>(to), f32x4.splat(0))
    let all = to.all
    let border = to.border
    let most = to.greatest
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
    to.all = all
    to.border = border
    to.greatest = most
  }
}

/** Whether most of a channel, as measured by `channelMagnitudes`, is in its core, and is not a single entry. */
function isEvenChannel(channel: ChannelMagnitude): bool {
  const all = channel.all
  return all < Infinity && (all - channel.border) * SPREAD >= all && channel.greatest * SHARE <= all
}

/** Whether two channels may be trusted to tiles. */
export function isPairSafe(x: ChannelMagnitude, y: ChannelMagnitude): bool {
  const product = x.all * y.all
  if (product == 0 && x.all < Infinity && y.all < Infinity) return x.all == 0 || y.all == 0
  return product <= LARGEST && product >= SMALLEST && isEvenChannel(x) && isEvenChannel(y)
}

/** The least and the greatest magnitude of channels that are not 0, for `isRangeSafe`. */
let leastOfRange: f32 = 0

let largestOfRange: f32 = 0

/** Whether most of every channel is in its core. */
function measureRange(channels: ChannelMagnitude, first: i32, last: i32): bool {
  leastOfRange = Infinity
  largestOfRange = 0
  for (let k = first; k < last; k++) {
    const all = channels.at(k).all
    if (all == 0) continue
    if (!isEvenChannel(channels.at(k))) return false
    leastOfRange = min(leastOfRange, all)
    largestOfRange = max(largestOfRange, all)
  }
  return true
}

/** Whether all pairs of these channels are safe, by a quick test. */
export function isRangeSafe(
  x: ChannelMagnitude,
  firstX: i32,
  lastX: i32,
  y: ChannelMagnitude,
  firstY: i32,
  lastY: i32,
): bool {
  if (!measureRange(x, firstX, lastX)) return false
  const least = leastOfRange
  const largest = largestOfRange
  if (!measureRange(y, firstY, lastY)) return false
  if (largest == 0 || largestOfRange == 0) return true
  return largest * largestOfRange <= LARGEST && least * leastOfRange >= SMALLEST
}
