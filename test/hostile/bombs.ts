/**
 * @file Small inputs that ask for much: each made a decoder hang, exhaust the memory or throw. Their bytes are made here.
 */
import * as E from 'fp-ts/lib/Either.js'
import jpeg from 'jpeg-js'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { decodeSafetensors, decodeStateDict, showCheckpointError } from '../../src/checkpoint/index.ts'
import { cotangent } from '../../src/cli/cotangent.ts'
import { crc32 } from '../../src/codecs/checksums.ts'
import { decodeIdx, decodeImage, showDecodeError } from '../../src/data/index.ts'
import type { LayerDescription } from '../../src/models/index.ts'
import { buildArchitecture, decodeArchitecture, showArchitectureError } from '../../src/models/index.ts'
import { decodeOnnx, onnxNetwork, showOnnxError } from '../../src/onnx/index.ts'
import type { GraphParts } from '../onnx/models.ts'
import { bytesOf as onnxBytes, floats, graph, ints, node, slot } from '../onnx/models.ts'
import { packed, pngOf, chunk } from './pngParts.ts'
import { archive, archiveThatClaims, bytesOf, legacyStart, memberHeader, pickle } from './pthParts.ts'

/** An input and what becomes of it: why it was refused, or that it was not. */
export interface Bomb {
  readonly name: string
  readonly answer: () => string | Promise<string>
  /** What the answer must say. */
  readonly says: RegExp
}

const accepted = 'accepted'

const said = <Why>(result: E.Either<Why, unknown>, show: (why: Why) => string): string =>
  E.isLeft(result) ? show(result.left) : accepted

const pth = (bytes: Uint8Array): string => said(decodeStateDict()(bytes), showCheckpointError)
const safetensors = (bytes: Uint8Array): string => said(decodeSafetensors(bytes), showCheckpointError)
const image = (bytes: Uint8Array): string => said(decodeImage(bytes), showDecodeError)
const architecture = (u: unknown, input: readonly number[] = [1, 1, 8, 8]): string =>
  said(buildArchitecture(u as LayerDescription, input), showArchitectureError)

/** A legacy file of tensors with a storage of one number each. */
export const legacyOf = (count: number): Uint8Array => {
  const entries = Array.from({ length: count }, (_, k) =>
    bytesOf(pickle.text(`t${k}`), pickle.tensor(pickle.storage(String(k), 1), [1], [1])),
  )
  const names = Array.from({ length: count }, (_, k) => pickle.text(String(k)))
  const storages = Array.from({ length: count }, () => bytesOf([8, 1], [4, 0]))
  return new Uint8Array(
    Buffer.concat([
      legacyStart,
      ...[pickle.start, Buffer.from('}('), ...entries, Buffer.from('u'), pickle.stop],
      ...[pickle.start, Buffer.from(']('), ...names, Buffer.from('e'), pickle.stop],
      ...storages,
    ]),
  )
}

/** One stream of zeros that many members of an archive share. */
const sharedStream = (): Uint8Array => {
  const zeros = new Uint8Array(2 ** 21)
  const stream = deflateRawSync(zeros)
  const claims = { method: 8, checksum: crc32(zeros), packed: stream.length, size: zeros.length } as const
  const header = memberHeader({ name: 'data/0', ...claims })
  const members = Array.from({ length: 1000 }, (_, k) => ({ name: `data/${k}`, ...claims, at: 0 }))
  return archive(bytesOf(header, new Uint8Array(stream)), members)
}

/** A pickle that makes a counter of one dictionary again and again. */
const copies = (entries: number, times: number): Uint8Array =>
  bytesOf(
    ...[
      pickle.start,
      pickle.global('collections', 'Counter'),
      Uint8Array.of(0x71, 0),
      '}',
      Uint8Array.of(0x71, 1),
      '(',
    ],
    ...Array.from({ length: entries }, (_, k) => bytesOf(pickle.int(k), pickle.int(1))),
    ...['u', '('],
    ...Array.from({ length: times }, () => Uint8Array.of(0x68, 0, 0x68, 1, 0x85, 0x52)),
    ...['t', pickle.stop],
  )

/** A legacy file whose one tensor is a number that is seen by these strides. */
const viewOfOne = (shape: readonly number[], strides: readonly number[]): Uint8Array =>
  bytesOf(
    legacyStart,
    ...[pickle.start, '}', pickle.text('w'), pickle.tensor(pickle.storage('0', 1), shape, strides), 's', pickle.stop],
    ...[pickle.start, ']', pickle.text('0'), 'a', pickle.stop],
    ...([
      [8, 1],
      [4, 0],
    ] as const),
  )

const safetensorsOf = (header: string, dataBytes = 0): Uint8Array =>
  new Uint8Array(Buffer.concat([bytesOf([8, header.length]), Buffer.from(header), Buffer.alloc(dataBytes)]))

const manyEntries = (count: number): Uint8Array =>
  safetensorsOf(
    `{${Array.from({ length: count }, (_, k) => `"t${k}":{"dtype":"U8","shape":[1],"data_offsets":[${k},${k + 1}]}`).join(',')}}`,
    count,
  )

/** A JPEG of 8 by 8 pixels that claims other sides. */
const jpegThatClaims = (width: number, height: number): Uint8Array => {
  const { data } = jpeg.encode({ width: 8, height: 8, data: new Uint8Array(256) }, 90)
  const bytes = new Uint8Array(data)
  const frame = bytes.findIndex((byte, k) => byte === 0xff && bytes[k + 1] === 0xc0)
  bytes.set([height >> 8, height & 255, width >> 8, width & 255], frame + 5)
  return bytes
}

const palette = chunk('PLTE', Uint8Array.of(1, 2, 3))

const nestedJson = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

const residuals = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => ({ layer: 'residual', inner }), { layer: 'relu' })

const itself: { layer: string; inner?: unknown } = { layer: 'residual' }
itself.inner = itself

const ranCommand = async (words: readonly string[]): Promise<string> => {
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  const code = await cotangent(words, { out: write, err: write } as never)()
  return `${code}: ${lines.join('\n')}`
}

const hugeLayers: readonly (readonly [name: string, description: LayerDescription])[] = [
  ['adaptiveAvgPool2d', { layer: 'adaptiveAvgPool2d', size: [1e9, 1] }],
  ['adaptiveMaxPool2d', { layer: 'adaptiveMaxPool2d', size: 31623 }],
  ['interpolate to a size', { layer: 'interpolate', size: [1e9, 1] }],
  ['interpolate by a scale', { layer: 'interpolate', scale: 1e9, mode: 'bilinear' }],
  ['maxPool2d', { layer: 'maxPool2d', kernel: 2e9, padding: 1e9, stride: 1 }],
  ['avgPool2d', { layer: 'avgPool2d', kernel: 2e9, padding: 1e9, ceilMode: true }],
  ['localResponseNorm', { layer: 'localResponseNorm', size: 1e9 + 1 }],
  ['localResponseNormOfPaper', { layer: 'localResponseNormOfPaper', size: 1e9 + 1 }],
  ['conv2d by its padding', { layer: 'conv2d', in: 1, out: 1, kernel: 3, padding: 1e9 }],
  ['conv2d by its filters', { layer: 'conv2d', in: 1, out: 1e9, kernel: 3 }],
  ['convTranspose2d', { layer: 'convTranspose2d', in: 1, out: 1, kernel: 2, stride: 1e9 }],
  ['embedding', { layer: 'embedding', count: 1e9, width: 1e9 }],
]

const onnx = (parts: GraphParts): string => said(E.chain(onnxNetwork())(decodeOnnx(onnxBytes(parts))), showOnnxError)

const y = [slot('y', [])]
const one = floats('one', [1], [1])
const sizes = (...lengths: readonly (number | bigint)[]): ReturnType<typeof ints> =>
  ints('sizes', [lengths.length], lengths)

/** Models of a few nodes, each of which asks for more than can be. */
const hugeModels: readonly (readonly [name: string, parts: GraphParts])[] = [
  ['ConstantOfShape', { initializers: [sizes(2 ** 40)], nodes: [node('ConstantOfShape', ['sizes'], ['y'])] }],
  ['Expand', { initializers: [one, sizes(2 ** 20, 2 ** 20, 1)], nodes: [node('Expand', ['one', 'sizes'], ['y'])] }],
  ['Tile', { initializers: [one, sizes(2 ** 40)], nodes: [node('Tile', ['one', 'sizes'], ['y'])] }],
  ['Pad', { initializers: [one, sizes(0, 2n ** 62n)], nodes: [node('Pad', ['one', 'sizes'], ['y'])] }],
  [
    'Pad with the edge',
    { initializers: [one, sizes(0, 2 ** 40)], nodes: [node('Pad', ['one', 'sizes'], ['y'], { mode: 'edge' })] },
  ],
  [
    'Range',
    {
      initializers: [ints('from', [], [0]), ints('to', [], [2n ** 62n]), ints('by', [], [1])],
      nodes: [node('Range', ['from', 'to', 'by'], ['y'])],
    },
  ],
  ['HannWindow', { initializers: [ints('size', [], [2 ** 40])], nodes: [node('HannWindow', ['size'], ['y'])] }],
  [
    'MaxPool',
    {
      initializers: [floats('image', [1, 1, 1, 1], [1])],
      nodes: [node('MaxPool', ['image'], ['y'], { kernel_shape: [2 ** 31, 1], pads: [2 ** 30, 0, 2 ** 30, 0] })],
    },
  ],
  [
    'Resize',
    {
      initializers: [floats('image', [1, 1, 1, 1], [1]), sizes(1, 1, 2 ** 30, 1)],
      nodes: [node('Resize', ['image', '', '', 'sizes'], ['y'])],
    },
  ],
  [
    'Concat 60 times over',
    {
      initializers: [one],
      nodes: Array.from({ length: 60 }, (_, k) => {
        const from = k === 0 ? 'one' : `a${String(k)}`
        return node('Concat', [from, from], [k === 59 ? 'y' : `a${String(k + 1)}`], { axis: 0 })
      }),
    },
  ],
  [
    'Unsqueeze',
    {
      initializers: [
        one,
        ints(
          'axes',
          [100000],
          Array.from({ length: 100000 }, (_, k) => k),
        ),
      ],
      nodes: [node('Unsqueeze', ['one', 'axes'], ['y'])],
    },
  ],
]

/** A loop of loops of nothing, a thousand repetitions each. */
const loops = (depth: number): GraphParts => {
  const on = slot('on', [], 9)
  const inputs = [slot('k', [], 7), on]
  const parts = (level: number): GraphParts => ({
    initializers: [ints('count', [], [1000]), floats('r', [], [1])],
    nodes: level === 0 ? [] : [node('Loop', ['count', ''], ['all'], { body: graph({ ...parts(level - 1), inputs }) })],
    outputs: [on, slot('r', [])],
  })
  return { ...parts(depth), outputs: [slot('r', [])] }
}

/** All of them. */
export const bombs: readonly Bomb[] = [
  {
    name: 'an archive of 144 bytes that claims 2^32 members',
    answer: () => pth(archiveThatClaims(2 ** 32)),
    says: /claim of 4294967296 members/,
  },
  {
    name: 'an archive that claims more members than its directory has room for',
    answer: () => pth(archiveThatClaims(100000)),
    says: /no room for 100000 members/,
  },
  {
    name: 'a dictionary of 2,000 entries that is copied 100,000 times',
    answer: () => pth(bytesOf(legacyStart, copies(2000, 100000))),
    says: /more than 4194304 steps/,
  },
  {
    name: 'a whole number of 100 kB',
    answer: () => pth(bytesOf(pickle.start, [1, 0x8b], [4, 100000], new Uint8Array(100000).fill(7), pickle.stop)),
    says: /a whole number of 100000 bytes/,
  },
  {
    name: 'a view of stride 0',
    answer: () => pth(viewOfOne([30000, 30000], [0, 0])),
    says: /views come to 3600000000 bytes/,
  },
  {
    name: 'a view of fewer strides than axes',
    answer: () => pth(viewOfOne([1, 1], [1])),
    says: /expected as many strides of a tensor as axes, 2, found 1/,
  },
  { name: 'members that share one stream', answer: () => pth(sharedStream()), says: /shares bytes/ },
  {
    name: 'more legacy storages than members are allowed',
    answer: () => said(decodeStateDict({ maxMembers: 39999 })(legacyOf(40000)), showCheckpointError),
    says: /claim of 40000 members/,
  },
  { name: '40,000 legacy storages', answer: () => pth(legacyOf(40000)), says: /^accepted$/ },
  {
    name: 'a PNG that claims 2^31 pixels',
    answer: () => image(pngOf({ width: 65536, height: 32768, depth: 8, type: 2 }, packed(new Uint8Array(100)))),
    says: /claim of 2147483648 pixels/,
  },
  {
    name: 'a PNG of 40,000 by 40,000',
    answer: () => image(pngOf({ width: 40000, height: 40000, depth: 1, type: 0 }, packed(new Uint8Array(100)))),
    says: /claim of 1600000000 pixels/,
  },
  {
    name: 'a PNG whose stream cannot hold its pixels',
    answer: () => image(pngOf({ width: 8000, height: 8000, depth: 8, type: 6 }, packed(new Uint8Array(100)))),
    says: /its pixels come to \d+ bytes or less/,
  },
  {
    name: 'a palette PNG of 36 million pixels in 35 kB',
    answer: () =>
      image(pngOf({ width: 6000, height: 6000, depth: 8, type: 3 }, packed(new Uint8Array(6001 * 6000)), palette)),
    says: /^accepted$/,
  },
  {
    name: 'a palette PNG of 280 million pixels in 35 kB',
    answer: () =>
      image(pngOf({ width: 16728, height: 16728, depth: 1, type: 3 }, packed(new Uint8Array(2092 * 16728)), palette)),
    says: /claim of 279825984 pixels/,
  },
  {
    name: 'a JPEG that claims 9,000 by 9,000',
    answer: () => said(decodeImage(jpegThatClaims(9000, 9000), { maxPixels: 2 ** 27 }), showDecodeError),
    says: /bytes cannot hold \d+ blocks/,
  },
  {
    name: 'a JPEG that claims 65,535 by 65,535',
    answer: () => image(jpegThatClaims(65535, 65535)),
    says: /cannot hold/,
  },
  { name: '500,000 entries of safetensors', answer: () => safetensors(manyEntries(500000)), says: /members/ },
  { name: '20,000 entries of safetensors', answer: () => safetensors(manyEntries(20000)), says: /^accepted$/ },
  {
    name: 'a header of safetensors nested 5,000 deep',
    answer: () => safetensors(safetensorsOf(`{"a":${nestedJson(5000)}}`)),
    says: /claim of 257 levels/,
  },
  {
    name: 'an entry of safetensors that claims 2^53 elements',
    answer: () =>
      safetensors(safetensorsOf('{"a":{"dtype":"F32","shape":[9007199254740991],"data_offsets":[0,4]}}', 4)),
    says: /takes 36028797018963964 bytes/,
  },
  {
    name: 'IDX in 30 kB of gzip that claims 4 GiB',
    answer: () => {
      const bomb = new Uint8Array(gzipSync(new Uint8Array(2 ** 24)))
      new DataView(bomb.buffer).setUint32(bomb.length - 4, 2 ** 32 - 1, true)
      return said(decodeIdx()(bomb), showDecodeError)
    },
    says: /trailer announces/,
  },
  { name: 'an architecture nested 5,000 deep', answer: () => architecture(residuals(5000)), says: /257 levels/ },
  { name: 'an architecture that holds itself', answer: () => architecture(itself), says: /257 levels/ },
  {
    name: 'an architecture that holds 2^40 layers by reference',
    answer: () =>
      architecture(
        Array.from({ length: 40 }).reduce<unknown>((inner) => ({ layer: 'sequential', layers: [inner, inner] }), {
          layer: 'relu',
        }),
      ),
    says: /claim of 131073 members/,
  },
  {
    name: 'an architecture with options nested 5,000 deep',
    answer: () => architecture({ layer: 'conv2d', in: JSON.parse(nestedJson(5000)) as unknown }),
    says: /^in: expected a whole number, 1 or more, found \[\[/,
  },
  {
    name: 'an architecture with a bigint',
    answer: () => said(decodeArchitecture({ layer: 'dense', in: 2n, out: 1 }), showArchitectureError),
    says: /^in: expected a whole number, 1 or more, found 2n$/,
  },
  ...hugeLayers.map(([name, description]): Bomb => ({
    name: `an architecture that asks ${name} for 10^9 cells`,
    answer: () => architecture(description, name === 'embedding' ? [1, 8] : [1, 1, 8, 8]),
    says: /claim of \d+ (cells|elements)|at most 2\^53 - 1 entries/,
  })),
  ...hugeModels.map(([name, parts]): Bomb => ({
    name: `a model of ONNX whose ${name} asks for more than can be`,
    answer: () => onnx({ ...parts, outputs: y }),
    says: /at most \d+|at most 2\^53 - 1 entries|sides of at most/,
  })),
  {
    name: 'a model of ONNX with a loop of 10^9 repetitions',
    answer: () => {
      const inputs = [slot('k', [], 7), slot('on', [], 9)]
      const body = graph({ inputs, outputs: [slot('on', [], 9)] })
      const initializers = [ints('count', [], [1e9])]
      return onnx({ initializers, nodes: [node('Loop', ['count', ''], [], { body })] })
    },
    says: /at most 1024 repetitions/,
  },
  { name: 'a model of ONNX with loops in loops', answer: () => onnx(loops(6)), says: /at most 131072 nodes in all/ },
  ...['constructor', '__proto__', 'toString'].map((name): Bomb => ({
    name: `cotangent summary ${name}`,
    answer: () => ranCommand(['summary', name]),
    says: new RegExp(`^2: Cannot summarize ${name}: expected one of lenet`),
  })),
]
