/**
 * @file A value of a running graph: a tensor with its element type. Whole numbers that shapes are computed from are kept
 * exactly beside it, beyond 2^53.
 */
import { numbersOfWhole } from '../checkpoint/dtype.ts'
import type { NumberArray, Tensor } from '../core/Tensor.ts'
import { leaf } from '../core/Tensor.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape, sizeOf } from '../core/Shape.ts'
import { refuse, TensorError } from '../core/TensorError.ts'
import { referenceRuntime } from '../runtime/referenceRuntime.ts'
import type { ElementType } from './elementTypes.ts'
import { isInteger } from './elementTypes.ts'
import type { StoredTensor } from './OnnxModel.ts'

/** A tensor with what ONNX knows about it. */
export interface OnnxValue {
  readonly type: ElementType
  readonly tensor: Tensor
  /** The entries, if they are whole numbers that are known; row-major. */
  readonly exact: readonly bigint[] | null
  /** Whether it depends on an input of a graph whose shapes are being checked without numbers. */
  readonly isOpen: boolean
}

/** Exact entries are kept for no more than this many, which is far more than any shape has. */
const mostExact = 2 ** 14

/** Numbers are computed ahead of a run for no more entries than this. */
const mostRead = 2 ** 22

/** A value that is computed. */
export const computed = (type: ElementType, tensor: Tensor): OnnxValue => ({ type, tensor, exact: null, isOpen: false })

/** A value whose entries are known exactly. */
export const exactly = (type: ElementType, shape: Shape, entries: readonly bigint[]): OnnxValue => ({
  type,
  tensor: leaf(numbersOfWhole(entries), shape),
  exact: entries.length <= mostExact ? entries : null,
  isOpen: false,
})

const isWhole = (data: StoredTensor['data']): data is BigInt64Array | BigUint64Array =>
  data instanceof BigInt64Array || data instanceof BigUint64Array

/** The numbers of a tensor of a file. */
export const numbersOfStored = ({ data }: StoredTensor): NumberArray => (isWhole(data) ? numbersOfWhole(data) : data)

const wholeEntries = (data: StoredTensor['data']): readonly bigint[] =>
  isWhole(data) ? Array.from<bigint>(data) : Array.from(data, (entry) => BigInt(entry))

/** The value of a tensor of a file. */
export const stored = (given: StoredTensor): OnnxValue =>
  isInteger(given.type) && given.data.length <= mostExact
    ? exactly(given.type, given.shape, wholeEntries(given.data))
    : computed(given.type, leaf(numbersOfStored(given), given.shape))

/** What reading numbers of a graph without numbers throws: the rest of the graph cannot be checked. */
export class UndecidedError extends TensorError {
  constructor() {
    super('read numbers', {
      operation: 'read numbers',
      shapes: [],
      expected: 'numbers',
      found: 'an input without numbers',
    })
    this.name = 'UndecidedError'
  }
}

/**
 * The numbers of a value, computed where necessary. Inside `compile` and `vmap`, inputs have none, and what depends on
 * them is refused.
 */
export const numbersIn = ({ tensor, isOpen }: OnnxValue): NumberArray => {
  if (isOpen) throw new UndecidedError()
  if (sizeOf(tensor.shape) > mostRead) {
    return refuse('read the numbers of', [tensor.shape], {
      expected: `at most ${String(mostRead)} numbers that decide what is computed`,
      found: showShape(tensor.shape),
    })
  }
  return referenceRuntime.evaluate([tensor])[0] ?? new Float64Array(0)
}

/** The entries of a value as whole numbers. */
export const integersIn = (value: OnnxValue): readonly bigint[] =>
  value.exact ??
  Array.from(numbersIn(value), (entry) =>
    Number.isFinite(entry)
      ? BigInt(Math.trunc(entry))
      : refuse('read the numbers of', [value.tensor.shape], { expected: 'whole numbers', found: String(entry) }),
  )
