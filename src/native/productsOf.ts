/**
 * @file The products of a library for the threads of a machine: takes the address of the memory, and the arguments of
 * `cblas_sgemm` in order. A product that is one row goes to `cblas_sgemv`, which reads the matrix once; `cblas_sgemm` would
 * pack it first. Every thread runs the same source text, which is sent to workers.
 *
 * Every thread also tells the library to use one thread. The system unloads a library whose last handle was collected,
 * and one that is loaded again has forgotten what it was told.
 */
import type { HostProduct, HostProducts } from '../backend/wasm/HostProducts.ts'
import { nodeModule } from '../core/nodeModule.ts'
import type { FoundKoffi } from '../foreign/koffi.ts'
import { restrictions } from './libraries.ts'

/** CBLAS: row-major order; a matrix as stored, or its transpose. */
const source = `({ koffi, path, restrictions }, memory) => {
  const { load, address } = process.getBuiltinModule('node:module').createRequire(koffi)(koffi)
  const library = load(path)
  for (const [name, type, value] of restrictions) {
    try {
      library.func(name, 'void', [type])(value)
    } catch {
      // The function belongs to another library.
    }
  }
  const sgemm = library.func('cblas_sgemm', 'void', [
    'int', 'int', 'int', 'int', 'int', 'int', 'float', 'uintptr_t', 'int', 'uintptr_t', 'int', 'float', 'uintptr_t', 'int',
  ])
  const [rowsFirst, asItIs, transposed] = [101, 111, 112]
  const sgemv = library.func('cblas_sgemv', 'void', [
    'int', 'int', 'int', 'int', 'float', 'uintptr_t', 'int', 'uintptr_t', 'int', 'float', 'uintptr_t', 'int',
  ])
  let buffer = null
  let base = 0
  return (aTransposed, bTransposed, height, width, depth, a, aRow, b, bRow, beta, c, cRow) => {
    // A memory that has grown has another buffer, and may be at another address.
    if (memory.buffer !== buffer) {
      buffer = memory.buffer
      base = Number(address(new Uint8Array(buffer)))
    }
    if (height === 1) {
      const [rows, columns] = bTransposed ? [width, depth] : [depth, width]
      sgemv(
        rowsFirst, bTransposed ? asItIs : transposed, rows, columns,
        1, base + (b >>> 0), bRow, base + (a >>> 0), aTransposed ? aRow : 1, beta, base + (c >>> 0), 1,
      )
    } else sgemm(
      rowsFirst, aTransposed ? transposed : asItIs, bTransposed ? transposed : asItIs, height, width, depth,
      1, base + (a >>> 0), aRow, base + (b >>> 0), bRow, beta, base + (c >>> 0), cRow,
    )
  }
}`

/** The function in the text. */
type Binding = (data: Data, memory: WebAssembly.Memory) => HostProduct

/** What the text needs, in a form that can be sent to a worker. */
interface Data {
  readonly koffi: string
  readonly path: string
  readonly restrictions: typeof restrictions
}

/** The products of a library. */
export const productsOf = ({ file }: FoundKoffi, path: string): HostProducts => {
  const data: Data = { koffi: file, path, restrictions }
  return {
    // The compiler does not check the text above.
    on: (memory) => (nodeModule('node:vm')?.runInThisContext(source) as Binding)(data, memory),
    source,
    data,
  }
}
