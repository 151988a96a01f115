/**
 * @file Sampling of images at the places of a grid.
 *
 *     the grid of the identity gives the image     gridSample(x, affineGrid(identity)) = x, in every mode
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

/** Operations on grids. */
export const sampling = {
  affineGrid: one('affineGrid', [2, 2, 3], ops.affineGrid({ size: [3, 4] }), { exact: true }),
  gridSample: sampled('gridSample', {}),
  'gridSample, bicubic': sampled('gridSample, bicubic', { mode: 'bicubic', padding: 'border', alignCorners: true }),
  'gridSample, mirrored': sampled('gridSample, mirrored', { padding: 'reflection' }),
  'gridSample, nearest': sampled('gridSample, nearest', { mode: 'nearest', padding: 'border' }),
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

/** Identities of sampling, by name. */
export const samplingIdentities = {
  gridSample: [identityLaw('gridSample', 'bilinear')],
  'gridSample, bicubic': [identityLaw('gridSample, bicubic', 'bicubic')],
  'gridSample, nearest': [identityLaw('gridSample, nearest', 'nearest')],
} as const satisfies Readonly<Record<string, readonly Law[]>>
