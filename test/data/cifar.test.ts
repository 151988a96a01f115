import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodeSafetensors } from '../../src/checkpoint/index.ts'
import { decodeCifar10, decodeCifar100 } from '../../src/data/index.ts'
import { goldenFile } from './goldenFiles.ts'

interface FileCase {
  readonly name: string
  readonly op: string
  readonly expect: string
  readonly params: { readonly file: string }
}

const { cases } = JSON.parse(readFileSync(new URL('../vectors/files.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly FileCase[]
}
const refused = cases.filter(({ op, expect: outcome }) => op === 'load_cifar10' && outcome === 'refuse')

const expected = (name: string): readonly number[] => {
  const read = decodeSafetensors(goldenFile('data.expected.safetensors'))
  const found = E.isRight(read) ? read.right.tensors.get(name) : undefined
  return Array.from(found?.data as ArrayLike<number>, Number)
}

describe('decodeCifar10', () => {
  it('reads images and labels', () => {
    const read = decodeCifar10(goldenFile('cifar10_data_batch.bin'))
    const { images, labels, count, classes } = E.isRight(read) ? read.right : expect.fail('it was refused')
    expect([count, classes]).toEqual([50, 10])
    expect(Array.from(labels)).toEqual(expected('cifar.labels'))
    expect(Array.from(images)).toEqual(expected('cifar.images'))
  })

  it.each(refused)('refuses $name', ({ params }) => {
    expect(E.isLeft(decodeCifar10(goldenFile(params.file.replace('files/', ''))))).toBe(true)
  })
})

describe('decodeCifar100', () => {
  it.each(['fine', 'coarse'] as const)('reads images and %s labels', (which) => {
    const read = decodeCifar100({ labels: which })(goldenFile('cifar100_train.bin'))
    const { images, labels, classes } = E.isRight(read) ? read.right : expect.fail('it was refused')
    expect(classes).toBe(which === 'fine' ? 100 : 20)
    expect(Array.from(labels)).toEqual(expected(`cifar100.${which}`))
    expect(Array.from(images)).toEqual(expected('cifar100.images'))
  })
})
