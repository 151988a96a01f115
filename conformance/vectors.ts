/**
 * @file Reference answers from PyTorch, as a folder of groups: an index `<group>.json` and tensors `<group>.safetensors`.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Tensor } from 'cotangent'
import { tensor } from 'cotangent'
import { decodeSafetensors, showCheckpointError } from 'cotangent/checkpoint'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

const Numeral = t.union([t.number, t.string])
const Names = t.readonlyArray(t.string)
/** Names of tensors, by what they are of. */
export const NamesByName = t.readonly(t.record(t.string, t.string))

/** Parameters of a function of PyTorch, by its own names. */
export const Params = t.readonly(t.record(t.string, t.unknown))

/** Parameters of a function of PyTorch, by its own names. */
export type Params = t.TypeOf<typeof Params>

const Tolerance = t.readonly(
  t.intersection([
    t.type({ rtol: t.number, atol: t.number }),
    t.partial({ perTensor: t.readonly(t.record(t.string, t.number)) }),
  ]),
)

/** One call of one function of PyTorch, with its results, and its gradients for the cotangents of these. */
export const Case = t.readonly(
  t.intersection([
    t.type({ name: t.string, op: t.string, params: Params, inputs: Names, outputs: Names }),
    t.partial({
      cotangents: t.readonlyArray(t.union([t.string, t.null])),
      grads: NamesByName,
      tolerance: Tolerance,
      /** What PyTorch says where it refuses. */
      error: t.string,
      /** Where PyTorch itself answers otherwise in 32 bits. */
      f32_differs: t.readonlyArray(t.readonly(t.type({ tensor: t.string, index: t.number, f32: Numeral }))),
      path_dependent: t.readonlyArray(
        t.readonly(t.type({ tensor: t.string, index: t.number, scalar: Numeral, simd: Numeral })),
      ),
    }),
  ]),
)

/** One call of one function of PyTorch, with its results, and its gradients for the cotangents of these. */
export type Case = t.TypeOf<typeof Case>

const Index = t.type({ cases: t.readonlyArray(Case) })

/** Where a value is at fault, and what was expected there. A member of an intersection or a union is no place of its own. */
const fault = ({ value, context }: t.ValidationError): string => {
  const path = context.filter(({ actual }, k) => k > 0 && actual !== context[k - 1]?.actual).map(({ key }) => key)
  const expected = context.at(-1)?.type.name ?? ''
  return `${path.join('.')}: expected ${expected}, found ${value === undefined ? 'nothing' : JSON.stringify(value)}`
}

/** What a codec makes of a value. Throws where the value is none of its kind. */
export const decoded = <A>(codec: t.Decoder<unknown, A>, value: unknown, what: string): A => {
  const made = codec.decode(value)
  if (E.isLeft(made)) throw new Error(`${what}: ${made.left.slice(0, 3).map(fault).join('; ')}`)
  return made.right
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
  const index: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  const { cases } = decoded(Index, index, `${name}.json`)
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
