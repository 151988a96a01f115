/** @file Event files of TensorBoard, read again record by record. */
import { BinaryReader } from '@bufbuild/protobuf/wire'
import { describe, expect, it } from 'vitest'
import { crc32c } from '../../src/codecs/checksums.ts'
import { tensorBoardRecord, tensorBoardStart } from '../../src/train/tensorBoard.ts'
import type { TrainEvent } from '../../src/train/train.ts'

type Event = TrainEvent<null, { readonly correct: number }, number>

const recordOf = tensorBoardRecord((accuracy: number) => ({ accuracy }))

/** The checksum as TensorFlow masks it, in exact arithmetic. */
const masked = (bytes: Uint8Array): bigint => {
  const crc = BigInt(crc32c(bytes))
  return (((crc >> 15n) | ((crc << 17n) & 0xffffffffn)) + 0xa282ead8n) & 0xffffffffn
}

/** The data of a record whose length and checksums are right. */
const dataOf = (record: Uint8Array | null): Uint8Array => {
  const bytes = record ?? new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  const length = Number(view.getBigUint64(0, true))
  expect(bytes.length).toBe(length + 16)
  const data = bytes.slice(12, 12 + length)
  expect(BigInt(view.getUint32(8, true))).toBe(masked(bytes.slice(0, 8)))
  expect(BigInt(view.getUint32(12 + length, true))).toBe(masked(data))
  return data
}

const readers: Readonly<Record<number, (reader: BinaryReader) => unknown>> = {
  0: (reader) => Number(reader.int64()),
  1: (reader) => reader.double(),
  2: (reader) => reader.bytes(),
  5: (reader) => reader.float(),
}

/** The fields of a message, by number, in order. */
const fieldsOf = (data: Uint8Array): readonly (readonly [number, unknown])[] => {
  const reader = new BinaryReader(data)
  const fields: (readonly [number, unknown])[] = []
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag()
    fields.push([number, readers[type]?.(reader)])
  }
  return fields
}

const text = (bytes: unknown): string => new TextDecoder().decode(bytes instanceof Uint8Array ? bytes : undefined)

const scalarsOf = (summary: unknown): readonly (readonly [string, unknown])[] =>
  fieldsOf(summary instanceof Uint8Array ? summary : new Uint8Array(0)).map(([, value]) => {
    const [tag, number] = fieldsOf(value instanceof Uint8Array ? value : new Uint8Array(0))
    return [text(tag?.[1]), number?.[1]]
  })

const scalars = (event: Event): readonly unknown[] => {
  const [time, step, summary] = fieldsOf(dataOf(recordOf(event, 1700000000.5)))
  return [time?.[1], step?.[1], scalarsOf(summary?.[1])]
}

describe('tensorBoardStart', () => {
  it('says when the file was begun, and of which version it is', () => {
    const [time, version] = fieldsOf(dataOf(tensorBoardStart(1700000000.25)))
    expect([time, version?.[0], text(version?.[1])]).toEqual([[1, 1700000000.25], 3, 'brain.Event:2'])
  })
})

describe('tensorBoardRecord', () => {
  it('holds loss and metrics of a step', () => {
    const step: Event = { _tag: 'step', epoch: 1, batch: 2, step: 300, loss: 0.5, metrics: { correct: 31 } }
    expect(scalars(step)).toEqual([
      1700000000.5,
      300,
      [
        ['loss', 0.5],
        ['correct', 31],
      ],
    ])
  })

  it('holds the evaluation of an epoch', () => {
    const progress = { best: null, sinceBest: 0 }
    const epoch: Event = { _tag: 'epoch', epoch: 2, step: 70, evaluation: 0.75, training: null, isBest: true, progress }
    expect(scalars(epoch)).toEqual([1700000000.5, 70, [['accuracy', 0.75]]])
  })

  it.each([NaN, Infinity, -Infinity, 1e300])('keeps %s as float32 does', (loss) => {
    const step: Event = { _tag: 'step', epoch: 1, batch: 1, step: 1, loss, metrics: { correct: 0 } }
    expect(scalars(step)[2]).toEqual([
      ['loss', Math.fround(loss)],
      ['correct', 0],
    ])
  })

  it('has nothing to say of other events', () => {
    expect(recordOf({ _tag: 'evaluation', epoch: 1, partial: 0.5 }, 0)).toBeNull()
    expect(recordOf({ _tag: 'done', reason: 'finished', steps: 3, training: null, best: null }, 0)).toBeNull()
  })
})
