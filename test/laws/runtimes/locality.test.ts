/** @file An entry that is not finite reaches only what depends on it: every operation, loss and layer, on two backends. */
import {
  adaptiveMaxPool2d,
  conv2d,
  interpolate,
  item,
  makeRuntime,
  max,
  maxUnpool,
  mul,
  pad,
  referenceRuntime,
  tensor,
  toArray,
  toNested,
  wasmBackend,
  where,
} from 'cotangent'
import type { Runtime } from 'cotangent'
import { composites, laws, operation, operations } from 'cotangent/laws'
import type { Law, Operation } from 'cotangent/laws'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { layers, losses } from '../../../laws/catalog/index.ts'
import type { LayerEntry } from '../../../laws/catalog/layers.ts'
import { few } from '../../samples.ts'
import { seed } from '../../seed.ts'

const wasm = makeRuntime(wasmBackend({ threads: 1 }))
afterAll(wasm.close)

const entries: readonly (readonly [string, LayerEntry])[] = Object.entries(layers)

const computing: readonly Operation[] = [
  ...Object.values(operations),
  ...Object.values(composites),
  ...Object.values(losses),
  ...entries.map(([name, entry]) => entry.operation(name)),
]

const broken = (all: readonly Law[], runs: number): readonly string[] =>
  all.flatMap((law) => {
    const result = law.run({ runs, seed: seed() })
    return result._tag === 'passed' ? [] : [law.name]
  })

describe.each<readonly [string, Runtime]>([
  ['reference', referenceRuntime],
  ['wasm', wasm],
])('laws.locality on %s', (_, runtime) => {
  it.each(computing.map((one) => [one.name, one] as const))('holds for %s', (_name, one) => {
    expect(broken(laws.locality(runtime, one), few(6))).toEqual([])
  })
})

const masked = (select: (x: ReturnType<typeof tensor>) => ReturnType<typeof tensor>): Operation =>
  operation('masked', {
    geometry: fc.constant(null),
    inputs: () => [{ shape: [4], domain: 'real' }],
    f: () => (x) => select(x),
  })

const mask = tensor([1, 0, 0, 1], [4])

/** Half of the samples look at an entry that the mask takes: so many that no seed misses it. */
const many = 100

describe('laws.locality', () => {
  it('sees a mask that multiplies', () => {
    expect(
      broken(
        laws.locality(
          referenceRuntime,
          masked((x) => mul(x, mask)),
        ),
        many,
      ),
    ).toHaveLength(4)
  })

  it('accepts a mask that selects', () => {
    expect(
      broken(
        laws.locality(
          referenceRuntime,
          masked((x) => where(mask, x, 0)),
        ),
        many,
      ),
    ).toEqual([])
  })
})

describe('entries that are not finite', () => {
  it('stay out of what they fill around', () => {
    const padded = pad({ padding: [1], value: -Infinity })(tensor([1, 2, 3], [3]))
    expect(toNested(padded)).toEqual([-Infinity, 1, 2, 3, -Infinity])
  })

  it('reach only the cells of a resized image that see them', () => {
    const row = tensor([1, 2, -Infinity, 4], [1, 1, 1, 4])
    expect(toNested(interpolate({ size: [1, 8] })(row))).toEqual([[[[1, 1, 2, 2, -Infinity, -Infinity, 4, 4]]]])
    expect(toNested(interpolate({ size: [1, 4], mode: 'bilinear' })(row))).toEqual([[[[1, 2, -Infinity, 4]]]])
  })

  it('do not come back from a cell that another overwrites', () => {
    const y = tensor([Infinity, 5], [1, 1, 2])
    expect(toNested(maxUnpool([2])(y, tensor([1, 1], [1, 1, 2])))).toEqual([[[0, 5]]])
  })
})

describe('nearest interpolation', () => {
  it('shows each of 2 cells in 49 of 98', () => {
    const cells = tensor([0, 1], [1, 1, 1, 2])
    expect(toArray(interpolate({ size: [1, 98] })(cells)).indexOf(1)).toBe(49)
    expect(toArray(interpolate({ scale: [1, 49] })(cells)).indexOf(1)).toBe(49)
  })
})

describe('adaptive max pooling', () => {
  it('takes many windows', () => {
    const image = tensor(new Float32Array(360 * 360).fill(2), [1, 1, 360, 360])
    expect(item(max()(adaptiveMaxPool2d(359)(image)))).toBe(2)
  })
})

describe('a convolution deep enough for tiles', () => {
  const shape = [1, 32, 8, 8] as const
  const middle = 3 * 8 + 3
  const outputs = (becomes: number) => {
    const x = Float32Array.from({ length: 32 * 64 }, (_, k) => ((k * 7) % 11) / 11 - 0.4)
    x[middle] = becomes
    const w = Float32Array.from({ length: 32 * 32 * 9 }, (_, k) => ((k * 5) % 13) / 13 - 0.45)
    return toArray(conv2d({ padding: 1 })(tensor(x, shape), tensor(w, [32, 32, 3, 3])), wasm)
  }
  const seen = (k: number): boolean => Math.abs(Math.floor((k % 64) / 8) - 3) <= 1 && Math.abs((k % 8) - 3) <= 1
  const unseen = (all: ArrayLike<number>): readonly number[] => Array.from(all).filter((_, k) => !seen(k))

  it('keeps an infinite cell to the 288 outputs that see it', () => {
    expect(Array.from(outputs(Infinity)).filter((y) => !Number.isFinite(y))).toHaveLength(288)
  })

  it('keeps a huge cell from the outputs that do not see it', () => {
    const [plain, huge] = [unseen(outputs(1)), unseen(outputs(1e8))]
    plain.forEach((y, k) => {
      expect(huge[k]).toBeCloseTo(y, 4)
    })
  })
})
