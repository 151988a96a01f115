/**
 * @file Numbers as colors.
 *
 * Each map is scaled by its greatest absolute value, so that 0 keeps its color. From 0 to 1: black, red, yellow, white.
 * With signs: blue for what is negative, white for 0, red for what is positive.
 */
import { checkShare } from '../core/numberRules.ts'
import { checkOptions } from '../core/options.ts'
import { showShape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { ofShape } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { abs, add, concat, div, less, max, maximum, minimum, mul, neg, sub, where } from '../ops/index.ts'

/** How {@link heatmap} colors. */
export interface HeatmapOptions {
  /** Whether values have signs; false by default, and negative values are then black. */
  readonly signed?: boolean
  /** Images [N, 1, H, W] or [N, 3, H, W], from 0 to 1, on which the colors lie; none by default. */
  readonly over?: Tensor
  /** How much of the colors covers those images, from 0 to 1; 0.5 by default. */
  readonly opacity?: number
}

const fraction = (x: Tensor): Tensor => minimum(maximum(x, 0), 1)

const joined = (red: Tensor, green: Tensor, blue: Tensor): Tensor => concat({ axis: 1 })([red, green, blue])

/** Black, red, yellow, white. */
const glowing = (values: Tensor): Tensor =>
  joined(fraction(mul(values, 3)), fraction(sub(mul(values, 3), 1)), fraction(sub(mul(values, 3), 2)))

/** Blue, white, red. */
const diverging = (values: Tensor): Tensor => {
  const faint = sub(1, abs(values))
  return joined(fraction(add(1, values)), faint, fraction(add(1, neg(values))))
}

/**
 * Maps [N, 1, H, W] as color images [N, 3, H, W] with values from 0 to 1, such as those of `saliency`, `gradCam` and
 * `occlusion`. A map without anything in it is black, or white with signs. What is not finite does not count where a map is
 * scaled: it is as bright as can be, or stays no number.
 *
 * @example
 * ```ts
 * import { tensor, toNested } from 'cotangent'
 * import { heatmap } from 'cotangent/vision'
 *
 * const map = tensor([[[[0, 2, 4]]]])
 * toNested(heatmap(map)) // => [[[[0, 1, 1]], [[0, 0.5, 1]], [[0, 0, 1]]]]
 * ```
 */
export const heatmap = (map: Tensor, options: HeatmapOptions = {}): Tensor<readonly [number, 3, number, number]> => {
  const {
    signed = false,
    over,
    opacity = 0.5,
  } = checkOptions('heatmap', options, { signed: true, over: true, opacity: checkShare })
  if (map.shape.length !== 4 || map.shape[1] !== 1) {
    return refuse('heatmap', [map.shape], {
      expected: 'maps [N, 1, H, W]',
      found: showShape(map.shape),
      advice: 'of several channels take one, or max({ axis: 1, keepDims: true })(abs(map))',
    })
  }
  const sizes = abs(map)
  const greatest = max({ axis: [1, 2, 3], keepDims: true })(where(less(sizes, Infinity), sizes, 0))
  const shares = where(greatest, div(map, where(greatest, greatest, 1)), 0)
  const scaled = minimum(maximum(shares, -1), 1)
  const colors = signed ? diverging(scaled) : glowing(scaled)
  return ofShape(over === undefined ? colors : add(mul(colors, opacity), mul(over, 1 - opacity)))
}
