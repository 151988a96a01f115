/**
 * @file Every operation with all of its numbers in segments of their own, in memory that hardly holds one run: the laws
 * of a backend hold wherever numbers are.
 */
import { afterAll, describe } from 'vitest'
import { composites, operations } from '../../../laws/index.ts'
import { backendLaws } from '../../../laws/runtimes/backendAgrees.ts'
import { wasmDialect } from '../../../src/backend/wasm/Dialect.ts'
import { noProducts } from '../../../src/backend/wasm/HostProducts.ts'
import { backendOf } from '../../../src/backend/wasm/index.ts'
import { makeRuntime } from '../../../src/compile/index.ts'
import { holds } from '../../holds.ts'

const residence = { fewest: 1, budget: 0 }
const runtime = makeRuntime(
  backendOf({ name: 'wasm, all resident', dialect: wasmDialect, products: noProducts, residence }, { threads: 1 }),
)
afterAll(runtime.close)

describe('compileWith', () => {
  holds(...Object.values({ ...operations, ...composites }).map((operation) => backendLaws(runtime, operation)))
})
