/** @file A few whole files of each format that is recognized. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { key, tensor } from 'cotangent'
import { encodeNpy, encodeNpz, encodePth, namedTensors, saveTree } from 'cotangent/checkpoint'
import { dense } from 'cotangent/nn'
import { exportNetwork } from 'cotangent/onnx'
import * as E from 'fp-ts/lib/Either.js'
import { zipped } from '../../src/checkpoint/zipped.ts'
import type { FileFormat } from '../../src/codecs/FileFormat.ts'
import { goldenFile } from '../data/goldenFiles.ts'
import { bytesOf, node, slot } from '../onnx/models.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

/** The template of the trees below. */
export const tree = { fc: { weight: tensor([1, 2, 3], [3]) } }

const model = bytesOf({
  inputs: [slot('x', [2])],
  outputs: [slot('y', [2])],
  nodes: [node('Neg', ['x'], ['y'])],
})

const layer = dense(4, 2)

/** A model of this library. */
const exported = E.getOrElse<unknown, Uint8Array>(() => new Uint8Array(0))(
  exportNetwork(layer, ...layer.init(key(0)), [1, 4]),
)

/** A model with its producer before the rest, as those that PyTorch writes. */
const ofProducer = Uint8Array.of(
  ...model.subarray(0, 2),
  ...ascii('\u0012\u0007pytorch\u001a\u00032.9'),
  ...model.subarray(2),
)

/** A safetensors file whose header has 640 bytes, 0x280, with which a pickle of protocol 2 begins. */
const likePickle = (): Uint8Array => {
  const short = saveTree(tree)
  const head = 8 + new DataView(short.buffer).getUint32(0, true)
  const bytes = new Uint8Array(8 + 640 + short.length - head).fill(0x20)
  bytes.set(Uint8Array.of(0x80, 2, 0, 0, 0, 0, 0, 0))
  bytes.set(short.subarray(8, head), 8)
  bytes.set(short.subarray(head), 8 + 640)
  return bytes
}

/** Files by their format. */
export const fileSamples: Readonly<Record<FileFormat, readonly Uint8Array[]>> = {
  pth: [encodePth(namedTensors(tree)), goldenFile('lenet_zip.pth'), goldenFile('lenet_legacy.pth')],
  pickle: [goldenFile('mal_plain_pickle.pth'), ascii('\u0080\u0004]\u0094.')],
  npy: [encodeNpy({ dtype: 'F32', data: Float32Array.of(1), shape: [1] })],
  npz: [encodeNpz(namedTensors(tree)), readFileSync(new URL('../vectors/numpy/arrays.npz', import.meta.url))],
  safetensors: [saveTree(tree), likePickle(), goldenFile('lenet.expected.safetensors')],
  onnx: [model, ofProducer, exported],
  zip: [zipped([['notes.txt', ascii('a .npy file, or data.pkl')]])],
  gzip: [gzipSync('text')],
  png: [ascii('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR')],
  jpeg: [ascii('\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0')],
  hdf5: [ascii('\u0089HDF\r\n\u001a\n\0\0\0\0\0')],
  gitLfs: [goldenFile('mal_lfs_pointer.pth')],
  html: [
    '<!DOCTYPE html><title>404</title>',
    '\n<html lang="en">',
    '\u00ef\u00bb\u00bf<!-- page -->',
    '<?xml version="1.0"?>',
  ].map(ascii),
  text: [ascii('{"error":"no such file"}'), new TextEncoder().encode('Datei nicht verfügbar\r\n')],
}

/** Each sample with its format. */
export const allSamples: readonly (readonly [format: FileFormat, bytes: Uint8Array])[] = Object.entries(
  fileSamples,
).flatMap(([format, samples]) => samples.map((bytes) => [format as FileFormat, bytes] as const))
