/**
 * @file The wasm backend's instructions, with matrix products computed by the library.
 */
import { convBy } from '../backend/wasm/convolution/conv.ts'
import { convFilterBy as tiledConvFilterBy } from '../backend/wasm/convolution/convFilter.ts'
import { convInputBy } from '../backend/wasm/convolution/convInput.ts'
import { usesTiles } from '../backend/wasm/convolution/winograd.ts'
import type { Dialect } from '../backend/wasm/Dialect.ts'
import { everyLowering } from '../backend/wasm/lowerings.ts'
import { joinAllTransposes } from '../backend/wasm/passes/joinTransposes.ts'
import type { Engine } from '../backend/wasm/product.ts'
import { tileEngine } from '../backend/wasm/product.ts'
import { convFilterBy } from './convFilter.ts'
import { libraryEngine } from './engine.ts'
import { matmul, matmulByColumns, matmulByRows } from './matmul.ts'
import type { Worth } from './worthCalling.ts'
import { convInputProduct, convProduct, convFilterProduct } from './worthCalling.ts'

const engineFor = (isOurs: boolean): Engine => (isOurs ? libraryEngine : tileEngine)

/** How programs become commands and calls. */
export const nativeDialect = (isWorth: Worth): Dialect => ({
  passes: [joinAllTransposes],
  lowerings: {
    ...everyLowering,
    matmul: matmul(isWorth),
    matmulByRows: matmulByRows(isWorth),
    matmulByColumns: matmulByColumns(isWorth),
    conv: convBy((geometry) => engineFor(isWorth(convProduct(geometry)))),
    convInput: convInputBy((geometry) => engineFor(isWorth(convInputProduct(geometry)))),
    convFilter: convFilterBy(
      (geometry) => !usesTiles('convFilter', geometry, libraryEngine) && isWorth(convFilterProduct(geometry)),
      tiledConvFilterBy((geometry) => engineFor(isWorth(convFilterProduct(geometry)))),
    ),
  },
})
