/**
 * @file Reference answers from PyTorch, as a folder of groups: an index `<group>.json` and tensors `<group>.safetensors`.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Tensor } from 'cotangent'
import { tensor } from 'cotangent'
import { decodeSafetensors, showCheckpointError } from 'cotangent/checkpoint'
import * as E from 'fp-ts/lib/Either.js'

/** One call of one function of PyTorch, with its results, and its gradients for the cotangents of these. */
export interface Case {
  readonly name: string
  readonly op: string
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly cotangents?: readonly (string | null)[]
  readonly grads?: Readonly<Record<string, string>>
  readonly tolerance?: {
    readonly rtol: number
    readonly atol: number
    readonly perTensor?: Readonly<Record<string, number>>
  }
  /** What PyTorch says where it refuses. */
  readonly error?: string
  /** Where PyTorch itself answers otherwise in 32 bits. */
  readonly f32_differs?: readonly { readonly tensor: string; readonly index: number; readonly f32: number | string }[]
  readonly path_dependent?: readonly {
    readonly tensor: string
    readonly index: number
    readonly scalar: number | string
    readonly simd: number | string
  }[]
}

/** A number of an index, where JSON has none for NaN and the infinities. */
export const numberOf = (x: number | string): number =>
  typeof x === 'number' ? x : x === 'nan' ? Number.NaN : x === 'inf' ? Infinity : x === '-inf' ? -Infinity : Number(x)

/** A tensor of a group. */
export interface Answer {
  readonly numbers: Float64Array
  readonly shape: readonly number[]
  readonly isWhole: boolean
}

/** A group of answers. */
export interface Group {
  readonly name: string
  readonly folder: string
  readonly cases: readonly Case[]
  readonly answer: (name: string) => Answer
}

/** The groups of a folder, by the names of their indexes. */
export const groupNames = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort()

/** The tensors of a file. */
export const readTensors = (path: string): ReadonlyMap<string, Answer> => {
  const read = decodeSafetensors(Uint8Array.from(readFileSync(path)))
  if (E.isLeft(read)) throw new Error(`${path}: ${showCheckpointError(read.left)}`)
  return new Map(
    [...read.right.tensors].map(([name, { dtype, data, shape }]) => {
      const numbers =
        data instanceof BigInt64Array || data instanceof BigUint64Array
          ? Float64Array.from(data, Number)
          : Float64Array.from(data)
      return [name, { numbers, shape, isWhole: !dtype.startsWith('F') }] as const
    }),
  )
}

/** Reads a group. */
export const readGroup = (folder: string, name: string): Group => {
  const { cases } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as {
    readonly cases: readonly Case[]
  }
  const path = join(folder, `${name}.safetensors`)
  const tensors = existsSync(path) ? readTensors(path) : new Map<string, Answer>()
  const answer = (of: string): Answer => {
    const found = tensors.get(of)
    if (found === undefined) throw new Error(`${name} has no tensor ${of}`)
    return found
  }
  return { name, folder, cases, answer }
}

/** An answer as a tensor. */
export const tensorOf = ({ numbers, shape }: Answer): Tensor => tensor(numbers, shape)
