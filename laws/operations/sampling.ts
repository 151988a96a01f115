/**
 * @file Sampling of images at the places of a grid.
 *
 *     the grid of the identity gives the image     gridSample(x, affineGrid(identity)) = x, in every mode
 *     without offsets is conv2d                    deformConv2d(x, w, zeros) = conv2d(x, w)
 *     a box of cells gives these                   roiAlign of a box with whole corners, one place per cell, is the slice
 *     adapted places are those of their number     roiAlign with as many places as a box has pixels per cell
 */
import type { Tensor } from '../../src/core/Tensor.ts'
import { leaf } from '../../src/core/Tensor.ts'
import * as ops from '../../src/ops/index.ts'
import type { Equation } from '../framework/Equation.ts'
import { rounding } from '../framework/equations/algebra.ts'
import type { Law } from '../framework/Law.ts'
import { lawOf } from '../framework/property.ts'
import { on, one } from './fixed.ts'

const image = [2, 2, 4, 5] as const
const grid = [2, 3, 2, 2] as const

const sampled = (name: string, options: ops.GridSampleOptions) =>
  on(name, [image, grid], (x, places) => ops.gridSample(options)(x, places))

/** Boxes on both images, some of them turned around and some partly outside. */
const boxed = (name: string, options: Partial<ops.RoiAlignOptions>, order: 1 | 2 = 2) =>
  on(
    name,
    [
      [2, 2, 5, 4],
      [3, 4],
    ],
    (x, boxes) =>
      ops.roiAlign({ size: [2, 3], samples: 2, scale: 1.5, ...options })(x, boxes, leaf(Float64Array.of(1, 0, 1), [3])),
    { order },
  )

/** Operations on grids. */
export const sampling = {
  affineGrid: one('affineGrid', [2, 2, 3], ops.affineGrid({ size: [3, 4] }), { exact: true }),
  gridSample: sampled('gridSample', {}),
  'gridSample, bicubic': sampled('gridSample, bicubic', { mode: 'bicubic', padding: 'border', alignCorners: true }),
  'gridSample, mirrored': sampled('gridSample, mirrored', { padding: 'reflection' }),
  'gridSample, nearest': sampled('gridSample, nearest', { mode: 'nearest', padding: 'border' }),
  deformConv2d: on(
    'deformConv2d',
    [
      [2, 4, 4, 3],
      [2, 2, 2, 2],
      [2, 16, 3, 2],
      [2, 8, 3, 2],
    ],
    (x, w, offset, mask) => ops.deformConv2d({ groups: 2 })(x, w, { offset, mask }),
  ),
  roiAlign: boxed('roiAlign', {}),
  'roiAlign, adaptive': boxed('roiAlign, adaptive', { samples: [3, 2], adaptive: true, aligned: false }, 1),
  'roiAlign, of maxima': boxed('roiAlign, of maxima', { mode: 'max' }, 1),
  'roiAlign, of greatest terms': boxed('roiAlign, of greatest terms', { mode: 'maxTerm' }, 1),
  'gridSample, of volumes': on(
    'gridSample, of volumes',
    [
      [1, 2, 3, 2, 4],
      [1, 2, 1, 2, 3],
    ],
    (x, places) => ops.gridSample({ padding: 'reflection', alignCorners: true })(x, places),
  ),
} as const

const still = leaf(Float64Array.of(1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0), [2, 2, 3])

/** The identity's grid names every cell. */
export const identityGrid = (x: Tensor, options: ops.GridSampleOptions): Equation => ({
  left: ops.gridSample(options)(
    x,
    ops.affineGrid({ size: x.shape.slice(2), alignCorners: options.alignCorners ?? false })(still),
  ),
  right: x,
  tolerance: rounding,
})

const identityLaw = (
  name: 'gridSample' | 'gridSample, bicubic' | 'gridSample, nearest',
  mode: 'bilinear' | 'bicubic' | 'nearest',
) =>
  lawOf(sampling[name], 'the grid of the identity gives the image', ([x], { seed }) =>
    identityGrid(x, { mode, alignCorners: seed % 2 === 0, padding: 'border' }),
  )

/** Without offsets, taps are where they are in conv2d. */
export const deformedByNothing = (x: Tensor, w: Tensor, options: ops.DeformConvOptions): Equation => {
  const right: Tensor = ops.conv(options)(x, w)
  const [n = 0, , ...sides] = right.shape
  const taps = (w.shape[2] ?? 1) * (w.shape[3] ?? 1)
  const offset = ops.zeros([n, 2 * taps, ...sides])
  return { left: ops.deformConv2d(options)(x, w, { offset }), right, tolerance: rounding }
}

/** The cells from 1 to 3 and from 0 to 2 of the second image. */
export const boxOfCells = (x: Tensor): Equation => ({
  left: ops.roiAlign({ size: 2, samples: 1 })(
    x,
    leaf(Float64Array.of(0, 1, 2, 3), [1, 4]),
    leaf(Float64Array.of(1), [1]),
  ),
  right: ops.slice([{ start: 1, stop: 2 }, {}, { start: 1, stop: 3 }, { start: 0, stop: 2 }])(x),
  tolerance: rounding,
})

/** A box of 2.5 by 1.5 pixels in cells of 1.25 by 0.5: two places down, and one to the right. */
export const adaptedBox = (x: Tensor, mode: Required<ops.RoiAlignOptions>['mode']): Equation => {
  const [box, index] = [leaf(Float64Array.of(0.25, 1, 1.75, 3.5), [1, 4]), leaf(Float64Array.of(1), [1])]
  return {
    left: ops.roiAlign({ size: [2, 3], samples: [4, 3], adaptive: true, mode })(x, box, index),
    right: ops.roiAlign({ size: [2, 3], samples: [2, 1], mode })(x, box, index),
    tolerance: rounding,
  }
}

/** Identities of sampling, by name. */
export const samplingIdentities = {
  deformConv2d: [
    lawOf(sampling.deformConv2d, 'without offsets is conv2d', ([x, w], { seed }) =>
      deformedByNothing(x, w, { groups: 2, stride: 1 + (seed % 2), padding: [1, [0, 1]], dilation: [1, 2] }),
    ),
  ],
  roiAlign: [lawOf(sampling.roiAlign, 'a box of cells gives these', ([x]) => boxOfCells(x))],
  'roiAlign, adaptive': (['mean', 'max', 'maxTerm'] as const).map((mode) =>
    lawOf(sampling['roiAlign, adaptive'], `adapted places are those of their number in mode ${mode}`, ([x]) =>
      adaptedBox(x, mode),
    ),
  ),
  gridSample: [identityLaw('gridSample', 'bilinear')],
  'gridSample, bicubic': [identityLaw('gridSample, bicubic', 'bicubic')],
  'gridSample, nearest': [identityLaw('gridSample, nearest', 'nearest')],
} as const satisfies Readonly<Record<string, readonly Law[]>>
