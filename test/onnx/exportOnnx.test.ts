import * as E from 'fp-ts/lib/Either.js'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { composites, direction, drawInputs, law, operations } from '../../laws/index.ts'
import type { Operation, Sample } from '../../laws/index.ts'
import * as ct from '../../src/index.ts'
import { isTensor, key, toNested } from '../../src/index.ts'
import type { Shape, Tensor } from '../../src/index.ts'
import * as nn from '../../src/nn/index.ts'
import { exportOnnx, showOnnxExportError } from '../../src/onnx/index.ts'
import { toArray } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { expectNear } from '../near.ts'
import { few } from '../samples.ts'
import { notExported, notExportedPage } from './notExported.ts'
import { exported, networkIn, operatorsIn, outputOf } from './roundTrip.ts'

/** ONNX's attributes are of 32 bits, whatever the tensors are. */
const tolerance = 1e-6

/** A sample, exported and imported again; or why it cannot be exported. */
const again = (sample: Sample, inputs: readonly Tensor[]): Tensor | readonly string[] => {
  const bytes = exportOnnx(sample.f, inputs, { type: 'double' })
  if (E.isRight(bytes)) return outputOf(bytes.right, inputs)
  return bytes.left._tag === 'NotExportable'
    ? [...new Set(bytes.left.parts.map(({ reason }) => reason))]
    : [showOnnxExportError(bytes.left)]
}

/** With its shape, so that a tensor without entries is compared too. */
const shaped = (side: Tensor | readonly string[]) => ({ shape: isTensor(side) ? String(side.shape) : 'none', side })

const all: Readonly<Record<string, Operation>> = { ...operations, ...composites }

const roundTrip = (name: string, { samples }: Operation) =>
  law(`${name}: exported and imported again, it computes the same`, samples, (sample) => {
    const inputs = drawInputs(sample)
    const known = notExported[name]
    const found = again(sample, inputs)
    const isRefused = known !== undefined && (known.always || Array.isArray(found))
    return { left: shaped(found), right: shaped(isRefused ? [known.reason] : sample.f(...inputs)), tolerance }
  })

describe('exportOnnx', () => {
  holdsOn(few(3), ...Object.entries(all).map(([name, operation]) => roundTrip(name, operation)))

  it('has a page that says what cannot be exported', () => {
    expect(readFileSync('docs/guide/24-onnx.md', 'utf8')).toContain(notExportedPage())
    expect(Object.keys(notExported).filter((name) => !(name in all))).toEqual([])
  })

  const patterns: Readonly<Record<string, readonly [f: (...xs: readonly Tensor[]) => Tensor, ...shapes: Shape[]]>> = {
    Relu: [(x) => ct.relu(x), [2, 3]],
    Softmax: [ct.softmax({ axis: 1 }), [2, 3, 4]],
    LogSoftmax: [ct.logSoftmax(), [2, 3]],
    LeakyRelu: [ct.leakyRelu({ slope: 0.3 }), [5]],
    PRelu: [(x, w) => ct.prelu(x, w), [2, 3], [3]],
    Elu: [ct.elu({ alpha: 0.5 }), [5]],
    Selu: [(x) => ct.selu(x), [5]],
    Celu: [ct.celu({ alpha: 0.5 }), [5]],
    Softplus: [(x) => ct.softplus(x), [5]],
    Softsign: [(x) => ct.softsign(x), [5]],
    HardSwish: [(x) => ct.hardswish(x), [5]],
    HardSigmoid: [(x) => ct.hardsigmoid(x), [5]],
    Clip: [ct.hardtanh({ low: -0.25, high: 0.75 }), [5]],
    'Sigmoid Mul': [(x) => ct.silu(x), [5]],
    MaxPool: [ct.maxPool2d({ kernel: 3, stride: 2, padding: 1 }), [1, 2, 7, 7]],
    AveragePool: [ct.avgPool({ kernel: 2, stride: 1, padding: 1, countIncludePad: false }), [1, 2, 5, 5]],
    'GlobalAveragePool Flatten': [(x) => ct.globalAvgPool2d(x), [2, 3, 4, 4]],
    ReduceMean: [ct.mean({ axis: 1 }), [2, 3]],
    LRN: [ct.localResponseNorm({ size: 3, alpha: 0.5, beta: 0.6, k: 2 }), [1, 5, 2, 2]],
    Conv: [ct.conv({ stride: 2, padding: 1, groups: 2 }), [2, 4, 5, 5], [2, 2, 3, 3]],
    ConvTranspose: [ct.convTranspose({ stride: 2 }), [2, 4, 3, 3], [4, 2, 3, 3]],
    MatMul: [(a, b) => ct.matmul(a, b), [2, 3, 4], [4, 5]],
    Gemm: [(x, w, b) => ct.add(ct.matmul(x, w), b), [2, 3], [3, 4], [4]],
    Add: [(x, y) => ct.add(x, y), [2, 3], [3]],
    Concat: [(a, b) => ct.concat({ axis: 1 })([a, b]), [2, 3], [2, 1]],
    Flatten: [(x) => ct.flatten(x), [2, 3, 4, 4]],
    Reshape: [ct.reshape([3, -1]), [2, 3, 4]],
    'Cast Gather': [
      (x) =>
        ct.take({ axis: 0 })(
          ct.tensor([
            [1, 2],
            [3, 4],
          ]),
          x,
        ),
      [0],
    ],
  }

  it.each(Object.entries(patterns))('writes %s', (operators, [f, ...shapes]) => {
    const inputs = shapes.map((shape, k) => direction(shape, 3, k))
    const bytes = exported(exportOnnx(f, inputs, { type: 'double' }))
    expect(
      operatorsIn(bytes)
        .filter((one) => one !== 'Constant')
        .join(' '),
    ).toBe(operators)
    expectNear(outputOf(bytes, inputs), Array.from(toArray(f(...inputs))), 6)
  })

  it('tells the axes of a pattern apart where all are as long', () => {
    const x = direction([3, 3], 4, 0)
    const bytes = exported(exportOnnx((t: Tensor) => ct.softmax({ axis: 0 })(t), [x], { type: 'double' }))
    expect(operatorsIn(bytes)).toEqual(['Softmax'])
    expectNear(outputOf(bytes, [x]), Array.from(toArray(ct.softmax({ axis: 0 })(x))), 6)
  })

  it('recognizes no pattern where one of its numbers has two values', () => {
    const bent = (t: Tensor) => ct.mul(ct.expm1(ct.div(ct.where(ct.less(0, t), 0, t), 0.5)), 2)
    const f = (t: Tensor) => ct.where(ct.less(0, t), t, bent(t))
    const x = direction([5], 4, 0)
    const bytes = exported(exportOnnx(f, [x], { type: 'double' }))
    expect(operatorsIn(bytes)).not.toContain('Celu')
    expectNear(outputOf(bytes, [x]), Array.from(toArray(f(x))), 6)
  })

  it('names arguments, their leaves and results', () => {
    const f = ({ a, b }: Readonly<Record<'a' | 'b', Tensor>>, y: Tensor) => ({
      sum: ct.add(a, y),
      both: [ct.mul(b, y)],
    })
    const bytes = exported(
      exportOnnx(f, [{ b: ct.ones([2]), a: ct.ones([2]) }, ct.ones([2])], { inputs: ['x', 'y'], output: 'z' }),
    )
    const { inputs, outputs } = networkIn(bytes)
    expect(inputs.map(({ name }) => name)).toEqual(['x.a', 'x.b', 'y'])
    expect(outputs.map(({ name }) => name)).toEqual(['z.both.0', 'z.sum'])
  })

  it('stores arguments as parameters, and numbers that the function closes over as constants', () => {
    const offset = ct.tensor([10, 20])
    const weights = { gain: ct.tensor([2, 3]) }
    const f = (own: typeof weights, x: Tensor) => ct.add(ct.mul(x, own.gain), offset)
    const bytes = exported(exportOnnx(f, [weights, ct.zeros([2])], { stored: [0] }))
    expect(Object.keys(networkIn(bytes).params)).toEqual(['gain'])
    expect(Array.from(toArray(outputOf(bytes, [ct.tensor([1, 1])])))).toEqual([12, 23])
  })

  it('gives a result that is an argument, or appears twice, a name of its own', () => {
    const bytes = exported(exportOnnx((x: Tensor) => [x, ct.neg(x), ct.zeros([2])], [ct.zeros([3])]))
    const { params, state, apply } = networkIn(bytes)
    const [outputs] = apply(nn.evalMode)(params, state, { input: ct.tensor([1, 2, 3]) })
    expect(Object.keys(outputs)).toEqual(['output.0', 'output.1', 'output.2'])
    expect(toNested(outputs['output.2']!)).toEqual([0, 0])
  })

  it('keeps the name of a value that a result merely repeats', () => {
    const f = (x: Tensor) => {
      const y = ct.neg(x)
      return [ct.max({ axis: [] })(y), ct.exp(y)]
    }
    const bytes = exported(exportOnnx(f, [ct.zeros([1])]))
    const { params, state, apply } = networkIn(bytes)
    expect(toNested(apply(nn.evalMode)(params, state, { input: ct.tensor([2]) })[0]['output.0']!)).toEqual([-2])
  })

  it('exports a gradient', () => {
    const f = (w: Tensor, x: Tensor) => ct.grad((v: Tensor) => ct.sum()(ct.tanh(ct.conv2d({ stride: 2 })(x, v))))(w)
    const inputs = [direction([4, 3, 3, 3], 1, 0), direction([2, 3, 7, 7], 1, 1)] as const
    const bytes = exported(exportOnnx(f, inputs, { type: 'double' }))
    expectNear(outputOf(bytes, inputs), Array.from(toArray(f(...inputs))), 6)
  })

  it('reports everything that cannot be exported at once', () => {
    const f = (x: Tensor) => ct.add(ct.mul(x, ct.uniform([2])(key(1))), ct.normal([2])(key(2)))
    const said = exportOnnx(f, [ct.zeros([2])])
    expect(E.isLeft(said) && said.left._tag === 'NotExportable' && said.left.parts.length).toBeGreaterThan(2)
    expect(E.isLeft(said) && showOnnxExportError(said.left)).toMatch(/^Cannot export the function: .*uniform.*; /)
  })

  it('refuses a function inside a derivative, and options that it does not know', () => {
    expect(() =>
      ct.grad((x: Tensor) => {
        exportOnnx((y: Tensor) => ct.mul(x, y), [ct.zeros([])])
        return x
      })(ct.tensor(1)),
    ).toThrow('derivative')
    expect(() => exportOnnx(ct.relu, [ct.zeros([2])], { opset: 17 } as never)).toThrow("'opset'")
    expect(() =>
      exportOnnx((x: Tensor, y: Tensor) => ct.add(x, y), [ct.zeros([]), ct.zeros([])], { inputs: ['x', 'x'] }),
    ).toThrow("'x' twice")
  })

  it.each<readonly [options: object, expected: string]>([
    [{ inputs: ['output', 'y'] }, "different names, found 'output' twice"],
    [{ output: 'input1' }, "different names, found 'input1' twice"],
    [{ stored: [0], output: 'weight' }, "different names, found 'weight' twice"],
    [{ inputs: ['', 'y'] }, "names of values in 'inputs', found ''"],
    [{ inputs: ['x', '__proto__'] }, "names of values in 'inputs', found '__proto__'"],
    [{ inputs: ['x', 1] }, "names of values in 'inputs', found 1"],
    [{ inputs: 'xy' }, "'inputs' to be a list, found 'xy'"],
    [{ inputs: ['x'] }, "2 names in 'inputs', one for each argument that is not stored, found 1"],
    [{ inputs: ['x', 'y', 'z'] }, "2 names in 'inputs', one for each argument that is not stored, found 3"],
    [{ inputs: ['x', 'y'], stored: [0] }, "1 name in 'inputs', one for each argument that is not stored, found 2"],
    [{ output: '' }, "names of values in 'output', found ''"],
    [{ output: 5 }, "names of values in 'output', found 5"],
    [{ batch: [5] }, "positions of the 2 arguments in 'batch', found 5"],
    [{ batch: [-1] }, "positions of the 2 arguments in 'batch', found -1"],
    [{ batch: ['0'] }, "positions of the 2 arguments in 'batch', found '0'"],
    [{ stored: [7] }, "positions of the 2 arguments in 'stored', found 7"],
    [{ integers: [0.5] }, "positions of the 2 arguments in 'integers', found 0.5"],
    [{ batch: 0 }, "'batch' to be a list, found 0"],
    [{ stored: null }, "'stored' to be a list, found null"],
    [{ batch: [1], stored: [1] }, "inputs in 'batch', found argument 1, which is stored"],
  ])('refuses %j, which fits no argument or no file', (options, expected) => {
    const both = () => exportOnnx((x: Tensor, y: Tensor) => ct.add(x, y), [ct.ones([2]), ct.ones([2])], options)
    expect(both).toThrow(ct.TensorError)
    expect(both).toThrow(expected)
  })

  it('refuses leaves of a result that have one name', () => {
    const f = (x: Tensor) => ({ 'a.b': x, a: { b: ct.exp(x) } })
    expect(() => exportOnnx(f, [ct.ones([2])])).toThrow("different names, found 'output.a.b' twice")
  })

  describe('with whole numbers as inputs', () => {
    const table = ct.tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    const rows = (x: Tensor): Tensor => ct.take({ axis: 0 })(table, x)

    it('declares them as int64, and reads indices without a cast', () => {
      const bytes = exported(exportOnnx(rows, [ct.zeros([1])], { integers: [0], batch: [0], type: 'double' }))
      expect(networkIn(bytes).inputs).toEqual([{ name: 'input', type: 'int64', shape: ['batch'] }])
      expect(operatorsIn(bytes)).toEqual(['Constant', 'Gather'])
      expect(toNested(outputOf(bytes, [ct.tensor([2, 0])]))).toEqual([
        [5, 6],
        [1, 2],
      ])
    })

    it('casts them where they are computed with, and where they are a result', () => {
      const f = (x: Tensor, y: Tensor) => ({ half: ct.div(ct.mul(x, y), 2), same: x, chosen: ct.where(x, y, 0) })
      const inputs = [ct.tensor([3, 0]), ct.tensor([0.5, 7])] as const
      const { params, state, apply, ...slots } = networkIn(exported(exportOnnx(f, inputs, { integers: [0] })))
      const [outputs] = apply(nn.evalMode)(params, state, { input0: inputs[0], input1: inputs[1] })
      expect(slots.inputs.map(({ type }) => type)).toEqual(['int64', 'float'])
      expect(slots.outputs.map(({ type }) => type)).toEqual(['float', 'float', 'float'])
      expect(Object.values(outputs).map((y) => toNested(y))).toEqual([
        [0.5, 0],
        [0.75, 0],
        [3, 0],
      ])
    })

    it('refuses them for arguments that are stored', () => {
      expect(() => exportOnnx(rows, [ct.zeros([1])], { integers: [0], stored: [0] })).toThrow('argument 0')
    })
  })

  describe('with a batch of any size', () => {
    const forAny = (f: (x: Tensor) => Tensor, shape: Shape) => exportOnnx(f, [ct.zeros(shape)], { batch: [0] })
    const functions: Readonly<Record<string, readonly [f: (x: Tensor) => Tensor, ...rest: number[]]>> = {
      'a reshape around the batch': [(x) => ct.reshape([-1, 2])(x), 4, 3],
      'a split of the batch': [(x) => ct.reshape([x.shape[0] ?? 0, 2, -1])(x), 4, 3],
      'a broadcast to the batch': [(x) => ct.broadcastTo([x.shape[0] ?? 0, 3])(ct.tensor([1, 2, 3])), 2],
      'a constant for each example': [(x) => ct.concat({ axis: 1 })([x, ct.ones([x.shape[0] ?? 0, 1])]), 2],
      'a count of examples': [(x) => ct.add(ct.sum({ axis: 1 })(x), ct.arange(x.shape[0] ?? 0)), 2],
      'a product of examples': [(x) => ct.matmul(x, ct.transpose([1, 0])(x)), 3],
      'sums over examples': [(x) => ct.sum({ axis: 0 })(x), 3],
      'the last example first': [(x) => ct.flip({ axis: 0 })(x), 3],
      'a part of each example': [(x) => ct.slice([{}, { start: 1 }])(x), 3],
      'padding of the batch': [(x) => ct.concat({ axis: 0 })([x, x]), 3],
      'a place in each example': [(x) => ct.argmax({ axis: 1 })(x), 3],
      'sorted examples': [(x) => ct.sort({ axis: 0 })(x).values, 3],
    }

    it.each(Object.entries(functions))('writes %s', (_, [f, ...rest]) => {
      const bytes = exported(forAny(f, [1, ...rest]))
      for (const size of [1, 2, 7]) {
        const x = direction([size, ...rest], 5, size)
        expectNear(outputOf(bytes, [x]), Array.from(toArray(f(x))), 5)
      }
    })

    const refusals: Readonly<Record<string, readonly [f: (x: Tensor) => Tensor, reason: string]>> = {
      'a mean over the batch': [(x) => ct.mean({ axis: 0 })(x), 'constant has other numbers'],
      'a step per example': [
        (x) => ct.sum({ axis: 0 })(ct.concat({ axis: 1 })(Array.from({ length: x.shape[0] ?? 0 }, () => x))),
        '',
      ],
      'a fixed size': [(x) => ct.reshape([1, 3])(x), 'reshape'],
      'all but one example': [(x) => ct.slice([{ start: 1 }])(x), 'no multiple'],
      'a square of the batch': [(x) => ct.reshape([-1])(ct.matmul(x, ct.transpose([1, 0])(x))), 'no multiple'],
      'half of the batch': [(x) => ct.slice([{ step: 2 }])(x), ''],
    }

    it.each(Object.entries(refusals))('refuses %s', (_, [f, reason]) => {
      const said = forAny(f, [1, 3])
      expect(E.isLeft(said) && said.left._tag).toBe('BatchDependent')
      expect(E.isLeft(said) && showOnnxExportError(said.left)).toContain(reason)
    })
  })
})
