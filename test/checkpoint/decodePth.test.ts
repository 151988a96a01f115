/** @file PyTorch's files: those that must load, exactly, and those that must be refused, having run nothing. */
import { existsSync, readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import type { PthValue } from '../../src/checkpoint/index.ts'
import {
  decodePth,
  decodeSafetensors,
  decodeStateDict,
  pthTensors,
  showCheckpointError,
  treeFromTensors,
} from '../../src/checkpoint/index.ts'
import { key } from '../../src/core/Key.ts'
import { lenet } from '../../src/models/index.ts'
import { goldenFile } from '../data/goldenFiles.ts'

/** A value as the index of the files writes it. */
type Structure =
  | null
  | boolean
  | number
  | string
  | readonly Structure[]
  | { readonly $tensor: string }
  | { readonly $dict: readonly (readonly [Structure, Structure])[] }
  | { readonly $ordered: readonly (readonly [Structure, Structure])[] }
  | { readonly $tuple: readonly Structure[] }
  | { readonly $int: string | number }
  | { readonly $float: string | number }

type Pairs = readonly (readonly [Structure, Structure])[]

interface FileCase {
  readonly name: string
  readonly op: string
  readonly expect: 'ok' | 'refuse' | 'either'
  readonly params: { readonly file: string; readonly expected?: string }
  readonly structure?: Structure
}

const { cases } = JSON.parse(readFileSync(new URL('../vectors/files.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly FileCase[]
}
const files = cases.filter(({ op }) => op === 'load_pth')
const bytesOf = ({ params }: FileCase): Uint8Array => goldenFile(params.file.replace('files/', ''))
const marker = '/tmp/golden-pwned-marker'

const expectedTensors = ({ params }: FileCase) => {
  const read = decodeSafetensors(goldenFile((params.expected ?? '').replace('files/', '')))
  if (E.isLeft(read)) throw new TypeError(showCheckpointError(read.left))
  return read.right.tensors
}

/** Numbers as the expected file has them: fractions as float32. */
const plain = (data: ArrayLike<number | bigint>, isFraction: boolean): readonly number[] =>
  Array.from<number | bigint, number>(data, (x) => (isFraction ? Math.fround(Number(x)) : Number(x)))

const compare = (found: PthValue, expected: Structure, tensors: ReturnType<typeof expectedTensors>): void => {
  const children = (all: readonly PthValue[], wanted: readonly Structure[]): void => {
    expect(all).toHaveLength(wanted.length)
    wanted.forEach((one, k) => compare(all[k] ?? null, one, tensors))
  }
  if (Array.isArray(expected)) {
    expect(found).toMatchObject({ _tag: 'List' })
    children((found as { readonly items: readonly PthValue[] }).items, expected as readonly Structure[])
  } else if (typeof expected !== 'object' || expected === null) {
    expect(typeof found === 'object' && found?._tag === 'Float' ? found.value : found).toBe(expected)
  } else if ('$tensor' in expected) {
    const wanted = tensors.get(expected.$tensor)!
    if (typeof found !== 'object' || found === null || found._tag !== 'Tensor')
      return expect.fail(`no tensor: ${expected.$tensor}`)
    expect(found.shape).toEqual(wanted.shape)
    const isFraction = wanted.data instanceof Float32Array || wanted.data instanceof Float64Array
    expect(plain(found.data.data, isFraction)).toEqual(plain(wanted.data, isFraction))
  } else if ('$tuple' in expected) {
    expect(found).toMatchObject({ _tag: 'Tuple' })
    children((found as { readonly items: readonly PthValue[] }).items, expected.$tuple)
  } else if ('$float' in expected) {
    const { value } = found as { readonly value: number }
    expect(value.toString().replace('Infinity', 'inf').replace('NaN', 'nan')).toBe(String(expected.$float))
  } else if ('$int' in expected) {
    expect((found as number | bigint).toString()).toBe(String(expected.$int))
  } else {
    const { $dict, $ordered = [] } = expected as { readonly $dict?: Pairs; readonly $ordered?: Pairs }
    const pairs = $dict ?? $ordered
    expect(found).toMatchObject({ _tag: 'Dict' })
    const { entries } = found as { readonly entries: readonly (readonly [PthValue, PthValue])[] }
    children(entries.flat(), pairs.flat())
  }
}

describe('decodePth', () => {
  it.each(files.filter((file) => file.expect === 'ok'))('loads $name', (file) => {
    const read = decodePth()(bytesOf(file))
    if (E.isLeft(read)) return expect.fail(showCheckpointError(read.left))
    compare(read.right, file.structure ?? null, expectedTensors(file))
  })

  it.each(files.filter((file) => file.expect === 'refuse'))('refuses $name', (file) => {
    const read = decodePth()(bytesOf(file))
    expect(E.isLeft(read) ? showCheckpointError(read.left) : 'loaded').toMatch(
      /^Cannot (read the file of PyTorch: |accept a claim of )/,
    )
  })

  it.each(files.filter((file) => file.expect === 'either'))('loads $name rightly or refuses it', (file) => {
    const read = decodePth()(bytesOf(file))
    expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined()
    if (E.isRight(read) && file.structure !== undefined) compare(read.right, file.structure, expectedTensors(file))
    // Naming the tensors of what was loaded ends, however often it refers to itself.
    if (E.isRight(read)) expect(E.isRight(pthTensors()(read.right)) || file.name === 'mal_memo_bomb').toBe(true)
  })

  it('verifies the checksums of an archive', () => {
    const read = decodePth()(goldenFile('mal_zip_crc_mismatch.pth'))
    expect(read).toMatchObject({ left: { _tag: 'WrongChecksum' } })
    expect(E.isLeft(read) ? showCheckpointError(read.left) : '').toMatch(
      /^Cannot trust .*data\/0: its checksum should be 0x[0-9a-f]{8}, it is 0x/,
    )
  })

  it('holds files to the options', () => {
    const lenet5 = goldenFile('lenet_zip.pth')
    for (const [option, limit] of [
      ['maxBytes', 1000],
      ['maxElements', 100],
      ['maxMembers', 3],
      ['maxDepth', 0],
    ] as const) {
      expect(decodePth({ [option]: limit })(lenet5)).toMatchObject({ left: { _tag: 'OverBudget', option, limit } })
    }
    expect(decodeStateDict({ maxValues: 3 })(goldenFile('lenet_zip.pth'))).toMatchObject({ left: { _tag: 'PthFault' } })
  })

  afterAll(() => {
    expect(existsSync(marker)).toBe(false)
  })
})

describe('decodeStateDict', () => {
  it('gives the weights of a model by name', () => {
    const read = decodeStateDict()(goldenFile('lenet_zip.pth'))
    const [params] = lenet.init(key(0))
    const loaded = E.isRight(read) ? treeFromTensors(params)(read.right) : read
    expect(E.isRight(loaded) ? loaded.right.conv1.weight.shape : loaded).toEqual([6, 1, 5, 5])
  })

  it('finds them inside a training checkpoint', () => {
    const read = decodePth()(goldenFile('checkpoint_zip.pth'))
    const names = E.isRight(read) ? pthTensors(['model'])(read.right) : read
    expect(E.isRight(names) ? [...names.right.keys()].every((name) => !name.startsWith('model')) : names).toBe(true)
    const none = E.isRight(read) ? pthTensors(['nothing'])(read.right) : read
    expect(E.isLeft(none) ? showCheckpointError(none.left) : '').toBe(
      'Cannot read the file of PyTorch: there is no nothing',
    )
  })
})
