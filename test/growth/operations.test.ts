/**
 * @file Growth: what an operation reads, writes and holds, by the plan of its program, for its value and its gradient. A
 * plan says so exactly, whatever the machine: cells read and written stand for time, bytes of the arena for memory. Each
 * may be a constant times the size of what goes in and comes out, and that constant may grow with the logarithm of the size at most.
 */
import * as ops from 'cotangent'
import { tensor, vjp } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { planProgram } from '../../src/backend/wasm/index.ts'
import { structureWriter } from '../../src/compile/structure.ts'
import { trace } from '../../src/compile/trace.ts'
import { binaryNames, unaryNames } from '../../src/core/elementwise.ts'
import { sizeOf } from '../../src/core/Shape.ts'
import type { Shape } from '../../src/core/Shape.ts'
import * as operations from '../../src/ops/index.ts'

type Made = readonly [f: (...xs: readonly Tensor[]) => unknown, ...shapes: readonly Shape[]]

const key = ops.key(1)
const filled = (shape: Shape): Tensor => tensor(new Float32Array(sizeOf(shape)).fill(0.5), shape) as Tensor

/** An operation of tensors, untyped: what the table names it checks. */
const call = (f: unknown) => f as (...args: readonly unknown[]) => never
const made = (f: unknown, options?: unknown) => call(call(f)(options))

const unary = (name: string): Made => [call(operations[name as 'abs']), [1]]
const binary = (name: string): Made => [call(operations[name as 'add']), [1], [1]]

/** A signal [1, 2, n], an image [1, 2, 16, n] or a volume, at scale n. */
const image = (n: number): Shape => [1, 2, 16, n]
const volume = (n: number): Shape => [1, 2, 4, 4, n]

/** How every operation is called at a size; each grows along one axis. */
const table: Readonly<Record<string, (n: number) => Made>> = {
  ...Object.fromEntries(
    [
      ...unaryNames,
      ...'acos acosh asin asinh atan atanh cosh digamma erfinv exp2 frac hardsigmoid hardswish lgamma'.split(' '),
      ...'log10 log2 logSigmoid mish relu6 selu silu sinc sinh softplus softsign tan tanhshrink trunc'.split(' '),
    ].map((name) => [name, (n: number): Made => [unary(name)[0], [n]]]),
  ),
  ...Object.fromEntries(
    'celu elu gelu hardshrink hardtanh leakyRelu logit nanToNum softshrink'
      .split(' ')
      .map((name) => [name, (n: number): Made => [made(operations[name as 'elu'], {}), [n]]]),
  ),
  ...Object.fromEntries(
    [...binaryNames, ...'atan2 fmax fmin greater greaterEqual hypot logaddexp remainder xlogy'.split(' ')].map(
      (name) => [name, (n: number): Made => [binary(name)[0], [n], [n]]],
    ),
  ),
  ...Object.fromEntries(
    'logsumexp max mean min prod sum variance'.split(' ').flatMap((name) => [
      [name, (n: number): Made => [made(operations[name as 'sum'], {}), [3, n]]],
      [`${name}, axis 0`, (n: number): Made => [made(operations[name as 'sum'], { axis: 0 }), [n, 3]]],
    ]),
  ),
  ...Object.fromEntries(
    'argmax argmin argsort cumprod cumsum flip logSoftmax norm softmax'.split(' ').flatMap((name) => [
      [name, (n: number): Made => [made(operations[name as 'cumsum'], { axis: 1 }), [3, n]]],
      [`${name}, axis 0`, (n: number): Made => [made(operations[name as 'cumsum'], { axis: 0 }), [n, 3]]],
    ]),
  ),
  flatten: (n) => [ops.flatten, image(n)],
  globalAvgPool2d: (n) => [ops.globalAvgPool2d, image(n)],
  globalMaxPool2d: (n) => [ops.globalMaxPool2d, image(n)],
  adaptiveAvgPool2d: (n) => [made(ops.adaptiveAvgPool2d, [4, n / 2]), image(n)],
  adaptiveMaxPool2d: (n) => [made(ops.adaptiveMaxPool2d, [4, n / 2]), image(n)],
  adaptiveMaxPoolIndices2d: (n) => [made(ops.adaptiveMaxPoolIndices2d, [4, n / 2]), image(n)],
  arange: (n) => [() => ops.arange(n)],
  at: (n) => [made(ops.at, 1), [3, n]],
  avgPool: (n) => [made(ops.avgPool, { kernel: [3] }), [1, 2, n]],
  avgPool1d: (n) => [made(ops.avgPool1d, { kernel: 3 }), [1, 2, n]],
  avgPool2d: (n) => [made(ops.avgPool2d, { kernel: 3, stride: 2 }), image(n)],
  bernoulli: (n) => [() => call(ops.bernoulli([n], 0.5))(key)],
  broadcastTo: (n) => [made(ops.broadcastTo, [3, n]), [n]],
  channelShuffle: (n) => [made(ops.channelShuffle, 2), image(n)],
  chunk: (n) => [(x) => ops.chunk(2)(x as Tensor)[1], [n]],
  clamp: (n) => [call(call(ops.clamp)({ low: 0, high: 1 })), [n]],
  concat: (n) => [(a, b) => made(ops.concat, { axis: 0 })([a, b]), [n], [n]],
  conv: (n) => [call(call(ops.conv)({ padding: [1] })), [1, 2, n], [2, 2, 3]],
  conv1d: (n) => [call(call(ops.conv1d)({ padding: 1 })), [1, 2, n], [2, 2, 3]],
  conv2d: (n) => [call(call(ops.conv2d)({ padding: 1 })), image(n), [2, 2, 3, 3]],
  'conv2d, by tiles': (n) => [call(call(ops.conv2d)({ padding: 1 })), [1, 32, 16, n], [32, 32, 3, 3]],
  convTranspose: (n) => [call(call(ops.convTranspose)({ stride: [2] })), [1, 2, n], [2, 2, 3]],
  convTranspose1d: (n) => [call(call(ops.convTranspose1d)({ stride: 2, padding: 'same' })), [1, 2, n], [2, 2, 3]],
  convTranspose2d: (n) => [call(call(ops.convTranspose2d)({ stride: 2, padding: 1 })), image(n), [2, 2, 3, 3]],
  avgPool3d: (n) => [made(ops.avgPool3d, { kernel: 2 }), volume(n)],
  conv3d: (n) => [call(call(ops.conv3d)({ padding: 1 })), volume(n), [2, 2, 3, 3, 3]],
  'conv3d, along the depth': (n) => [call(call(ops.conv3d)({ padding: 1 })), [1, 2, n, 3, 3], [2, 2, 3, 3, 3]],
  convTranspose3d: (n) => [call(call(ops.convTranspose3d)({ stride: 2 })), volume(n), [2, 2, 2, 2, 2]],
  deformConv2d: (n) => [
    (x, w, offset) => call(ops.deformConv2d({ padding: 1 }))(x, w, { offset }),
    image(n),
    [2, 2, 3, 3],
    [1, 18, 16, n],
  ],
  diagonal: (n) => [call(ops.diagonal(0)), [n, 3]],
  dropout: (n) => [() => call(ops.bernoulli([n], 0.5))(key)],
  attention: (n) => [made(ops.attention, {}), [n, 3, 2], [n, 4, 2], [n, 4, 2]],
  einsum: (n) => [made(ops.einsum, 'ni,ij->nj'), [n, 3], [3, 3]],
  expandDims: (n) => [made(ops.expandDims, 0), [n]],
  fold: (n) => [call(ops.fold([4, 2 * n], { kernel: 2, stride: 2 })), [1, 8, 2 * n]],
  eye: (n) => [() => ops.eye(n, { columns: 3 })],
  full: (n) => [() => ops.full([n], 2)],
  gather: (n) => [(x) => made(ops.gather, { axis: 0 })(x, ops.zeros([n])), [n]],
  glu: (n) => [made(ops.glu, {}), [3, 2 * n]],
  groupNorm: (n) => [made(ops.groupNorm, { groups: 2 }), image(n)],
  affineGrid: (n) => [made(ops.affineGrid, { size: [n, 4] }), [1, 2, 3]],
  gridSample: (n) => [made(ops.gridSample, {}), image(n), [1, 4, n, 2]],
  'interpolate, nearest': (n) => [made(ops.interpolate, { scale: [2, 2] }), image(n)],
  'interpolate, bilinear': (n) => [made(ops.interpolate, { scale: [2, 2], mode: 'bilinear' }), image(n)],
  'interpolate, averaged': (n) => [
    made(ops.interpolate, { scale: [0.5, 0.25], mode: 'bicubic', antialias: true }),
    image(n),
  ],
  'interpolate, area': (n) => [made(ops.interpolate, { scale: [0.5, 0.5], mode: 'area' }), image(n)],
  layerNorm: (n) => [made(ops.layerNorm, {}), [3, n]],
  lerp: (n) => [call(ops.lerp(0.5)), [n], [n]],
  localResponseNorm: (n) => [made(ops.localResponseNorm, { size: 5 }), image(n)],
  localResponseNormOfPaper: (n) => [made(ops.localResponseNormOfPaper, { size: 5 }), image(n)],
  lpPool: (n) => [made(ops.lpPool, { p: 2, kernel: 2 }), image(n)],
  matmul: (n) => [call(ops.matmul), [n, 3], [3, 3]],
  maxPool: (n) => [made(ops.maxPool, { kernel: [3] }), [1, 2, n]],
  maxPool1d: (n) => [made(ops.maxPool1d, { kernel: 3 }), [1, 2, n]],
  maxPool2d: (n) => [made(ops.maxPool2d, { kernel: 3, stride: 2 }), image(n)],
  maxPool3d: (n) => [made(ops.maxPool3d, { kernel: 2 }), volume(n)],
  maxPoolIndices: (n) => [made(ops.maxPoolIndices, { kernel: [3] }), [1, 2, n]],
  maxUnpool: (n) => [(x) => call(ops.maxUnpool([2 * n]))(x, ops.zeros([1, 2, n])), [1, 2, n]],
  median: (n) => [(x) => ops.median()(x as Tensor).values, [3, n]],
  normal: (n) => [() => ops.normal([n])(key)],
  oneHot: (n) => [made(ops.oneHot, 4), [n]],
  ones: (n) => [() => ops.ones([n])],
  pad: (n) => [made(ops.pad, { padding: [2] }), [n]],
  'pad, reflect': (n) => [made(ops.pad, { padding: [2], mode: 'reflect' }), [n]],
  categorical: (n) => [(x) => ops.categorical(x as Tensor)(key), [3, n]],
  permutation: (n) => [() => ops.permutation(n)(key)],
  pixelShuffle: (n) => [made(ops.pixelShuffle, 2), [1, 8, 2, n]],
  pixelUnshuffle: (n) => [made(ops.pixelUnshuffle, 2), image(2 * n)],
  prelu: (n) => [call(ops.prelu), [2, n], [n]],
  repeatInterleave: (n) => [call(ops.repeatInterleave(2, { axis: 0 })), [n]],
  reshape: (n) => [made(ops.reshape, [n, 2]), [2, n]],
  roiAlign: (n) => [(x) => call(ops.roiAlign({ size: [16, n] }))(x, ops.zeros([1, 4]), ops.zeros([1])), image(n)],
  rmsNorm: (n) => [made(ops.rmsNorm, {}), [3, n]],
  roll: (n) => [made(ops.roll, 1), [n]],
  ...Object.fromEntries(
    ['replace', 'add', 'mul', 'min', 'max'].map((mode) => [
      mode === 'replace' ? 'scatter' : `scatter, ${mode}`,
      (n: number): Made => [(x, u) => made(ops.scatter, { axis: 0, mode })(x, ops.arange(n), u), [n], [n]],
    ]),
  ),
  scatterNd: (n) => [(x, u) => made(ops.scatterNd, {})(x, ops.zeros([n, 1]), u), [n, 2], [n, 2]],
  scatterAdd: (n) => [(x) => made(ops.scatterAdd, { axis: 0, size: n })(ops.arange(n), x), [n]],
  slice: (n) => [made(ops.slice, [{ start: 1 }]), [n]],
  sort: (n) => [(x) => ops.sort()(x as Tensor).values, [3, n]],
  squeeze: (n) => [made(ops.squeeze, 0), [1, n]],
  stack: (n) => [(a, b) => made(ops.stack, { axis: 0 })([a, b]), [n], [n]],
  sumPool: (n) => [made(ops.sumPool, { kernel: [3] }), [1, 2, n]],
  take: (n) => [(x) => made(ops.take, { axis: 0 })(x, ops.zeros([n])), [4, 2]],
  threshold: (n) => [call(call(ops.threshold)({ above: 0, value: 1 })), [n]],
  splitSizes: (n) => [(x) => ops.splitSizes([1, n - 1])(x as Tensor)[1], [n]],
  sumTo: (n) => [made(ops.sumTo, [n]), [3, n]],
  tile: (n) => [made(ops.tile, [2]), [n]],
  topK: (n) => [(x) => ops.topK(2)(x as Tensor).values, [3, n]],
  transpose: (n) => [call(ops.transpose), [3, n]],
  tril: (n) => [made(ops.tril, 0), [3, n]],
  triu: (n) => [made(ops.triu, 0), [3, n]],
  unfold: (n) => [made(ops.unfold, { kernel: 2, stride: 2 }), image(n)],
  uniform: (n) => [() => ops.uniform([n])(key)],
  rotaryEmbedding: (n) => [made(ops.rotaryEmbedding, {}), [n, 4]],
  unitNorm: (n) => [made(ops.unitNorm, {}), [3, n]],
  where: (n) => [call(ops.where), [n], [n], [n]],
  zeros: (n) => [() => ops.zeros([n])],
}

/** Exports that are no operations of tensors, or are readings of one that the table has. */
const others: Readonly<Record<string, string>> = {
  primitives: 'the table of primitives',
  getRing: 'an instance',
  getSumMonoid: 'an instance',
  convFilter: 'a gradient of conv',
  convInput: 'a gradient of conv',
  showTensor: 'text',
}

interface Cost {
  /** Cells that go in and come out. */
  readonly size: number
  readonly cells: number
  readonly bytes: number
}

const costOf = (inputs: readonly Tensor[], outputs: readonly Tensor[]): Cost => {
  const traced = trace(outputs, structureWriter())
  const program = traced.program(traced.roots)
  const cellsOf = (shapes: readonly Shape[]): number => shapes.reduce((total, shape) => total + sizeOf(shape), 0)
  return {
    size: cellsOf([...inputs, ...outputs].map(({ shape }) => shape)),
    cells: program.instructions.reduce((n, { inputShapes, shape }) => n + cellsOf(inputShapes) + sizeOf(shape), 0),
    bytes: planProgram(program).bytes,
  }
}

/** The cost of the value, and of all gradients of its sum. */
const costs = ([f, ...shapes]: Made): readonly Cost[] => {
  const inputs = shapes.map(filled)
  const value = (xs: readonly Tensor[]): Tensor => f(...xs) as Tensor
  if (inputs.length === 0) return [costOf([], [value([])])]
  const [y, pullback] = vjp(value as never)(inputs as never) as [Tensor, (g: Tensor) => readonly Tensor[]]
  return [costOf(inputs, [value(inputs)]), costOf(inputs, [y, ...pullback(filled(y.shape))])]
}

const [few, many] = [512, 8192]
/** The logarithm of the sizes, and some room. */
const allowed = (1.1 * Math.log2(many)) / Math.log2(few)

describe('an operation', () => {
  it('has a row here, or a reason not to', () => {
    const rows = Object.keys(table).map((row) => row.split(',')[0])
    const missing = Object.keys(operations).filter((name) => !rows.includes(name) && !(name in others))
    expect(missing).toEqual([])
  })

  it.each(Object.entries(table))('%s takes time and memory in proportion to its size, or n log n', (_, make) => {
    const [small, large] = [costs(make(few)), costs(make(many))]
    large.forEach((far, k) => {
      const near = small[k]!
      // n log n is allowed, and a little for what does not grow: constants, alignment to 64 bytes.
      expect(far.cells / far.size).toBeLessThan(allowed * (near.cells / near.size) + 1)
      expect(far.bytes / far.size).toBeLessThan(allowed * (near.bytes / near.size) + 4)
    })
  })
})
