/** @file Interpolation: resizing planes. */
import * as ops from '../../src/ops/index.ts'
import { one } from './fixed.ts'

const exact = true
const image = [2, 3, 4, 5] as const

/** Operations made of primitives. */
export const interpolation = {
  'interpolate, bicubic': one('interpolate, bicubic', image, ops.interpolate({ size: [3, 7], mode: 'bicubic' }), {
    exact,
  }),
  'interpolate, bilinear': one(
    'interpolate, bilinear',
    image,
    ops.interpolate({ size: [6, 3], mode: 'bilinear', alignCorners: true }),
    { exact },
  ),
  'interpolate, bicubic and averaged': one(
    'interpolate, bicubic and averaged',
    [1, 2, 7, 5],
    ops.interpolate({ size: [3, 4], mode: 'bicubic', antialias: true }),
    { exact },
  ),
  'interpolate, bicubic without the outside': one(
    'interpolate, bicubic without the outside',
    image,
    ops.interpolate({ size: [3, 7], mode: 'bicubic', cubic: -0.6, outside: 'none', coordinates: 'asymmetric' }),
    { exact },
  ),
  'interpolate, bilinear and averaged': one(
    'interpolate, bilinear and averaged',
    [1, 2, 7, 5],
    ops.interpolate({ size: [2, 6], mode: 'bilinear', antialias: true }),
    { exact },
  ),
  'interpolate, nearest of half pixels': one(
    'interpolate, nearest of half pixels',
    image,
    ops.interpolate({ size: [6, 3], coordinates: 'halfPixel', rounding: 'preferFloor' }),
    { exact },
  ),
  'interpolate, nearest': one('interpolate, nearest', image, ops.interpolate({ scale: [2, 0.5] }), { exact }),
} as const
