/** @file Arbitraries: small integers for fast-check to draw and shrink, and the data that follow from them. */
export type { Domain, DomainName } from './Domain.ts'
export { awayFromZero, distinct, domains, integers, within } from './Domain.ts'
export { permuted } from './named.ts'
export type { Jitter, ProgramCase, ProgramFunction, ProgramOptions } from './programs.ts'
export { lossOf, programs, programShapes, randomFunction, randomInputs, randomLoss } from './programs.ts'
export type { Random } from './random.ts'
export { randomOf, shuffled } from './random.ts'
export type { Broadcasting, ShapeOptions, WithAxes, WithAxis, WithOrder } from './shape.ts'
export { broadcasting, shape, shapeWithAxes, shapeWithAxis, shapeWithOrder } from './shape.ts'
export type { AnyTree, TreeForm, TreeOptions } from './tree.ts'
export { treeForms, treeOf, trees } from './tree.ts'
export type {
  AxisGeometry,
  ConvChoice,
  ConvGeometry,
  PoolChoice,
  PoolGeometry,
  TransposedGeometry,
} from '../../arbitraries/window.ts'
export { convAxis, convGeometry, poolGeometry, transposedGeometry } from '../../arbitraries/window.ts'
