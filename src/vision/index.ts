/**
 * @file The door `cotangent/vision`: tensors and curves to pictures.
 */
export { type Curve, curves, type CurvesError, type CurvesOptions, showCurvesError } from './curves.ts'
export { type Caption, imageGrid, type ImageGridOptions } from './imageGrid.ts'
