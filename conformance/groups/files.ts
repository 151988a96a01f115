/** @file Files of PyTorch, MNIST and CIFAR: what must be read, what must be refused, the group `files`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeStateDict, showCheckpointError } from 'cotangent/checkpoint'
import { decodeCifar10, decodeCifar100, decodeIdx, decodeMnist, showDecodeError } from 'cotangent/data'
import type { NumberArray } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Judge, Judgement } from '../check.ts'
import type { Answer, Case, Group } from '../vectors.ts'
import { readTensors } from '../vectors.ts'

interface FileCase extends Case {
  readonly expect: 'ok' | 'refuse' | 'either'
  readonly params: {
    readonly file: string
    readonly expected?: string
    readonly images?: string
    readonly labels?: string
    readonly dtypes?: Readonly<Record<string, string>>
  }
}

type Numbers = ReadonlyMap<string, ArrayLike<number | bigint>>

const bytesOf = ({ folder }: Group, file: string): Uint8Array => Uint8Array.from(readFileSync(join(folder, file)))

/** What was read beside what is expected: numbers are equal, fractions as float32. */
const same = (found: Numbers, expected: ReadonlyMap<string, Answer>, names: readonly string[]): Judgement => {
  const wrong = names.find((name) => {
    // Entries of a list are called '.0', '.1'; ours '0', '1'.
    const [own, wanted] = [found.get(name.replace(/^\./, '')), expected.get(name)]
    return (
      own === undefined ||
      wanted === undefined ||
      own.length !== wanted.numbers.length ||
      Array.from(own).some((x, k) => {
        const answer = wanted.numbers[k] ?? Number.NaN
        return !Object.is(
          wanted.isWhole ? Number(x) : Math.fround(Number(x)),
          wanted.isWhole ? answer : Math.fround(answer),
        )
      })
    )
  })
  return wrong === undefined ? [0, ''] : [Infinity, `${wrong} differs`]
}

/** Reads a file; a refusal is told in words. */
type Read = (one: FileCase, group: Group) => E.Either<string, Numbers>

const judge =
  (read: Read): Judge['judge'] =>
  (one, group) => {
    const of = one as FileCase
    const result = read(of, group)
    if (E.isLeft(result)) return of.expect === 'ok' ? [Infinity, `it was refused: ${result.left}`] : [0, '']
    if (of.expect === 'refuse') return [Infinity, 'it was read']
    return of.params.expected === undefined
      ? [0, '']
      : same(result.right, readTensors(join(group.folder, of.params.expected)), of.outputs)
  }

const pth: Read = ({ params }, group) =>
  pipe(
    decodeStateDict()(bytesOf(group, params.file)),
    E.bimap(showCheckpointError, (tensors) => new Map([...tensors].map(([name, { data }]) => [name, data] as const))),
  )

const idx: Read = ({ params, outputs }, group) =>
  pipe(
    decodeIdx()(bytesOf(group, params.file)),
    E.bimap(showDecodeError, ({ data }) => new Map([[outputs[0] ?? '', data] as const])),
  )

/** Ten digits, or labels that are none: images of the same number are made up where only labels are given. */
const pair: Read = ({ params }, group) =>
  pipe(
    decodeMnist()({
      images: bytesOf(group, params.images ?? 'files/train-images-idx3-ubyte'),
      labels: bytesOf(group, params.labels ?? params.file),
    }),
    E.bimap(showDecodeError, () => new Map()),
  )

const cifar10: Read = ({ params, outputs: [images = '', labels = ''] }, group) =>
  pipe(
    decodeCifar10(bytesOf(group, params.file)),
    E.bimap(
      showDecodeError,
      (set) =>
        new Map<string, NumberArray>([
          [images, set.images],
          [labels, set.labels],
        ]),
    ),
  )

const cifar100: Read = ({ params }, group) => {
  const bytes = bytesOf(group, params.file)
  return pipe(
    decodeCifar100({ labels: 'fine' })(bytes),
    E.chain((fine) => E.Functor.map(decodeCifar100({ labels: 'coarse' })(bytes), (coarse) => ({ fine, coarse }))),
    E.bimap(
      showDecodeError,
      ({ fine, coarse }) =>
        new Map<string, NumberArray>([
          ['cifar100.images', fine.images],
          ['cifar100.fine', fine.labels],
          ['cifar100.coarse', coarse.labels],
        ]),
    ),
  )
}

/** Files by what reads them. */
export const files: Readonly<Record<string, Judge>> = {
  load_pth: { judge: judge(pth) },
  load_idx: { judge: judge(idx) },
  load_idx_pair: { judge: judge(pair) },
  load_mnist_labels: { judge: judge(pair) },
  load_cifar10: { judge: judge(cifar10) },
  load_cifar100: { judge: judge(cifar100) },
}
