/**
 * @file The contents of a PyTorch file after it is read: tensors, containers, text, numbers, the names of harmless
 * extras, and nothing that could be executed.
 */
import type { Shape } from '../../core/Shape.ts'
import type { TypedData } from '../dtype.ts'

/** A tensor, with its elements in the order of its shape, whatever view of its storage it was. */
export interface PthTensor {
  readonly _tag: 'Tensor'
  readonly shape: Shape
  readonly data: TypedData
}

/** A dictionary, in order; keys may be of any kind, so that 0 and "0" differ. */
export interface PthDict {
  readonly _tag: 'Dict'
  readonly entries: readonly (readonly [key: PthValue, value: PthValue])[]
}

/** A list or a tuple. */
export interface PthList {
  readonly _tag: 'List' | 'Tuple'
  readonly items: readonly PthValue[]
}

/** A fraction; Python distinguishes it from a whole number. */
export interface PthFloat {
  readonly _tag: 'Float'
  readonly value: number
}

/**
 * Something other than a tensor that is left out, such as the options of a command: only its name is kept. `of` is the
 * name of its type, such as `argparse.Namespace`.
 */
export interface PthExtra {
  readonly _tag: 'Extra'
  readonly of: string
}

/** Anything that a PyTorch file may hold. A value may be referred to from several places. */
export type PthValue = null | boolean | number | bigint | string | PthFloat | PthTensor | PthDict | PthList | PthExtra
