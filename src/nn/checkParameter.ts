/**
 * @file Parameters and states that come from elsewhere, such as a file, may have shapes that a layer did not make. Where
 * broadcasting would hide that, the layer looks.
 */
import { sameShape, showShape } from '../core/Shape.ts'
import type { Shape } from '../core/Shape.ts'
import type { Tensor } from '../core/Tensor.ts'
import { checkTensor } from '../core/Tensor.ts'
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
