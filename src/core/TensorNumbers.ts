/**
 * @file The numbers of a tensor: an array, or a value that stays in the memory of the backend that computed it.
 */

/** The numbers of a tensor, row-major. Its precision belongs to the backend that made it, not to the tensor. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray

/**
 * TensorNumbers in the memory of a backend. The backend may reuse this memory once the value is collected. If it needs the
 * memory earlier, it first moves the numbers to an array.
 */
export interface Resident {
  /** How many numbers there are. */
  readonly length: number
  /** Moves the numbers to an array, once, and returns this array. The caller must not modify it. */
  readonly read: () => NumberArray
  /** The numbers in a new array. They stay where they are. */
  readonly copy: () => NumberArray
  /** Copies the numbers into an array, from a place on. They stay where they are. */
  readonly copyTo: (target: Float32Array | Float64Array, from: number) => void
}

/** An array of numbers, or numbers that stay where they were computed. */
export type TensorNumbers = NumberArray | Resident

/** The numbers as an array, which the caller must not modify. */
export const arrayOf = (numbers: TensorNumbers): NumberArray => (ArrayBuffer.isView(numbers) ? numbers : numbers.read())

/** The numbers in a new array. */
export const copyOfNumbers = (numbers: TensorNumbers): NumberArray =>
  ArrayBuffer.isView(numbers) ? numbers.slice() : numbers.copy()

/** Copies the numbers into an array, from a place on. */
export const copyNumbersTo = (numbers: TensorNumbers, target: Float32Array | Float64Array, from: number): void => {
  if (ArrayBuffer.isView(numbers)) target.set(numbers, from)
  else numbers.copyTo(target, from)
}
