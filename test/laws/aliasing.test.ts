/** @file Nobody changes a tensor from behind: not by an array that was given, nor by one that was handed out. */
import { gzipSync } from 'node:zlib'
import * as ct from 'cotangent'
import * as checkpoint from 'cotangent/checkpoint'
import * as data from 'cotangent/data'
import { startTraining } from 'cotangent/train'
import { adam } from 'cotangent/optim'
import { encode } from 'fast-png'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { goldenFile } from '../data/goldenFiles.ts'
import { seed } from '../seed.ts'

const runtimes = [ct.referenceRuntime, ct.makeRuntime(ct.wasmBackend())] as const

/** Writes another number into every array of a value, as far as it can be written to. */
const scramble = (value: unknown): void => {
  if (ct.isTensor(value)) scramble(value.shape)
  else if (ArrayBuffer.isView(value)) new Uint8Array(value.buffer, value.byteOffset, value.byteLength).fill(7)
  else if (value instanceof Map) value.forEach(scramble)
  else if (Array.isArray(value)) {
    const list: unknown[] = value
    list.forEach(scramble)
    const places = Object.isFrozen(list) ? [] : list.keys()
    for (const k of places) if (typeof list[k] === 'number') list[k] += 1
  } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(scramble)
}

/** A value as text, with the numbers that its tensors have on a runtime. */
const shown = (value: unknown, runtime: ct.Runtime): string =>
  JSON.stringify(value, (_, each: unknown) => {
    if (ct.isTensor(each)) return { shape: each.shape, numbers: Array.from(ct.toArray(each, runtime)) }
    if (each instanceof Map) return [...each]
    if (typeof each === 'bigint') return String(each)
    return ArrayBuffer.isView(each)
      ? { bytes: Array.from(new Uint8Array(each.buffer, each.byteOffset, each.byteLength)) }
      : each
  })

const right = <A>(read: E.Either<unknown, A>): A => (E.isRight(read) ? read.right : expect.fail(JSON.stringify(read)))
const some = <F>(f: F): ((...args: readonly unknown[]) => ct.Tensor) =>
  f as unknown as (...args: readonly unknown[]) => ct.Tensor

const x = ct.arange(24)
const planes = some(ct.reshape([1, 2, 3, 4]))(x)
const kernel: ct.Tensor = ct.ones([2, 2, 2, 2])
const entry = (): checkpoint.SafetensorsEntry => ({ dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) })
const digits = (): data.Dataset =>
  right(
    data.Dataset.dataset({ images: Uint8Array.of(0, 255, 9), labels: [0, 1, 1], imageShape: [1, 1, 1], classes: 2 }),
  )
const image = (): Uint8Array =>
  encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(1, 2, 3, 4, 5, 6) })
const idx = (shape: readonly number[]): Uint8Array =>
  data.encodeIdx({ elementType: 'u8', shape, data: new Uint8Array(shape.reduce((a, b) => a * b)) })

interface Accepting {
  readonly name: string
  /** What is made of the argument. */
  readonly fresh: () => unknown
  /** The same, its argument written into before anything is computed. */
  readonly written: () => unknown
}

const accepts = <A>(name: string, argument: () => A, make: (argument: A) => unknown): Accepting => ({
  name,
  fresh: () => make(argument()),
  written: () => {
    const given = argument()
    const made = make(given)
    scramble(given)
    return made
  },
})

const pths = ['checkpoint_zip.pth', 'checkpoint_legacy.pth', 'dtypes_zip.pth', 'dtypes_legacy.pth']

const accepting: readonly Accepting[] = [
  accepts('tensor, of a list', () => [[1, 2, 3, 4], [2, 2]] as const, ([list, shape]) => ct.tensor(list, shape)), // prettier-ignore
  accepts('tensor, of nested lists', () => [[1, 2], [3, 4]], (list) => ct.tensor(list)), // prettier-ignore
  accepts('zeros', () => [2, 3], (shape) => ct.zeros(shape)), // prettier-ignore
  accepts('ones', () => [2, 3], (shape) => ct.mul(ct.ones(shape) as ct.Tensor, 3)), // prettier-ignore
  accepts('full', () => [2, 3], (shape) => ct.full(shape, 4)), // prettier-ignore
  accepts('full, of a tensor', () => [2, 3], (shape) => ct.full(shape, ct.add(ct.tensor(1), 1))), // prettier-ignore
  accepts('reshape', () => [4, 6], (shape) => some(ct.reshape(shape))(x)), // prettier-ignore
  accepts('broadcastTo', () => [2, 24], (shape) => ct.broadcastTo(shape)(x)), // prettier-ignore
  accepts('uniform', () => [2, 3], (shape) => ct.uniform(shape)(ct.key(1))), // prettier-ignore
  accepts('normal', () => [2, 3], (shape) => ct.normal(shape, { mean: 1 })(ct.key(1))), // prettier-ignore
  accepts('bernoulli', () => [2, 3], (shape) => ct.bernoulli(shape)(ct.key(1))), // prettier-ignore
  accepts('transpose', () => [0, 2, 1, 3], (order) => some(ct.transpose(order))(planes)), // prettier-ignore
  accepts('flip', () => ({ axis: [1, 2] }), (options) => some(ct.flip(options))(planes)), // prettier-ignore
  accepts('sum', () => ({ axis: [1, 3] }), (options) => some(ct.sum(options))(planes)), // prettier-ignore
  accepts('max', () => ({ axis: [1, 3], keepDims: true }), (options) => some(ct.max(options))(planes)), // prettier-ignore
  accepts('logsumexp', () => ({ axis: [1, 3] }), (options) => some(ct.logsumexp(options))(planes)), // prettier-ignore
  accepts('pad', () => ({ padding: [1, 2] }), (options) => ct.pad(options)(planes)), // prettier-ignore
  accepts('pad, reflected', () => ({ padding: [1, 1] }), (options) => ct.pad({ ...options, mode: 'reflect' })(planes)), // prettier-ignore
  accepts('slice', () => [{ start: 0 }, { stop: 1 }, { step: -1 }], (ranges) => some(ct.slice(ranges))(planes)), // prettier-ignore
  accepts('tile', () => [2, 1, 1], (counts) => ct.tile(counts)(planes)), // prettier-ignore
  accepts('splitSizes', () => [4, 20], (sizes) => ct.splitSizes(sizes)(x)), // prettier-ignore
  accepts('conv', () => ({ stride: [1, 2], padding: [1, 0], dilation: [1, 1] }), (options) => ct.conv(options)(planes, kernel)), // prettier-ignore
  accepts('maxPool', () => ({ kernel: [2, 2], stride: [1, 1], padding: [1, 0] }), (options) => ct.maxPool(options)(planes)), // prettier-ignore
  accepts('avgPool', () => ({ kernel: [2, 2], stride: [1, 1], padding: [1, 0] }), (options) => ct.avgPool(options)(planes)), // prettier-ignore
  accepts('interpolate', () => ({ size: [5, 6] as [number, number] }), (options) => ct.interpolate(options)(planes)), // prettier-ignore
  accepts(
    'the gradient through shapes and orders',
    () => ({ shape: [4, 6], order: [1, 0], drawn: [6, 4] }),
    ({ shape, order, drawn }) =>
      some(
        ct.grad((t: ct.Tensor) => {
          const turned = some(ct.transpose(order))(some(ct.reshape(shape))(t))
          return some(ct.sum())(ct.mul(turned, ct.uniform(drawn)(ct.key(1)) as ct.Tensor)) as ct.Tensor<readonly []>
        }),
      )(x),
  ),
  accepts(
    'treeFromTensors',
    () => new Map([['w', entry()]]),
    (named) => right(checkpoint.treeFromTensors({ w: ct.zeros([2]) })(named)),
  ),
  accepts('tensorFromEntry', entry, (one) => right(checkpoint.tensorFromEntry(one))),
  accepts(
    'loadNetwork',
    () => new Map([['w', entry()]]),
    (named) => right(checkpoint.loadNetwork([{ w: ct.zeros([2]) }, {}])(named)),
  ),
  accepts(
    'loadTree',
    () => checkpoint.saveTree({ w: ct.arange(3) }),
    (bytes) => right(checkpoint.loadTree({ w: ct.zeros([3]) })(bytes)),
  ),
  accepts(
    'decodeSafetensors',
    () => checkpoint.saveTree({ w: ct.arange(3) }),
    (bytes) => right(checkpoint.decodeSafetensors(bytes)),
  ),
  accepts(
    'encodeSafetensors',
    () => ({ tensors: new Map([['w', entry()]]), metadata: new Map<string, string>() }),
    checkpoint.encodeSafetensors,
  ),
  ...pths.map((name) =>
    accepts(
      `decodePth, of ${name}`,
      () => new Uint8Array(goldenFile(name)),
      (bytes) => checkpoint.decodePth()(bytes),
    ),
  ),
  accepts(
    'encodeIdx',
    () => ({ elementType: 'u8' as const, shape: [2], data: Uint8Array.of(1, 2) }),
    (array) => data.encodeIdx(array),
  ),
  accepts(
    'decodeIdx',
    () => idx([2, 3]),
    (bytes) => right(data.decodeIdx()(bytes)),
  ),
  accepts(
    'decodeMnist',
    () => ({ images: idx([2, 28, 28]), labels: idx([2]) }),
    (bytes) => right(data.decodeMnist()(bytes)),
  ),
  accepts(
    'decodeCifar10',
    () => new Uint8Array(3073),
    (bytes) => right(data.decodeCifar10(bytes)),
  ),
  accepts('decodeImage', image, (bytes) => right(data.decodeImage(bytes))),
  accepts(
    'gunzip, of bytes that are only stored',
    () => new Uint8Array(gzipSync('digits', { level: 0 })),
    (bytes) => right(data.gunzip(100)(bytes)),
  ),
  accepts(
    'resized',
    () => right(data.decodeImage(image())),
    (given) => [data.resized(given, 1, 2), data.resized(given, 2, 1), data.resized(given, 1, 1, { antialias: false })],
  ),
  accepts(
    'Dataset.dataset, of a Buffer',
    () => ({
      images: Buffer.from([1, 2]),
      labels: [0, 1],
      imageShape: [1, 1, 1] as [number, number, number],
      classes: 2,
    }),
    (parts) => right(data.Dataset.dataset(parts)),
  ),
  accepts(
    'Dataset.batches',
    () => ({ size: 1, pixels: { mean: [0.5], std: [0.5] } }),
    (options) => {
      const made = data.Dataset.batches(options)(digits())
      return { toJSON: () => [...made] }
    },
  ),
  accepts(
    'Dataset.toBatch',
    () => digits(),
    (source) => data.Dataset.toBatch()(source),
  ),
  accepts(
    'Dataset.pick',
    () => [1, 0],
    (places) => data.Dataset.pick(places)(digits()),
  ),
  accepts(
    'Dataset.take, shuffle and split',
    () => digits(),
    (source) => [
      data.Dataset.take(2)(source),
      data.Dataset.shuffle(ct.key(1))(source),
      data.Dataset.split(ct.key(1), 1)(source),
    ],
  ),
]

/** What hands arrays out, again and again from one source. */
const handing: Readonly<Record<string, (runtime: ct.Runtime) => () => unknown>> = {
  toArray: (runtime) => {
    const t = ct.add(x, 1)
    return () => ct.toArray(t, runtime)
  },
  'toArray, of a leaf': (runtime) => {
    const t = ct.tensor(Buffer.from([1, 2, 3]))
    return () => ct.toArray(t, runtime)
  },
  toNested: (runtime) => {
    const t = ct.mul(planes, 2)
    return () => ct.toNested(t, runtime)
  },
  'the shape': () => {
    const t = ct.add(planes, 1)
    return () => [t.shape, t]
  },
  'compiled functions': (runtime) => {
    const f = ct.compile((t: ct.Tensor) => [ct.add(t, 1), t] as const, { runtime })
    return () => f(planes).map((t) => ct.toArray(t, runtime))
  },
  'the state of an optimizer': (runtime) => {
    const { optimizer } = startTraining(adam(), { w: ct.ones([2]) }, {})
    return () => checkpoint.namedTensors(optimizer, { runtime })
  },
  namedTensors: (runtime) => {
    const tree = { w: ct.tensor(Float64Array.of(1, 2)), b: ct.add(x, 1), k: ct.key(3) }
    return () => checkpoint.namedTensors(tree, { runtime })
  },
  saveTree: (runtime) => {
    const tree = { w: ct.tensor(Float64Array.of(1, 2)) }
    return () => checkpoint.saveTree(tree, { runtime })
  },
  'Dataset.take': () => {
    const source = digits()
    return () => data.Dataset.take(2)(source)
  },
  'Dataset.split, one part and the other': () => {
    const [drawn, rest] = data.Dataset.split(ct.key(1), 1)(digits())
    return () => [data.Dataset.take(1)(drawn), data.Dataset.take(2)(rest)]
  },
  resized: () => {
    const source = right(data.decodeImage(image()))
    return () => data.resized(source, 1, 2)
  },
}

/** Typed arrays of every kind, however they lie in memory. */
const kinds = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
] as const

class Lazy extends Float32Array {
  override slice(): this {
    return this
  }
}

type Kind = (typeof kinds)[number]

const lying: Readonly<Record<string, (kind: Kind, numbers: readonly number[]) => ct.NumberArray>> = {
  alone: (kind, numbers) => kind.from(numbers),
  'in a larger buffer': (kind, numbers) => kind.from([0, ...numbers, 0]).subarray(1, 1 + numbers.length),
  'in shared memory': (kind, numbers) => {
    const made = new kind(new SharedArrayBuffer(kind.BYTES_PER_ELEMENT * numbers.length) as unknown as ArrayBuffer)
    made.set(numbers)
    return made
  },
  'as a Buffer': (_, numbers) => Buffer.from(numbers),
  'in a class whose slice copies nothing': (_, numbers) => Lazy.from(numbers),
}

describe('arrays that were given', () => {
  it.each(accepting)('$name: what is written into them afterwards changes nothing', ({ fresh, written }) => {
    for (const runtime of runtimes) expect(shown(written(), runtime)).toBe(shown(fresh(), runtime))
  })

  it.each(Object.entries(lying))('of every kind, %s, are copied by tensor', (_, place) => {
    const bytes = fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 20 })
    fc.assert(
      fc.property(bytes, fc.constantFrom(...kinds), fc.boolean(), (numbers, kind, isForced) => {
        const given = place(kind, numbers)
        const t = ct.tensor(given)
        const twice = ct.mul(t, 2)
        if (isForced) ct.toArray(twice)
        given.fill(0)
        expect(Array.from(ct.toArray(t))).toEqual(numbers)
        expect(Array.from(ct.toArray(twice))).toEqual(numbers.map((n) => 2 * n))
        ct.toArray(t).fill(0)
        ct.toArray(twice).fill(0)
        expect(Array.from(ct.toArray(t))).toEqual(numbers)
        expect(Array.from(ct.toArray(twice))).toEqual(numbers.map((n) => 2 * n))
      }),
      { seed: seed(), numRuns: 50 },
    )
  })

  it('stay writable for whoever gave them', () => {
    const shape = [2, 3]
    const made = [
      ct.zeros(shape),
      ct.full(shape, 1),
      ct.uniform(shape)(ct.key(1)),
      ct.tensor([1, 2, 3, 4, 5, 6], shape),
    ]
    made.push(ct.broadcastTo(shape)(ct.arange(3)), some(ct.reshape(shape))(ct.arange(6)))
    shape[0] = 3
    expect(made.map((t) => t.shape)).toEqual(made.map(() => [2, 3]))
  })

  it('hold numbers, or are refused', () => {
    expect(() => ct.tensor(new DataView(new ArrayBuffer(8)) as never)).toThrow(
      'expected an array of numbers, found one of another kind',
    )
    expect(() => ct.tensor(BigInt64Array.of(1n) as never)).toThrow(
      'expected an array of numbers, found one of another kind',
    )
  })
})

describe('arrays that were handed out', () => {
  it.each(Object.entries(handing))('by %s: what is written into them changes nothing', (_, open) => {
    for (const runtime of runtimes) {
      const again = open(runtime)
      const before = again()
      const told = shown(before, runtime)
      scramble(before)
      expect(shown(again(), runtime)).toBe(told)
    }
  })

  it('stay as they are when the memory is used again', () => {
    for (const runtime of runtimes) {
      const f = ct.compile((t: ct.Tensor) => ct.mul(t, 2), { runtime })
      const first = f(planes)
      const numbers = ct.toArray(first, runtime)
      const kept = Array.from(numbers)
      for (let k = 0; k < 5; k++) ct.toArray(f(ct.add(planes, k) as ct.Tensor), runtime)
      expect([Array.from(numbers), Array.from(ct.toArray(first, runtime))]).toEqual([kept, kept])
    }
  })

  it('refuse to be another shape', () => {
    const t = ct.zeros([2, 3])
    expect(() => ((t.shape as unknown as number[])[0] = 3)).toThrow(TypeError)
    expect(t.shape).toEqual([2, 3])
  })
})
