import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { encodeIdx } from '../../src/data/idx.ts'
import { decodeMnist } from '../../src/data/mnist.ts'
import { goldenFile } from './goldenFiles.ts'

const images = goldenFile('train-images-idx3-ubyte.gz')
const labels = goldenFile('train-labels-idx1-ubyte.gz')

describe('decodeMnist', () => {
  it('pairs images with labels', () => {
    const decoded = decodeMnist()({ images, labels })
    expect(decoded).toMatchObject({ right: { count: 64, imageShape: [1, 28, 28], classes: 10 } })
    expect(E.isRight(decoded) && decoded.right.images.length).toBe(64 * 784)
  })

  it('rejects 64 images with 63 labels', () => {
    expect(decodeMnist()({ images, labels: goldenFile('idx_pair_labels_63') })).toEqual(
      E.left({ _tag: 'CountMismatch', images: 64, labels: 63 }),
    )
  })

  it('rejects images and labels that are exchanged, and says in which file', () => {
    const error = { _tag: 'WrongMagic', expected: 0x803, found: 0x801 }
    expect(decodeMnist()({ images: labels, labels: images })).toEqual(E.left({ _tag: 'InFile', file: 'images', error }))
  })

  it('rejects labels that are no digits', () => {
    const found = decodeMnist()({
      images: encodeIdx({ elementType: 'u8', shape: [4, 28, 28], data: new Uint8Array(4 * 784) }),
      labels: goldenFile('idx_pair_labels_bad_class'),
    })
    expect(found).toMatchObject({ left: { _tag: 'LabelOutOfRange', classes: 10 } })
  })

  it('accepts more classes when told', () => {
    const decoded = decodeMnist({ classes: 256 })({
      images: encodeIdx({ elementType: 'u8', shape: [4, 28, 28], data: new Uint8Array(4 * 784) }),
      labels: goldenFile('idx_pair_labels_bad_class'),
    })
    expect(E.isRight(decoded)).toBe(true)
  })

  it('rejects images of another size', () => {
    const small = encodeIdx({ elementType: 'u8', shape: [64, 8, 8], data: new Uint8Array(64 * 64) })
    expect(decodeMnist()({ images: small, labels })).toEqual(
      E.left({
        _tag: 'InFile',
        file: 'images',
        error: { _tag: 'WrongImageShape', expected: [28, 28], found: [8, 8] },
      }),
    )
  })
})
