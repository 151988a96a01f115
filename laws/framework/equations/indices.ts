/** @file The places of a shape in row-major order: for equations that are written as sums over indices. */
import type { Shape } from '../../../src/core/Shape.ts'
import { sizeOf, stridesOf } from '../../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../../src/core/Tensor.ts'
import { leaf } from '../../../src/core/Tensor.ts'
import { referenceRuntime } from '../../../src/runtime/referenceRuntime.ts'

/** A place: one index for each axis. */
export type Place = readonly number[]

/** Every place of a shape. */
export const placesOf = (shape: Shape): readonly Place[] =>
  shape.reduce<readonly Place[]>(
    (places, length) => places.flatMap((place) => Array.from({ length }, (_, index) => [...place, index])),
    [[]],
  )

/** The numbers of a tensor. */
export const numbersOf = (x: Tensor): NumberArray => referenceRuntime.evaluate([x])[0] ?? new Float64Array(0)

/** Where a place lies, row-major; -1 where it is outside the shape or between two cells. */
export const indexOf = (shape: Shape, place: Place): number => {
  const strides = stridesOf(shape)
  const inside = place.every((index, axis) => Number.isInteger(index) && index >= 0 && index < (shape[axis] ?? 0))
  return inside ? place.reduce((index, at, axis) => index + at * (strides[axis] ?? 1), 0) : -1
}

/** A tensor read at places, 0 outside. */
export const reader = (x: Tensor): ((place: Place) => number) => {
  const numbers = numbersOf(x)
  return (place) => {
    const index = indexOf(x.shape, place)
    return index < 0 ? 0 : (numbers[index] ?? 0)
  }
}

/** The tensor whose entry at each place a function gives. */
export const fromPlaces = (shape: Shape, entry: (place: Place) => number): Tensor =>
  leaf(Float64Array.from(placesOf(shape).map(entry)), shape)

/** The tensor in which each of some amounts is added at its place; places outside are left out. */
export const scatter = (shape: Shape, amounts: readonly (readonly [Place, number])[]): Tensor => {
  const numbers = new Float64Array(sizeOf(shape))
  for (const [place, amount] of amounts) {
    const index = indexOf(shape, place)
    if (index >= 0) numbers[index] = (numbers[index] ?? 0) + amount
  }
  return leaf(numbers, shape)
}
