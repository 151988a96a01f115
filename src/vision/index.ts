/**
 * @file The entry point `cotangent/vision`: tensors and curves to pictures.
 */
export type { Curve, CurvesError, CurvesOptions } from './curves.ts'
export { curves, showCurvesError } from './curves.ts'
export type { Caption, ImageGridOptions } from './imageGrid.ts'
export { imageGrid } from './imageGrid.ts'
