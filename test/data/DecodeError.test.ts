import { describe, expect, it } from 'vitest'
import type { DecodeError } from '../../src/data/DecodeError.ts'
import { showDecodeError } from '../../src/data/DecodeError.ts'

describe('showDecodeError', () => {
  it.each<[error: DecodeError, text: string]>([
    [
      { _tag: 'Truncated', part: 'data', expected: 3152, found: 3052 },
      'Cannot read the data: expected 3152 bytes, found 3052',
    ],
    [{ _tag: 'TrailingBytes', expected: 1, found: 3 }, 'Cannot accept bytes after the data: expected 1 byte, found 3'],
    [
      { _tag: 'WrongMagic', expected: 0x803, found: 0x801 },
      'Cannot read this kind of file: expected the magic number 0x00000803, found 0x00000801',
    ],
    [
      { _tag: 'WrongMagic', found: 0x3c21646f },
      'Cannot read as IDX: the magic number 0x3c21646f does not start with two zero bytes',
    ],
    [{ _tag: 'UnknownElementType', code: 7 }, 'Cannot read the elements: no IDX element type has the code 0x07'],
    [
      { _tag: 'DimensionOverflow', shape: [4294967295, 4294967295] },
      'Cannot count the elements of [4294967295, 4294967295]: the product exceeds 2^53 - 1',
    ],
    [
      { _tag: 'OverBudget', option: 'maxBytes', limit: 10, claimed: 20 },
      'Cannot accept a claim of 20 bytes: the limit is 10 (maxBytes)',
    ],
    [
      { _tag: 'CorruptGzip', fault: { _tag: 'WrongChecksum', expected: 1, found: 2 } },
      'Cannot decompress: the checksum should be 0x00000001, it is 0x00000002',
    ],
    [{ _tag: 'WrongImageShape', expected: [28, 28], found: [8, 8] }, 'Cannot use images of [8, 8]: expected [28, 28]'],
    [{ _tag: 'CountMismatch', images: 64, labels: 63 }, 'Cannot pair 64 images with 63 labels'],
    [
      { _tag: 'LabelOutOfRange', index: 3, label: 10, classes: 10 },
      'Cannot accept label 10 at index 3: expected a whole number from 0 to 9',
    ],
    [{ _tag: 'SizeChanged', path: 'a', expected: 1, found: 0 }, 'Cannot go on reading a: it had 1 byte, now it has 0'],
    [{ _tag: 'NoTar', detail: 'it ends too early' }, 'Cannot read the archive: it ends too early'],
    [{ _tag: 'NoLabel', detail: 'it has no .cls' }, 'Cannot label an example: it has no .cls'],
    [{ _tag: 'TooFewExamples', examples: 1, ranks: 2 }, 'Cannot share 1 example among 2 ranks'],
    [{ _tag: 'SourceFailed', detail: 'no more' }, 'Cannot read the source: no more'],
    [{ _tag: 'WorkerFailed', detail: 'it exited' }, 'Cannot decode in a worker thread: it exited'],
    [{ _tag: 'Unreadable', path: 'a/b', code: 'ENOENT' }, 'Cannot read a/b: no such file or folder'],
    [
      { _tag: 'InFile', file: 'a/b.gz', error: { _tag: 'CorruptGzip', fault: { _tag: 'BadHeader' } } },
      'a/b.gz: Cannot decompress: the gzip header is damaged or cut short',
    ],
  ])('%o', (error, text) => {
    expect(showDecodeError(error)).toBe(text)
  })
})
