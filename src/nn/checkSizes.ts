/** @file The sizes of a layer, refused when the layer is made rather than when it is first applied. */
import { checkCounts } from '../core/shapeRules.ts'

/** Refuses sizes that are no whole numbers above 0, by the names of their options; those that are not given are passed over. */
export const checkSizes = (
  operation: string,
  sizes: Readonly<Record<string, number | readonly number[] | undefined>>,
): void => Object.entries(sizes).forEach(([name, size]) => checkCounts(operation, `'${name}'`, size))
