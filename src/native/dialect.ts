/**
 * @file The wasm backend's instructions, the products of matrices among them by the library.
 */
import type { Dialect } from '../backend/wasm/Dialect.ts'
import { wasmDialect } from '../backend/wasm/Dialect.ts'
import { joinAllTransposes } from '../backend/wasm/passes/joinTransposes.ts'
import { joinPools } from '../backend/wasm/passes/joinPools.ts'
import { shallowScatters } from '../backend/wasm/passes/shallowScatters.ts'
import { matmul, matmulByColumns, matmulByRows } from './matmul.ts'
import type { Worth } from './worthCalling.ts'

/** How programs become commands and calls. */
export const nativeDialect = (isWorth: Worth): Dialect => ({
  passes: [shallowScatters, joinAllTransposes, joinPools],
  lowerings: {
    ...wasmDialect.lowerings,
    matmul: matmul(isWorth),
    matmulByRows: matmulByRows(isWorth),
    matmulByColumns: matmulByColumns(isWorth),
  },
})
