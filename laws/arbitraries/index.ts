/** @file Arbitraries: small integers for fast-check to draw and shrink, and the data that follow from them. */
export type { Domain, DomainName } from './Domain.ts'
export { awayFromZero, distinct, domains, integers, within } from './Domain.ts'
export type { Random } from './random.ts'
export { randomOf, shuffled } from './random.ts'
export type { Broadcasting, ShapeOptions, WithAxes, WithAxis, WithOrder } from './shape.ts'
export { broadcasting, shape, shapeWithAxes, shapeWithAxis, shapeWithOrder } from './shape.ts'
export type { AxisGeometry, ConvChoice, ConvGeometry, PoolChoice, PoolGeometry } from './window.ts'
export { convAxis, convGeometry, poolGeometry } from './window.ts'
