/** @file Products by plain loops in place of a library, so that all but the library is tried wherever the tests run. */
import type { HostProduct, HostProducts } from '../../src/backend/wasm/HostProducts.ts'

export type Alter = (args: Parameters<HostProduct>) => Parameters<HostProduct>

/** Plain loops, whose arguments may be altered on the way: a library with a fault. On the calling thread alone. */
export const plain = (alter: Alter = (args) => args, skipsZeros = false): HostProducts => ({
  source: '',
  data: null,
  on: (memory) => {
    return (...args) => {
      const floats = new Float32Array(memory.buffer)
      const [aT, bT, height, width, depth, a, aRow, b, bRow, beta, c, cRow] = alter(args)
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < width; j++) {
          const at = c / 4 + i * cRow + j
          let sum = beta === 0 ? 0 : beta * floats[at]!
          for (let k = 0; k < depth; k++) {
            const left = floats[a / 4 + (aT ? k * aRow + i : i * aRow + k)]!
            const right = floats[b / 4 + (bT ? j * bRow + k : k * bRow + j)]!
            if (!skipsZeros || right !== 0) sum += left * right
          }
          floats[at] = sum
        }
      }
    }
  },
})
