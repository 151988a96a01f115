/** @file Planted in what keeps functions pure: what they were given, what they share, and what was computed before. */
import type { Fault } from '../Fault.ts'
import { fault as at } from '../Fault.ts'

const partial = 'test/laws/partialApplication.test.ts'

export const purityFaults: readonly Fault[] = [
  at(
    'src/core/options.ts',
    'options: kept as they were given',
    'checkValues(operation, ownOptions(options), names)',
    'checkValues(operation, options, names)',
    partial,
  ),
  at('src/core/own.ts', 'lists: kept as they were given', '|| !Array.isArray(list) ? list', '|| true ? list', partial),
  at(
    'src/core/own.ts',
    'lists in options: copied at their surface only',
    'if (Array.isArray(value)) return value.map(copyOf)',
    'if (Array.isArray(value)) return [...value]',
    partial,
  ),
  at(
    'src/core/Tensor.ts',
    'isTensor: a copy with another shape',
    'isExpression(value) && value[cell].shape === value.shape',
    'isExpression(value)',
    'test/core/operands.test.ts',
  ),
  at(
    'src/core/Tensor.ts',
    'a log: throws what the numbers throw',
    'return ` without numbers: ${fault instanceof Error ? fault.message : String(fault)}`',
    'throw fault',
    'test/core/Tensor.test.ts',
  ),
  at(
    'src/core/Key.ts',
    'foldIn: a large number is its halves',
    'foldIn(foldIn(childAt(parent, childOfLarge), Math',
    'foldIn(foldIn(parent, Math',
    'test/core/Key.test.ts',
  ),
  at(
    'src/ops/sorting.ts',
    'median: a number beside NaN',
    'where(isNumber, picked.values, seen)',
    'where(isNumber, picked.values, picked.values)',
    'test/ops/sorting.test.ts',
  ),
  at(
    'src/backend/wasm/matmul.ts',
    'thin products: blocks of their own',
    'n, block: blockOf(k) })',
    'n, block: k })',
    'test/backend/wasm/product.test.ts',
  ),
  at(
    'src/diff/customVjp.ts',
    'customVjp: each part is cut from the whole',
    'const fan = 16',
    'const fan = 1e9',
    'test/diff/customVjp.test.ts',
  ),
]
