/** @file PyTorch's files: those that must load, exactly, and those that must be refused, having run nothing. */
import { existsSync, readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import type { PthExtraAt, PthValue } from '../../src/checkpoint/index.ts'
import {
  decodePth,
  decodeSafetensors,
  decodeStateDict,
  pthExtras,
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

/** Files that PyTorch's own allow-list refuses; what they hold is harmless here, since nothing of it is kept. */
const leftOut: ReadonlyMap<string, readonly PthExtraAt[]> = new Map([
  ['numpy_scalar', [{ path: 'acc', of: 'NumPy scalar' }]],
])

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

  it.each(files.filter((file) => file.expect === 'refuse' && !leftOut.has(file.name)))('refuses $name', (file) => {
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

  it.each([...leftOut])('leaves the extras of %s out, and lists them', (name, extras) => {
    const read = decodePth()(goldenFile(`${name}.pth`))
    if (E.isLeft(read)) return expect.fail(showCheckpointError(read.left))
    expect(pthExtras()(read.right)).toEqual(E.right(extras))
    const tensors = pthTensors()(read.right)
    expect(E.isRight(tensors) && [...tensors.right.keys()]).toEqual(['a'])
  })

  it.each([2, 3, 4, 5])('leaves harmless extras out, whatever Python writes for them: protocol %i', (protocol) => {
    const bytes = readFileSync(new URL(`../vectors/pickles/extras_${protocol}.pth`, import.meta.url))
    const read = decodePth()(bytes)
    if (E.isLeft(read)) return expect.fail(showCheckpointError(read.left))
    expect(pthExtras()(read.right)).toEqual(
      E.right([
        { path: 'args', of: 'argparse.Namespace' },
        { path: 'dtype', of: 'torch.bfloat16' },
        { path: 'device', of: 'torch.device' },
        { path: 'best', of: 'NumPy scalar' },
        { path: 'count', of: 'NumPy scalar' },
        { path: 'rng', of: 'bytes' },
        { path: 'long', of: 'bytes' },
        { path: 'tags', of: 'set' },
        { path: 'frozen', of: 'frozenset' },
        { path: 'array', of: 'bytearray' },
        { path: 'started', of: 'datetime.datetime' },
        { path: 'size', of: 'complex' },
        { path: 'list.0.inner', of: 'types.SimpleNamespace' },
      ]),
    )
    const tensors = pthTensors()(read.right)
    if (E.isLeft(tensors)) return expect.fail(showCheckpointError(tensors.left))
    expect([...tensors.right].map(([path, { shape, data }]) => [path, shape, [...data]])).toEqual([
      ['state.0.momentum', [2], [1.5, -2]],
      ['model.weight', [2], [1.5, -2]],
    ])
    const { entries } = read.right as Extract<PthValue, { readonly _tag: 'Dict' }>
    const milestones = entries.find(([key]) => key === 'milestones')?.[1]
    expect(milestones).toMatchObject({
      _tag: 'Dict',
      entries: [
        [30, 1],
        [60, 1],
      ],
    })
  })

  it('reads what only surrounds an odd key, and refuses to name a tensor under one', () => {
    const odd: PthValue = { _tag: 'Extra', of: 'bytes' }
    const weight = { _tag: 'Tensor', shape: [1], data: { dtype: 'F32', data: Float32Array.of(1) } } as const
    const beside: PthValue = {
      _tag: 'Dict',
      entries: [
        [odd, { _tag: 'List', items: [1] }],
        ['w', weight],
      ],
    }
    const under: PthValue = { _tag: 'Dict', entries: [[odd, { _tag: 'List', items: [weight] }]] }
    expect(E.isRight(pthTensors()(beside))).toBe(true)
    const refused = pthTensors()(under)
    expect(E.isLeft(refused) ? showCheckpointError(refused.left) : '').toContain('under a key that is no text')
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
