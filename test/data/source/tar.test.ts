/** @file Tar shards: what is read of them, what is refused, and that nothing stays open. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tensor, toNested } from 'cotangent'
import { showDecodeError, Source } from 'cotangent/data'
import type { Skipped } from 'cotangent/data'
import { laws } from 'cotangent/laws'
import * as E from 'fp-ts/lib/Either.js'
import { pack } from 'tar-stream'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { holdsOn } from '../../holds.ts'
import { few } from '../../samples.ts'
import { openUnder } from './openFiles.ts'
import { batchesShown, folderOf, png, shownBy, shownOf } from './samples.ts'

type Members = readonly (readonly [name: string, content: Uint8Array | string])[]

const tarOf = async (members: Members): Promise<Uint8Array> => {
  const archive = pack()
  for (const [name, content] of members) {
    if (name.endsWith('/')) archive.entry({ name, type: 'directory' })
    else archive.entry({ name }, Buffer.from(content))
  }
  archive.finalize()
  const chunks: Uint8Array[] = []
  for await (const chunk of archive) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

const sample = (k: number, label = k % 3): Members => [
  [`train/${String(k).padStart(4, '0')}.png`, png(k, 1 + (k % 4), 3)],
  [`train/${String(k).padStart(4, '0')}.cls`, `${String(label)}\n`],
]

const first = await tarOf([['train/', ''], ...[1, 2, 3].flatMap((k) => sample(k))])
const second = await tarOf([4, 5].flatMap((k) => sample(k)))
const folder = await folderOf({ 'a.tar': first, 'b.tar': second })
afterAll(() => rm(folder, { recursive: true }))
const shards = [join(folder, 'a.tar'), join(folder, 'b.tar')]
const all = ['1:1', '2:2', '3:0', '4:1', '5:2']

/** The shards with one more, of these bytes. */
const withShard = async (bytes: Uint8Array): Promise<readonly string[]> => {
  const extra = join(folder, 'extra.tar')
  await writeFile(extra, bytes)
  return [...shards, extra]
}

describe('the laws of sources hold of tar shards', () => {
  holdsOn(few(2), laws.source('tar', { source: Source.tar({ size: 4 })(shards), shows: shownOf, workers: 2 }))
})

describe('Source.tar', () => {
  const source = Source.tar({ size: 4 })(shards)

  it('reads images and classes, shard after shard', async () => {
    expect(source.count).toBeNull()
    expect(await shownBy(source)).toEqual(all)
    expect(await openUnder(folder)).toEqual([])
  })

  it('gives the same batches for any number of threads', async () => {
    const [none, ...others] = await Promise.all(
      [0, 1, 2].map((workers) => batchesShown(Source.batches({ size: 2, workers, ahead: 1 + workers })(source))),
    )
    expect(none?.length).toBe(3)
    for (const other of others) expect(other).toEqual(none)
  })

  it('closes its files when it is left early, after an error, and while it still reads', async () => {
    for await (const found of Source.examples({ ahead: 3, workers: 1 })(source)) {
      expect(E.isRight(found)).toBe(true)
      expect((await openUnder(folder)).length).toBeLessThanOrEqual(1)
      break
    }
    expect(await openUnder(folder)).toEqual([])
    const reading = Source.batches({ size: 2 })(source)[Symbol.asyncIterator]()
    const pending = reading.next()
    await reading.return?.()
    await pending
    expect(await openUnder(folder)).toEqual([])
    const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
    expect(threads()).toBe(0)
  })

  it('takes labels that a function reads, classes or tensors', async () => {
    const boxes = await withShard(
      await tarOf([
        ['x.box.json', '[1, 2]'],
        ['x.PNG', png(7)],
      ]),
    )
    const boxed = Source.tar({
      size: 2,
      label: ({ name, members: { 'box.json': box } }) =>
        box === undefined
          ? null
          : tensor([...(JSON.parse(new TextDecoder().decode(box)) as number[]), name.length], [3]),
    })(boxes.slice(2))
    for await (const batch of Source.batches({ size: 1 })(boxed)) {
      if (E.isLeft(batch)) return expect.fail(showDecodeError(batch.left))
      expect(toNested(batch.right.labels)).toEqual([[1, 2, 1]])
    }
  })

  const broken: readonly (readonly [what: string, members: Members, error: object])[] = [
    [
      'a member that is no image',
      [
        ['z.png', 'no image'],
        ['z.cls', '1'],
      ],
      { _tag: 'NoImage' },
    ],
    ['an image without a label', [['z.png', png(1)]], { _tag: 'NoLabel' }],
    [
      'a label that is no number',
      [
        ['z.png', png(1)],
        ['z.cls', 'cat'],
      ],
      { _tag: 'NoLabel' },
    ],
    [
      'a label that is no class',
      [
        ['z.png', png(1)],
        ['z.cls', '3'],
      ],
      { _tag: 'LabelOutOfRange', label: 3, index: 1 },
    ],
    ['a label without an image', [['z.cls', '1']], { _tag: 'NoImage' }],
    ['a member of no kind', [['z', 'what']], { _tag: 'NoImage' }],
  ]

  it.each(broken)('names %s, or leaves it out, tells it and counts it', async (_, members, error) => {
    const [, , extra = ''] = await withShard(await tarOf([...sample(6), ...members, ...sample(7)]))
    const options = { size: 4, classes: 3 } as const
    expect(await shownBy(Source.tar(options)([extra]))).toMatchObject(['6:0', { _tag: 'InFile', error }])
    const told: unknown[] = []
    const onSkip = ({ file, error: why }: Skipped, count: number) => void told.push([file, why, count])
    const kept = await shownBy(Source.tar({ ...options, skipBroken: true })([extra]), { onSkip, workers: 1 })
    expect(kept).toEqual(['6:0', '7:1'])
    expect(told).toMatchObject([[`${extra}/z`, error, 1]])
  })

  it('refuses a shard that was cut, in a member, in a header, or between members', async () => {
    for (const length of [first.length - 1024, first.length - 512, 2700, 1024 + 512, 700, 1]) {
      const cut = await withShard(first.slice(0, length))
      for (const skipBroken of [false, true]) {
        const list = await shownBy(Source.tar({ size: 4, skipBroken })(cut))
        expect(list.slice(0, 5)).toEqual(all)
        expect(list.at(-1)).toMatchObject({ _tag: 'InFile', file: cut[2], error: { _tag: 'NoTar' } })
      }
    }
    expect(await openUnder(folder)).toEqual([])
  })

  it('refuses bytes that are no archive, and one that is compressed', async () => {
    for (const bytes of [new Uint8Array(2048).fill(7), Uint8Array.of(0x1f, 0x8b, 8, 0), new Uint8Array(0)]) {
      const list = await shownBy(Source.tar()((await withShard(bytes)).slice(2)))
      expect(list).toMatchObject([{ error: { _tag: 'NoTar' } }])
    }
  })

  it('holds members to the budget, by their claims', async () => {
    const [, , extra = ''] = await withShard(
      await tarOf([
        ['z.png', new Uint8Array(5000)],
        ['z.cls', '1'],
      ]),
    )
    const over = { error: { _tag: 'InFile', error: { _tag: 'OverBudget', option: 'maxBytes', limit: 4000 } } }
    expect(await shownBy(Source.tar({ maxBytes: 4000 })([extra]))).toMatchObject([over])
    const many = await withShard(await tarOf(Array.from({ length: 9 }, (_, k) => [`z.${String(k)}`, 'x'] as const)))
    const list = await shownBy(Source.tar({ maxMembers: 8 })(many.slice(2)))
    expect(list).toMatchObject([{ error: { error: { option: 'maxMembers' } } }])
  })

  it('tells of a shard that changes its size while it is read', async () => {
    for (const change of [(path: string) => appendFile(path, 'more'), (path: string) => truncate(path, 90_000)]) {
      const long = await tarOf(Array.from({ length: 60 }, (_, k) => sample(k)).flat())
      const [, , extra = ''] = await withShard(long)
      let seen = 0
      let last: unknown
      for await (const found of Source.examples()(Source.tar()([extra]))) {
        if (seen === 0) await change(extra)
        seen += 1
        last = found
      }
      expect(last).toMatchObject({ left: { error: { _tag: 'SizeChanged', path: extra, expected: long.length } } })
    }
  })

  it('tells of a shard that is not there', async () => {
    const missing = join(folder, 'none.tar')
    expect(await shownBy(Source.tar()([missing]))).toMatchObject([
      { _tag: 'Unreadable', path: missing, code: 'ENOENT' },
    ])
  })

  it('fetches shards, and lets go of an answer that never ends', async () => {
    const closed: string[] = []
    const server = createServer((request, response) => {
      response.on('close', () => closed.push(request.url ?? ''))
      if (request.url === '/a.tar') response.end(first)
      else if (request.url === '/cut.tar') response.end(first.slice(0, 1200))
      else if (request.url === '/slow.tar') response.write(first.slice(0, 5000))
      else response.writeHead(404).end('none')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const at = (name: string): string => `http://127.0.0.1:${String(port)}/${name}`
    expect(await shownBy(Source.tar({ size: 4 })([at('a.tar'), shards[1] ?? '']))).toEqual(all)
    const cut = await shownBy(Source.tar({ size: 4 })([at('cut.tar')]))
    expect(cut.at(-1)).toMatchObject({ _tag: 'InFile', error: { _tag: 'NoTar' } })
    expect(await shownBy(Source.tar()([at('none')]))).toMatchObject([{ _tag: 'Unreadable', code: 'HTTP 404' }])
    for await (const found of Source.examples()(Source.tar()([at('slow.tar')]))) {
      expect(E.isRight(found)).toBe(true)
      break
    }
    await vi.waitFor(() => expect(closed).toContain('/slow.tar'), { timeout: 5000 })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(await shownBy(Source.tar()([at('a.tar')]))).toMatchObject([{ _tag: 'Unreadable', path: at('a.tar') }])
  })

  it('refuses options that it does not know', () => {
    expect(() => Source.tar({ lable: () => 1 } as never)).toThrow(/found 'lable'/)
  })

  it('leaves shards as they are', async () => {
    expect(Buffer.compare(await readFile(shards[0] ?? ''), first)).toBe(0)
  })
})
