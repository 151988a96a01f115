/**
 * @file How close each product comes to what one core can reach: `npm run bench -- --peak`. Times and operations are those
 * of `profile`, whose own limits are printed beside the peak.
 */
import type { Profile, Runtime, Tensor } from 'cotangent'
import { compile, conv, makeRuntime, matmul, profile, transpose, vjp } from 'cotangent'
import { wasmBackend } from '../src/backend/wasm/index.ts'
import { random } from './lenet.ts'
import { copyRate, ownVariant, peakOf } from './limits.ts'

type Products = (...inputs: readonly Tensor[]) => readonly Tensor[]

interface Product {
  readonly name: string
  readonly f: Products
  readonly shapes: readonly (readonly number[])[]
}

const product = matmul as (a: Tensor, b: Tensor) => Tensor
const transposed = transpose([1, 0]) as (a: Tensor) => Tensor

const ofMatrices = (name: string, m: number, k: number, n: number): readonly Product[] => [
  {
    name,
    f: (a, b) => [product(a as Tensor, b as Tensor)],
    shapes: [
      [m, k],
      [k, n],
    ],
  },
  {
    name: `${name}, to the weights`,
    f: (a, dy) => [product(transposed(a as Tensor), dy as Tensor)],
    shapes: [
      [m, k],
      [m, n],
    ],
  },
]

/** A convolution and both of its gradients: three products. */
const ofImages = (name: string, x: readonly number[], w: readonly number[], padding: number): Product => {
  const side = (axis: number): number => (x[axis] ?? 0) + 2 * padding - (w[axis] ?? 0) + 1
  return {
    name,
    f: (image, kernel, cotangent) => {
      const of = ([a, b]: readonly [Tensor, Tensor]): Tensor => conv({ padding })(a, b)
      const [y, pullback] = vjp(of)([image as Tensor, kernel as Tensor])
      return [y, ...pullback(cotangent as Tensor)]
    },
    shapes: [x, w, [x[0] ?? 0, w[0] ?? 0, side(2), side(3)]],
  }
}

const products: readonly Product[] = [
  ...ofMatrices('matmul 512', 512, 512, 512),
  ...ofMatrices('matmul 1024', 1024, 1024, 1024),
  ...ofMatrices('F5 32x400x120', 32, 400, 120),
  ...ofMatrices('F6 32x120x84', 32, 120, 84),
  ofImages('C1 5x5 1->6 28x28 b32', [32, 1, 28, 28], [6, 1, 5, 5], 2),
  ofImages('C3 5x5 6->16 14x14 b32', [32, 6, 14, 14], [16, 6, 5, 5], 0),
  ofImages('1x1 192->64 28x28 b1', [1, 192, 28, 28], [64, 192, 1, 1], 0),
  ofImages('3x3 64->64 56x56 b1', [1, 64, 56, 56], [64, 64, 3, 3], 1),
]

// Over functions of any number of tensors, where the general type asks for those of one function.
const profiled = profile as (f: Products, ...inputs: readonly Tensor[]) => Profile

const measured: ReadonlySet<string> = new Set(['matmul', 'conv', 'convInput', 'convFilter'])

/** The best rate of each product in a function over several profiles. */
const ratesOf = ({ f, shapes }: Product, runtime: Runtime, rounds: number): ReadonlyMap<string, readonly number[]> => {
  const compiled = compile(f, { runtime })
  const inputs = shapes.map((shape) => random(shape))
  const best = new Map<string, readonly number[]>()
  for (let round = 0; round < rounds; round++) {
    for (const { name, gflops, milliseconds } of profiled(compiled, ...inputs).instructions) {
      if (measured.has(name) && gflops > (best.get(name)?.[0] ?? 0)) best.set(name, [gflops, milliseconds])
    }
  }
  return best
}

/** Prints the limits of one core, and each product's share. */
export const printPeak = (only: string, rounds: number): void => {
  const runtime = makeRuntime(wasmBackend({ threads: 1 }))
  const [plain, relaxed] = [peakOf('plain'), peakOf('relaxed')]
  const shown = (rate: number | null): string => (rate === null ? 'not in this engine' : `${rate.toFixed(1)} GFLOP/s`)
  console.log(`multiply and add, one core: plain ${shown(plain)}, relaxed ${shown(relaxed)}`)
  console.log(`copy of 32 MiB: ${copyRate().toFixed(1)} GB/s read and written`)
  const peak = (ownVariant() === 'relaxed' ? relaxed : plain) ?? Number.NaN
  const { limits } = profile(
    compile((a: Tensor) => product(a, a), { runtime }),
    random([384, 384]),
  )
  console.log(`limits of profile: ${limits.gflops.toFixed(1)} GFLOP/s, ${limits.gigabytesPerSecond.toFixed(1)} GB/s`)
  console.log(`products on one thread, ${ownVariant()} SIMD: microseconds, GFLOP/s, share of the peak`)
  for (const one of products.filter(({ name }) => name.includes(only))) {
    for (const [instruction, [gflops = 0, milliseconds = 0]] of ratesOf(one, runtime, rounds)) {
      const name = `${one.name} ${instruction}`.padEnd(50)
      const micros = (milliseconds * 1000).toFixed(1).padStart(10)
      console.log(`${name}${micros}${gflops.toFixed(1).padStart(8)}${(gflops / peak).toFixed(2).padStart(7)}`)
    }
  }
  runtime.close()
}
