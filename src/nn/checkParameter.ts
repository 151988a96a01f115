/**
 * @file Parameters and states that come from elsewhere, such as a file, may have shapes that a layer did not make. Where
 * broadcasting would hide that, the layer looks.
 */
import { sameShape, showShape } from '../core/Shape.ts'
import type { Shape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor, valueOf } from '../core/Tensor.ts'
import { refuse } from '../core/TensorError.ts'
import { reshapeTo } from '../ops/reshape.ts'

/** Refuses a parameter, a state or an option of another shape than a layer needs, under its name. */
export const checkParameter = <T extends Tensor>(layer: string, name: string, given: T, shape: Shape): T =>
  sameShape(checkTensor(given, `run ${layer}`).shape, shape)
    ? given
    : refuse(
        layer,
        [given.shape],
        { expected: `'${name}' of shape ${showShape(shape)}`, found: showShape(given.shape) },
        `run ${layer}`,
      )

/** A parameter with one number per channel, laid along the channels of [N, C, ...] with so many spatial axes. */
export const alongChannels = (layer: string, name: string, given: Tensor, channels: number, spatial: number): Tensor =>
  reshapeTo(checkParameter(layer, name, given, [channels]), [channels, ...Array.from({ length: spatial }, () => 1)])

/** Refuses anything but one number of steps per example, each from 0 to all; numbers that are computed later are not seen. */
export const checkLengths = (layer: string, lengths: Tensor, examples: number, steps: number): void => {
  checkParameter(layer, 'lengths', lengths, [examples])
  const wrong = valueOf(lengths)?.find((length) => !(Number.isInteger(length) && length >= 0 && length <= steps))
  if (wrong === undefined) return
  const expected = `'lengths' to be whole numbers from 0 to ${String(steps)}`
  refuse(layer, [lengths.shape], { expected, found: String(wrong) }, `run ${layer}`)
}
