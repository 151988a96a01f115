/** @file Every decoder of the library, with samples to damage and generators of whole inputs. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import jpeg from 'jpeg-js'
import * as checkpoint from '../../src/checkpoint/index.ts'
import { parseFlags } from '../../src/cli/Flags.ts'
import { summarize } from '../../src/cli/summarize.ts'
import { zeros } from '../../src/index.ts'
import * as data from '../../src/data/index.ts'
import type { LayerDescription } from '../../src/models/index.ts'
import { Architecture, buildArchitecture, decodeArchitecture, showArchitectureError } from '../../src/models/index.ts'
import { decodeOnnx, onnxNetwork, showOnnxError } from '../../src/onnx/index.ts'
import { goldenFile } from '../data/goldenFiles.ts'
import { bytesOf, floats, ints, node, slot } from '../onnx/models.ts'
import { anyArchitecture, anyGzip, anyPng, anyPth, anySafetensors, bytesOfPixels } from './generate.ts'
import { mutated } from './mutate.ts'
import { chunk, packed, pngOf, withChecksums } from './pngParts.ts'
import type { Random } from './random.ts'

/** A decoder: what it says of bytes, its errors as text. */
export interface Decoder {
  readonly name: string
  readonly input: (random: Random) => Uint8Array
  readonly decode: (bytes: Uint8Array) => E.Either<string, unknown>
}

/** Small budgets, so that a million inputs take minutes: what is not refused by them is small. */
export const limits = {
  maxBytes: 2 ** 22,
  maxPixels: 2 ** 18,
  maxElements: 2 ** 20,
  maxCells: 2 ** 14,
  maxMembers: 2 ** 10,
  maxValues: 2 ** 14,
  maxDepth: 64,
} as const

const files = readdirSync(fileURLToPath(new URL('../vectors/files', import.meta.url)))
const named = (pattern: RegExp): readonly Uint8Array[] => files.filter((name) => pattern.test(name)).map(goldenFile)

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const ofText = (value: string): Uint8Array => new TextEncoder().encode(value)

const decodes =
  <Why, A>(decode: (bytes: Uint8Array) => E.Either<Why, A>, show: (why: Why) => string): Decoder['decode'] =>
  (bytes) =>
    pipe(decode(bytes), E.mapLeft(show))

const ofData = <A>(decode: (bytes: Uint8Array) => E.Either<data.DecodeError, A>): Decoder['decode'] =>
  decodes(decode, data.showDecodeError)
const ofCheckpoint = <A>(decode: (bytes: Uint8Array) => E.Either<checkpoint.CheckpointError, A>): Decoder['decode'] =>
  decodes(decode, checkpoint.showCheckpointError)

const damaged =
  (samples: readonly Uint8Array[]): Decoder['input'] =>
  (random) =>
    mutated(samples, random)
/** Damaged samples, and inputs that are made whole. */
const either =
  (samples: readonly Uint8Array[], whole: Decoder['input']): Decoder['input'] =>
  (random) =>
    random.once(2) ? mutated(samples, random) : whole(random)

const pngs = [0, 2, 3, 4, 6].flatMap((type) =>
  [0, 1].map((interlace) => {
    const claims = { width: 9, height: 7, depth: 8, type, interlace }
    return pngOf(claims, packed(new Uint8Array(bytesOfPixels(claims))), chunk('PLTE', new Uint8Array(768)))
  }),
)
const jpegOf = (width: number, height: number): Uint8Array => {
  const pixels = Uint8Array.from({ length: 4 * width * height }, (_, k) => (k * k) % 251)
  return new Uint8Array(jpeg.encode({ width, height, data: pixels }, 70).data)
}
const jpegs = [jpegOf(8, 8), jpegOf(33, 17)]

const idx = named(/^idx_/)
const digits = data.encodeIdx({ elementType: 'u8', shape: [3, 28, 28], data: new Uint8Array(3 * 784) })
const labels = data.encodeIdx({ elementType: 'u8', shape: [3], data: Uint8Array.of(7, 2, 1) })
const pths = named(/\.pth$/).filter(({ length }) => length < 20000)
const onnxModel = bytesOf({
  inputs: [slot('x', [2, 3])],
  outputs: [slot('y', [3, 2])],
  initializers: [floats('w', [3, 2], [1, 2, 3, 4, 5, 6]), ints('shape', [2], [3, 2])],
  nodes: [
    node('MatMul', ['x', 'w'], ['h']),
    node('Concat', ['x', 'h'], ['c'], { axis: 1 }),
    node('Slice', ['x', 'shape', 'shape'], ['s']),
    node('Reshape', ['x', 'shape'], ['y']),
  ],
})
const safetensors = named(/\.safetensors$/).filter(({ length }) => length < 20000)
const tree = { a: zeros([20]), b: zeros([1]) }
const cifar10 = named(/^cifar10_.*\.bin$/).map((bytes) => bytes.slice(0, 2 * 3073))
const cifar100 = named(/^cifar100_.*\.bin$/).map((bytes) => bytes.slice(0, 2 * 3074))

const architectures = [
  {
    layer: 'sequential',
    layers: [{ layer: 'conv2d', in: 1, out: 2, kernel: [3, 3] }, { layer: 'relu' }, { layer: 'flatten' }],
  },
  {
    layer: 'layers',
    layers: { a: { layer: 'interpolate', scale: 2, mode: 'bilinear' }, b: { layer: 'maxPool2d', kernel: 2 } },
  },
].map((description) => ofText(JSON.stringify(description)))

const architecture = (bytes: Uint8Array): E.Either<string, unknown> =>
  pipe(
    E.tryCatch((): unknown => JSON.parse(text(bytes)), String),
    E.chain((value) => {
      Architecture.is(value)
      return pipe(
        decodeArchitecture(value, limits),
        E.chain((description: LayerDescription) => buildArchitecture(description, [1, 1, 8, 8], limits)),
        E.mapLeft(showArchitectureError),
      )
    }),
  )

const words = [
  'laws',
  'programs',
  'summary',
  '--runs',
  '1e9',
  '-1',
  '--seed',
  '--only',
  '--json',
  '--backend',
  'wasm',
  '--input',
  '0,0',
  '9'.repeat(400),
  'constructor',
  '__proto__',
  '--help',
  '',
  'lenet',
  '--path',
  '1:2',
]

const commandLine = (bytes: Uint8Array): E.Either<string, unknown> => {
  const all = text(bytes).split('\0')
  const said: string[] = []
  const write = (line: string): void => void said.push(line)
  if (all[0] !== 'summary')
    return pipe(
      parseFlags(all),
      E.mapLeft((why) => (why._tag === 'Help' ? why.text : why.line)),
    )
  const code = summarize(all.slice(1), { out: write, err: write })
  return code === 0 ? E.right(said) : E.left(said.join('\n'))
}

/** All of them. */
export const decoders: readonly Decoder[] = [
  { name: 'decodeIdx', input: either(idx, anyGzip), decode: ofData(data.decodeIdx(limits)) },
  { name: 'gunzip', input: either(named(/\.gz$/), anyGzip), decode: ofData(data.gunzip(limits.maxBytes)) },
  {
    name: 'decodeMnist of images',
    input: either([digits], anyGzip),
    decode: ofData((images) => data.decodeMnist(limits)({ images, labels })),
  },
  {
    name: 'decodeMnist of labels',
    input: either([labels], anyGzip),
    decode: ofData((bytes) => data.decodeMnist(limits)({ images: digits, labels: bytes })),
  },
  { name: 'decodeCifar10', input: damaged(cifar10), decode: ofData(data.decodeCifar10) },
  { name: 'decodeCifar100', input: damaged(cifar100), decode: ofData(data.decodeCifar100()) },
  {
    name: 'decodeImage of PNG',
    input: either(pngs, (random) => (random.once(2) ? anyPng(random) : withChecksums(mutated(pngs, random)))),
    decode: ofData((bytes) => data.decodeImage(bytes, limits)),
  },
  { name: 'decodeImage of JPEG', input: damaged(jpegs), decode: ofData((bytes) => data.decodeImage(bytes, limits)) },
  {
    name: 'decodeOnnx',
    input: damaged([onnxModel]),
    decode: decodes((bytes) => E.chain(onnxNetwork(limits))(decodeOnnx(bytes, limits)), showOnnxError),
  },
  {
    name: 'decodeSafetensors',
    input: either(safetensors, anySafetensors),
    decode: ofCheckpoint((bytes) => checkpoint.decodeSafetensors(bytes, limits)),
  },
  {
    name: 'loadTree',
    input: either([checkpoint.saveTree(tree)], anySafetensors),
    decode: ofCheckpoint(checkpoint.loadTree(tree, limits)),
  },
  { name: 'decodeStateDict', input: either(pths, anyPth), decode: ofCheckpoint(checkpoint.decodeStateDict(limits)) },
  { name: 'decodePth', input: either(pths, anyPth), decode: ofCheckpoint(checkpoint.decodePth(limits)) },
  {
    name: 'buildArchitecture',
    input: either(architectures, (random) => ofText(JSON.stringify(anyArchitecture(random)))),
    decode: architecture,
  },
  {
    name: 'the command line',
    input: (random) => ofText(Array.from({ length: 1 + random.below(5) }, () => random.oneOf(words)).join('\0')),
    decode: commandLine,
  },
]
