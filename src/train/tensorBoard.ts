/**
 * @file Event files of TensorBoard: the numbers of a training, as records that `tensorboard --logdir FOLDER` reads.
 *
 *     file   = start, then a record for each event        record = length, crc(length), event, crc(event)
 *     event  = time, step, (tag, value) for each number    crc = CRC-32C, rotated and shifted as TensorFlow does
 *
 * An event is a message of Protocol Buffers (`tensorflow/core/util/event.proto`).
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { crc32c } from '../codecs/checksums.ts'
import type { TrainEvent } from './train.ts'

/** Fields of the messages, by their numbers in `event.proto` and `summary.proto`. */
const field = { time: 1, step: 2, version: 3, summary: 5, value: 1, tag: 1, simpleValue: 2 } as const

/** A checksum as records hold it, so that checksums of checksums are not trivial. */
const masked = (bytes: Uint8Array): number => {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

const recordOf = (data: Uint8Array): Uint8Array => {
  const record = new Uint8Array(data.length + 16)
  const view = new DataView(record.buffer)
  view.setBigUint64(0, BigInt(data.length), true)
  view.setUint32(8, masked(record.subarray(0, 8)), true)
  record.set(data, 12)
  view.setUint32(12 + data.length, masked(data), true)
  return record
}

const timed = (seconds: number): BinaryWriter => new BinaryWriter().tag(field.time, WireType.Bit64).double(seconds)

const valueOf = (tag: string, value: number): Uint8Array =>
  new BinaryWriter()
    .tag(field.tag, WireType.LengthDelimited)
    .string(tag)
    .tag(field.simpleValue, WireType.Bit32)
    .float(Math.fround(value))
    .finish()

const summaryOf = (numbers: Readonly<Record<string, number>>): Uint8Array =>
  Object.entries(numbers)
    .reduce(
      (writer, [tag, value]) => writer.tag(field.value, WireType.LengthDelimited).bytes(valueOf(tag, value)),
      new BinaryWriter(),
    )
    .finish()

/**
 * The beginning of an event file, written at a time in seconds since 1970. TensorBoard reads files whose name contains
 * `tfevents`.
 *
 * @example
 * ```ts
 * import { tensorBoardStart } from 'cotangent/train'
 *
 * tensorBoardStart(1.5e9).length // => 40
 * ```
 */
export const tensorBoardStart = (seconds: number): Uint8Array =>
  recordOf(timed(seconds).tag(field.version, WireType.LengthDelimited).string('brain.Event:2').finish())

/**
 * An event of a training as a record of an event file, written at a time in seconds since 1970; the given function names
 * the numbers of an evaluation. Loss and metrics of a step are named `loss` and as the metrics are. An event without
 * numbers has no record: `null`. Numbers are kept as float32, as TensorBoard does.
 *
 * @example
 * ```ts
 * import { tensorBoardRecord, tensorBoardStart } from 'cotangent/train'
 * import type { TrainEvent } from 'cotangent/train'
 *
 * const recordOf = tensorBoardRecord((accuracy: number) => ({ accuracy }))
 * const step: TrainEvent<object, object, number> =
 *   { _tag: 'step', epoch: 1, batch: 2, step: 2, loss: 0.5, metrics: {} }
 * const file = [tensorBoardStart(1.5e9), recordOf(step, 1.5e9 + 1)]
 * file.map((record) => record?.length) // => [40, 42]
 * ```
 */
export const tensorBoardRecord =
  <E>(evaluation: (evaluation: E) => Readonly<Record<string, number>>) =>
  <T, M>(event: TrainEvent<T, M, E>, seconds: number): Uint8Array | null => {
    if (event._tag !== 'step' && event._tag !== 'epoch') return null
    const numbers = event._tag === 'step' ? { loss: event.loss, ...event.metrics } : evaluation(event.evaluation)
    return recordOf(
      timed(seconds)
        .tag(field.step, WireType.Varint)
        .int64(event.step)
        .tag(field.summary, WireType.LengthDelimited)
        .bytes(summaryOf(numbers))
        .finish(),
    )
  }
