/**
 * @file What callers from JavaScript, or casts, may hand over where images, sizes and settings are asked for: a `TensorError`
 * at the call, which says what was expected and what was found.
 */
import { key, ones, TensorError } from 'cotangent'
import * as data from 'cotangent/data'
import { Dataset, Source } from 'cotangent/data'
import { describe, expect, it } from 'vitest'

type Call = (bad: never) => unknown

const images = ones([2, 3, 4, 4])
const red = { height: 1, width: 1, planes: Uint8Array.of(255, 0, 0) }
const parts = { images: new Uint8Array(4), labels: [0], imageShape: [1, 2, 2], classes: 2 } as const
const huge = 100_000

/** Calls that take a number or a pair, and what each must refuse. */
const refused: Readonly<Record<string, readonly [call: Call, bad: readonly unknown[], expected: string]>> = {
  ...Object.fromEntries(
    Object.entries<Call>({
      readImage: (size) => data.readImage({ size }),
      readImageFolder: (size) => data.readImageFolder({ size }),
      'Source.folder': (size) => Source.folder({ size }),
      'Source.tar': (size) => Source.tar({ size }),
    }).flatMap(([name, call]) => [
      [name, [call, [1.5, 0, -1, '4', [1], [4, 0], [1, 2, 3], null, NaN], "'size' to be a whole number above 0, or a"]],
      [`${name}, of too many pixels`, [call, [huge, [huge, huge]], 'a size of at most 67108864 pixels']],
    ]),
  ),
  'readImage, of more pixels than are allowed': [
    (maxPixels) => data.readImage({ size: 3, maxPixels }),
    [8],
    'a size of at most 8 pixels, found 3 x 3',
  ],
  resized: [(side) => data.resized(red, side, 1), [0, 1.5, '1', null], 'whole sides above 0'],
  'resized, of too many pixels': [(side) => data.resized(red, side, side), [1e6], 'at most 67108864 pixels'],
  'resized, of planes that are cut short': [
    (planes) => data.resized({ ...red, planes }, 2, 2),
    [new Uint8Array(2)],
    '3 bytes, found 2',
  ],
  ...Object.fromEntries(
    Object.entries<Call>({
      centerCrop: (size) => data.centerCrop(size),
      fiveCrop: (size) => data.fiveCrop(size),
      tenCrop: (size) => data.tenCrop(size),
      resize: (size) => data.resize(size),
      randomCrop: (size) => data.randomCrop({ size }),
    }).map(([name, call]) => [
      name,
      [call, [1, [1], [1, 0], [1.5, 1], ['1', 1], null, undefined], "'size' to be a height and a width"],
    ]),
  ),
  'padding of randomCrop': [(padding) => data.randomCrop({ size: [1, 1], padding }), [-1, 0.5, NaN], "'padding'"],
  'fill of randomCrop': [(fill) => data.randomCrop({ size: [1, 1], fill }), [NaN, Infinity], 'a finite number'],
  randomFlip: [(probability) => data.randomFlip({ probability }), [2, -1, NaN, '1', null], 'a number from 0 to 1'],
  'scale of randomAffine': [
    (scale) => data.randomAffine({ scale }),
    [[0, 0], 1, [-1, 1], [2, 1], [1], [1, NaN], [1, Infinity], null],
    "'scale' to be two finite numbers above 0, the smaller first",
  ],
  'degrees of randomAffine': [(degrees) => data.randomAffine({ degrees }), [NaN, -1], 'a finite number, 0 or more'],
  'shift of randomAffine': [(shift) => data.randomAffine({ shift }), [Infinity, -1], 'a finite number, 0 or more'],
  colorJitter: [(contrast) => data.colorJitter({ contrast }), [NaN, -1], 'a finite number, 0 or more'],
  pcaJitter: [
    (deviation) => data.pcaJitter({ axes: [[1]], variances: [1] }, { deviation }),
    [NaN, -1],
    'a finite number, 0 or more',
  ],
  'std of normalize': [(std) => data.normalize({ mean: [0], std }), [[0], [NaN], [-1], 1], "'std' to be a"],
  'mean of normalize': [(mean) => data.normalize({ mean, std: [1] }), [[NaN], 0, null], "'mean' to be a"],
  ...Object.fromEntries(
    Object.entries<Call>({
      imageTensor: (pixels) => data.imageTensor(pixels),
      toBatch: (pixels) => Dataset.toBatch(pixels),
      readImage: (pixels) => data.readImage({ pixels }),
      'Dataset.batches': (pixels) => Dataset.batches({ size: 1, pixels }),
      'Source.batches': (pixels) => Source.batches({ size: 1, pixels }),
    }).map(([name, call]) => [
      `pixels of ${name}`,
      [
        call,
        [null, { mean: 0 }, { std: 1 }, { mean: NaN, std: 1 }, { mean: 0, std: 0 }, { mean: 0, std: [NaN] }],
        "'pixels",
      ],
    ]),
  ),
  'imageTensor, of planes that are cut short': [
    (planes) => data.imageTensor()({ ...red, planes }),
    [new Uint8Array(2)],
    '3 bytes, found 2',
  ],
  prefetch: [(ahead) => data.prefetch(ahead), [Infinity, -1, 0.5, '1'], 'a whole number, 0 or more'],
  'images of a data set': [
    (given) => Dataset.dataset({ ...parts, images: given }),
    [new Float32Array(4), new Int8Array(4), [0, 0, 0, 0], null],
    "'images' as a Uint8Array",
  ],
  'shape of a data set': [
    (imageShape) => Dataset.dataset({ ...parts, imageShape }),
    [[-1, -1, 4], [0.5, 8, 1], [1, 0, 1], [1, 4], [1, 1, 2, 2], 4, null],
    "'imageShape' to be",
  ],
  'classes of a data set': [
    (classes) => Dataset.dataset({ ...parts, classes }),
    [-1, 0.5, 0, NaN, '2', 2 ** 40],
    "'classes' to be",
  ],
  'labels of a data set': [(labels) => Dataset.dataset({ ...parts, labels }), [null, 1, {}], 'a list of numbers'],
  'size of batchCount': [(size) => Dataset.batchCount({ size }, 7), [0, -1, 0.5], 'the size to be a whole number'],
  'count of batchCount': [(count) => Dataset.batchCount({ size: 1 }, count), [-1, NaN], 'the count to be a whole'],
  'size of batches': [(size) => Dataset.batches({ size }), [0, 1.5], 'the size to be a whole number'],
  'classes of decodeMnist': [(classes) => data.decodeMnist({ classes }), [0, 1.5], "'classes' to be"],
  'element type of encodeIdx': [
    (elementType) => data.encodeIdx({ elementType, shape: [1], data: new Uint8Array(1) }),
    ['u16', 'toString', undefined],
    "'elementType' to be one of u8, i8",
  ],
  'data of encodeIdx': [
    (given) => data.encodeIdx({ elementType: 'u8', shape: [1], data: given }),
    [new Float32Array(1), [300], null],
    "'data' to be a Uint8Array",
  ],
  'shape of encodeIdx': [
    (shape) => data.encodeIdx({ elementType: 'u8', shape, data: new Uint8Array(1) }),
    [null, [-1], [2 ** 33], [2]],
    'Cannot encode',
  ],
  'bytes of decoders': [
    (bytes) => [data.decodeImage, data.decodeIdx(), data.gunzip(9), data.decodeCifar10].map((decode) => decode(bytes)),
    [null, undefined, 'PNG', [1, 2], new Float32Array(2)],
    'bytes as a Uint8Array',
  ],
  'limits of decodeImage': [
    (maxPixels) => data.decodeImage(new Uint8Array(), { maxPixels }),
    [NaN, -1, 'x', null],
    "'maxPixels' to be a number, 0 or more",
  ],
  'limits of readers': [
    (maxBytes) =>
      [data.readBytes, data.readMnist, (path: string) => data.readImage({ maxBytes })(path)].map((read) =>
        read('no', { maxBytes }),
      ),
    [NaN, -1, 'x'],
    "'maxBytes' to be a number, 0 or more",
  ],
  'limit of gunzip': [(limit) => data.gunzip(limit), [NaN, -1, 'x'], "'limit' to be a number, 0 or more"],
}

const cases = Object.entries(refused).flatMap(([name, [call, bad, expected]]) =>
  bad.map((value) => ({ name, shown: JSON.stringify(value), call, value, expected })),
)

describe('what is no image, size or setting', () => {
  it.each(cases)('is refused by $name: $shown', ({ call, value, expected }) => {
    const use = () => call(value as never)
    expect(use).toThrow(TensorError)
    expect(use).toThrow(expected)
  })

  it('is told from what is one', () => {
    expect(data.randomAffine({ scale: [0.5, 0.5] })(key(1))(images).shape).toEqual(images.shape)
    expect(data.randomFlip({ probability: 1 })(key(1))(images).shape).toEqual(images.shape)
    expect(data.decodeImage(Buffer.from('no'), { maxPixels: Infinity, maxBytes: 0 })._tag).toBe('Left')
    expect(data.resized(red, 3, 3, { maxPixels: 9 }).planes).toHaveLength(27)
    expect(Dataset.batchCount({ size: 2, dropLast: true }, 7)).toBe(3)
    expect(Dataset.dataset({ ...parts, classes: 2 ** 32, labels: [2 ** 32 - 1] })._tag).toBe('Right')
  })
})
