/**
 * @file What one core can reach at most in the module: multiplications and additions in an empty loop, on plain SIMD and
 * with fused multiply-add, and bytes copied.
 */
import { productModule } from '../src/backend/wasm/modules.ts'

/** The variants of the module. */
type Variant = 'plain' | 'relaxed'

/** Vectors of four that the empty loop adds to. */
const vectors = 12
const count = 40_000
const scratchAt = 1 << 16

const least = (rounds: number, f: () => void): number => {
  let best = Infinity
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    f()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** Billions of multiplications and additions per second of one core; `null` where the engine lacks the instructions. */
export const peakOf = (variant: Variant): number | null => {
  const bytes = productModule.binaries()[variant]
  if (!WebAssembly.validate(bytes)) return null
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65_536, shared: true })
  const imports = { env: { memory }, hostProduct: { product: () => undefined } }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports)
  // The module exports the loop under this name (`registerTiles.ts`).
  const multiplyAdds = exports['multiplyAdds'] as (times: number, at: number) => void
  const milliseconds = least(300, () => {
    multiplyAdds(count, scratchAt)
  })
  return (2 * 4 * vectors * count) / milliseconds / 1e6
}

/** Whether the module that our side runs multiplies and adds in one instruction. */
export const ownVariant = (): Variant => (WebAssembly.validate(productModule.binaries().relaxed) ? 'relaxed' : 'plain')

const copied = 1 << 25

/** Gigabytes per second that one core reads and writes, in a copy of 32 MiB. */
export const copyRate = (): number => {
  const bytes = new Uint8Array(2 * copied)
  const milliseconds = least(20, () => {
    bytes.copyWithin(copied, 0, copied)
  })
  return (2 * copied) / milliseconds / 1e6
}
