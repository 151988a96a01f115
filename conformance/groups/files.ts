/** @file Files of PyTorch, MNIST and CIFAR: what must be read, what must be refused, the group `files`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeStateDict, showCheckpointError } from 'cotangent/checkpoint'
import { decodeCifar10, decodeCifar100, decodeIdx, decodeMnist, showDecodeError } from 'cotangent/data'
import type { NumberArray } from 'cotangent'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { Judge, Judgement } from '../check.ts'
import { judging } from '../check.ts'
import type { Answer, Group } from '../vectors.ts'
import { Case, readTensors } from '../vectors.ts'

const FileCase = t.intersection([
  Case,
  t.type({
    expect: t.union([t.literal('ok'), t.literal('refuse'), t.literal('either')]),
    params: t.intersection([
      t.type({ file: t.string }),
      t.partial({ expected: t.string, images: t.string, labels: t.string }),
    ]),
  }),
])

type FileCase = t.TypeOf<typeof FileCase>

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

const reading = (read: Read): Judge =>
  judging(FileCase, (of, group) => {
    const result = read(of, group)
    if (E.isLeft(result)) return of.expect === 'ok' ? [Infinity, `it was refused: ${result.left}`] : [0, '']
    if (of.expect === 'refuse') return [Infinity, 'it was read']
    return of.params.expected === undefined
      ? [0, '']
      : same(result.right, readTensors(join(group.folder, of.params.expected)), of.outputs)
  })

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
    E.bimap(showDecodeError, () => new Map<string, NumberArray>()),
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
  load_pth: reading(pth),
  load_idx: reading(idx),
  load_idx_pair: reading(pair),
  load_mnist_labels: reading(pair),
  load_cifar10: reading(cifar10),
  load_cifar100: reading(cifar100),
}
