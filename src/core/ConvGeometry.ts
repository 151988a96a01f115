/**
 * @file The geometry of a convolution, which its three readings share. It is made from the parameters and the shapes of two
 * operands, which must agree, and is handed to the shape rules and to every backend. With G groups of C input channels and O
 * output channels each, it has the sizes of
 *
 *     input x [N, G C, H, W]     kernel w [G O, C, P, Q]     cotangent or output y [N, G O, I, J]
 *
 * A convolution over one spatial axis has one row.
 *
 * Laws: "any two operands give the same geometry".
 */
import type { ConvWindow } from './InstructionSet.ts'
import type { Shape } from './Shape.ts'
import { countOf, sameShape, showShape } from './Shape.ts'
import { refuse } from './TensorError.ts'
import type { Window, WindowAxis } from './Window.ts'
import { planeOf, windowInput, windowKernel, windowOutput } from './Window.ts'

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

/** A reading of convolution: what is computed from the other two operands. */
type ConvReading = 'conv' | 'convInput' | 'convFilter'

type Operand = 'input' | 'kernel' | 'cotangent'
type Count = 'image' | 'input channel' | 'output channel'

const operandsOf: { readonly [R in ConvReading]: readonly [Operand, Operand] } = {
  conv: ['input', 'kernel'],
  convInput: ['cotangent', 'kernel'],
  convFilter: ['input', 'cotangent'],
}

const spatial: { readonly [O in Operand]: (window: Window) => Shape } = {
  input: windowInput,
  kernel: windowKernel,
  cotangent: windowOutput,
}

/** What the first two axes of an operand count, over all groups. */
const counted: { readonly [O in Operand]: (shape: Shape, groups: number) => { readonly [C in Count]?: number } } = {
  input: ([images = 0, channels = 0]) => ({ image: images, 'input channel': channels }),
  kernel: ([features = 0, channels = 0], groups) => ({
    'output channel': features,
    'input channel': channels * groups,
  }),
  cotangent: ([images = 0, features = 0]) => ({ image: images, 'output channel': features }),
}

/**
 * The geometry of a reading over operands of these shapes: conv of x and w, convInput of y and w, convFilter of x and y.
 *
 * Refuses an operand whose spatial lengths are not those of the window, operands that count images or channels differently,
 * and channels that cannot be split into the groups. `phrase` is what could not be done, for the message.
 */
export const convGeometry = (
  reading: ConvReading,
  { window, groups }: ConvWindow,
  shapes: readonly [Shape, Shape],
  phrase?: string,
): ConvGeometry => {
  const [first, second] = operandsOf[reading]
  const check = (operand: Operand, shape: Shape): void => {
    const [expected, found] = [spatial[operand](window), shape.slice(2)]
    if (!sameShape(found, expected)) {
      refuse(
        reading,
        [shape],
        { expected: `the ${operand} to span ${showShape(expected)}`, found: showShape(found) },
        phrase,
      )
    }
  }
  check(first, shapes[0])
  check(second, shapes[1])
  const [one, other] = [counted[first](shapes[0], groups), counted[second](shapes[1], groups)]
  const count = (what: Count): number => {
    const [mine, its] = [one[what], other[what]]
    if (mine !== undefined && its !== undefined && mine !== its) {
      refuse(
        reading,
        shapes,
        { expected: `the ${first} to have ${countOf(its, what)}, as the ${second}`, found: String(mine) },
        phrase,
      )
    }
    return mine ?? its ?? 0
  }
  const ofGroup = (what: Count): number => {
    const all = count(what)
    if (all % groups !== 0) {
      refuse(
        reading,
        shapes,
        { expected: `${what}s in ${countOf(groups, 'equal group')}`, found: countOf(all, what) },
        phrase,
      )
    }
    return all / groups
  }
  const [rows, columns] = planeOf(window)
  return {
    images: count('image'),
    groups,
    channels: ofGroup('input channel'),
    features: ofGroup('output channel'),
    rows,
    columns,
  }
}
