/**
 * @file The sizes of a convolution, which its three readings share: made once from its parameters and the shapes of its
 * operands, checked against each other, and then handed to whatever computes it. With G groups of C input channels and O
 * output channels each, they are those of
 *
 *     x [N, G C, H, W]     w [G O, C, P, Q]     y [N, G O, I, J]
 *
 * A convolution over one spatial axis has one row.
 */
import type { ConvParams } from './InstructionSet.ts'
import type { Shape } from './Shape.ts'
import type { WindowAxis } from './Window.ts'
import { planeOf } from './Window.ts'

/** The sizes of a convolution. */
export interface ConvGeometry {
  readonly images: number
  readonly groups: number
  /** Input channels of one group. */
  readonly channels: number
  /** Output channels of one group. */
  readonly features: number
  /** How the window moves down the input. */
  readonly rows: WindowAxis
  /** How the window moves along a row of the input. */
  readonly columns: WindowAxis
}

/** The geometry of a convolution whose input and output have these shapes. */
export const convGeometry = ({ window, groups }: ConvParams, x: Shape, y: Shape): ConvGeometry => {
  const [rows, columns] = planeOf(window)
  const [images = 0, channels = 0] = x
  const [, features = 0] = y
  return { images, groups, channels: channels / groups, features: features / groups, rows, columns }
}
