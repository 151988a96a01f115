/**
 * @file Shapes at run time: the list of a tensor's dimensions, outermost first, and its arithmetic.
 *
 * Law: `sizeOf` is multiplicative over concatenation. What an operation refuses is in `shapeRules.ts`; the same
 * arithmetic on literal dimensions, in types, is in `ShapeTypes.ts`.
 */
/** Dimensions of a tensor, outermost first; `[]` is a scalar. */
export type Shape = readonly number[]

/** The number of entries of a tensor of this shape; 1 for a scalar, 0 where any dimension is 0. */
export const sizeOf = (shape: Shape): number => {
  let size = 1
  for (const dimension of shape) size *= dimension
  return size
}

/**
 * Whether a setting is a list rather than one number for all: `Array.isArray` with a type for readonly arrays. Anything
 * that is neither counts as a number here, and is refused later because it is none.
 */
export const isList = (value: unknown): value is readonly number[] => Array.isArray(value)

/** Whether two shapes are the same, dimension by dimension. */
export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i])

/** A shape as text: `[32, 1, 28, 28]`. */
export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`

/** Row-major strides: the distance, in entries, between neighbours along each axis. */
export const stridesOf = (shape: Shape): readonly number[] => {
  const strides = new Array<number>(shape.length).fill(1)
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1)
  }
  return strides
}

/** The dimension along an axis that is known to exist. */
export const dimension = (shape: Shape, axis: number): number => shape[axis < 0 ? axis + shape.length : axis] ?? 1

/** A shape with the given (resolved) axes removed, or kept with length 1. */
export const reduceShape = (shape: Shape, axes: readonly number[], keepDims: boolean): Shape =>
  keepDims ? shape.map((d, axis) => (axes.includes(axis) ? 1 : d)) : shape.filter((_, axis) => !axes.includes(axis))

/** The axes of `to` along which a tensor of shape `from` is repeated when it is broadcast. */
export const broadcastAxes = (from: Shape, to: Shape): readonly number[] =>
  to.flatMap((d, axis) => {
    const own = from[axis - to.length + from.length]
    return own === undefined || (own === 1 && d !== 1) ? [axis] : []
  })

/** `count` and a noun in agreement: `1 input channel`, `3 input channels`. */
export const countOf = (count: number, noun: string, several = `${noun}s`): string =>
  `${String(count)} ${count === 1 ? noun : several}`

/** Where parts of these lengths end that lie one behind the other. */
export const endsOf = (lengths: readonly number[]): readonly number[] => {
  let end = 0
  return lengths.map((length) => (end += length))
}
