/**
 * @file Reference answers from PyTorch: the groups `<group>.json` and `<group>.safetensors` of `test/vectors`.
 *
 * An answer is met where `|found - expected| <= atol of its tensor + rtol * |expected|`; NaN meets NaN. Expected values
 * are computed in float64 from float32 inputs.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

/** A tensor of a group. */
export interface GoldenTensor {
  readonly data: Float64Array
  readonly shape: readonly number[]
}

/** One call of one function, with its results and, from the cotangents of these, its gradients; tensors by name. */
export interface GoldenCase {
  readonly name: string
  readonly op: string
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly cotangents: readonly (string | null)[]
  readonly grads: Readonly<Record<string, string>>
  readonly tolerance: {
    readonly rtol: number
    readonly atol: number
    readonly perTensor: Readonly<Record<string, number>>
  }
  /** What PyTorch says where it refuses. */
  readonly error?: string
  /** Entries for which PyTorch has two answers. */
  readonly path_dependent?: readonly {
    readonly tensor: string
    readonly index: number
    readonly scalar: number | string
    readonly simd: number | string
  }[]
  readonly note: string
}

/** A group of reference answers. */
export interface Golden {
  readonly cases: readonly GoldenCase[]
  readonly tensor: (name: string) => GoldenTensor
  /** Fails unless the numbers meet the answer of this name, within the tolerance of its case. */
  readonly expectMet: (of: GoldenCase, name: string, found: ArrayLike<number>) => void
}

const numbersOf: Readonly<Record<string, (bytes: ArrayBuffer) => Float64Array>> = {
  F64: (bytes) => new Float64Array(bytes),
  F32: (bytes) => new Float64Array(new Float32Array(bytes)),
  I64: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number),
  I32: (bytes) => new Float64Array(new Int32Array(bytes)),
  U8: (bytes) => new Float64Array(new Uint8Array(bytes)),
  BOOL: (bytes) => new Float64Array(new Uint8Array(bytes)),
}

interface Entry {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

const fileOf = (name: string): Buffer => readFileSync(fileURLToPath(new URL(`vectors/${name}`, import.meta.url)))

/** Reads a group, such as `conv`. */
export const golden = (group: string): Golden => {
  const index = JSON.parse(fileOf(`${group}.json`).toString()) as { readonly cases: readonly GoldenCase[] }
  const file = fileOf(`${group}.safetensors`)
  const start = 8 + Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, start)) as Readonly<Record<string, Entry>>
  const tensor = (name: string): GoldenTensor => {
    const { dtype, shape, data_offsets: offsets } = header[name]!
    const bytes = Uint8Array.from(file.subarray(start + offsets[0], start + offsets[1]))
    return { data: numbersOf[dtype]!(bytes.buffer), shape }
  }
  const expectMet = (of: GoldenCase, name: string, found: ArrayLike<number>): void => {
    const expected = tensor(name).data
    const { rtol, perTensor } = of.tolerance
    const meets = (value: number, answer: number): boolean =>
      Object.is(value, answer) ||
      value === answer ||
      Math.abs(value - answer) <= (perTensor[name] ?? 0) + rtol * Math.abs(answer)
    const differing = Array.from(expected, (answer, at) => ({ at, answer, found: found[at]! })).filter(
      (entry) => !meets(entry.found, entry.answer),
    )
    expect(found.length, name).toBe(expected.length)
    expect(differing, name).toEqual([])
  }
  return { cases: index.cases, tensor, expectMet }
}
