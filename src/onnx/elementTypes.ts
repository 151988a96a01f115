/**
 * @file The element types of ONNX: their numbers in a file, their names, and how their entries are read.
 *
 * All tensors of this library hold numbers. An element type is kept beside a value where it changes what an operator
 * does: integers divide without a rest, and a condition is 0 or 1.
 */
import type { StoredDtype } from '../checkpoint/dtype.ts'

/** An element type that can be read. */
export type ElementType =
  | 'float'
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'bool'
  | 'float16'
  | 'double'
  | 'uint32'
  | 'uint64'
  | 'bfloat16'

const byNumber: ReadonlyMap<number, ElementType> = new Map([
  [1, 'float'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'double'],
  [12, 'uint32'],
  [13, 'uint64'],
  [16, 'bfloat16'],
])

/** The element type that has this number in a file; `null` if it cannot be read. */
export const elementTypeOf = (number: number): ElementType | null => byNumber.get(number) ?? null

const numbers: ReadonlyMap<ElementType, number> = new Map([...byNumber].map(([number, type]) => [type, number]))

/** The number of an element type in a file. */
export const elementNumberOf = (type: ElementType): number => numbers.get(type) ?? 0

/** How the entries of a type lie in raw bytes. */
export const storedAs: Readonly<Record<ElementType, StoredDtype>> = {
  float: 'F32',
  uint8: 'U8',
  int8: 'I8',
  uint16: 'U16',
  int16: 'I16',
  int32: 'I32',
  int64: 'I64',
  bool: 'BOOL',
  float16: 'F16',
  double: 'F64',
  uint32: 'U32',
  uint64: 'U64',
  bfloat16: 'BF16',
}

const floats: readonly ElementType[] = ['float', 'double', 'float16', 'bfloat16']

/** Whether entries are floating-point numbers. */
export const isFloat = (type: ElementType): boolean => floats.includes(type)

/** Whether entries are whole numbers; conditions are not. */
export const isInteger = (type: ElementType): boolean => !isFloat(type) && type !== 'bool'

/** The bits of an integer type. */
export const bitsOf = (type: ElementType): number => Number(/\d+$/.exec(type)?.[0] ?? 64)

/** Whether an integer type has no negative numbers. */
export const isUnsigned = (type: ElementType): boolean => type.startsWith('u')
