import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  argmax,
  compile,
  grad,
  key,
  mean,
  mul,
  normal,
  ones,
  referenceRuntime,
  sub,
  sum,
  tensor,
  toArray,
  toNested,
  zeros,
} from '../../src/index.ts'
import type { Tensor } from '../../src/index.ts'
import { Dataset, mnistPixels, readMnist, showDecodeError } from '../../src/data/index.ts'
import { lenet } from '../../src/models/index.ts'
import { crossEntropy, evalMode, trainMode } from '../../src/nn/index.ts'
import type { TensorsByName, OnnxError, OnnxNetwork, OnnxNetworkOptions } from '../../src/onnx/index.ts'
import { decodeOnnx, onnxNetwork, showOnnxError } from '../../src/onnx/index.ts'
import { applyUpdates, sgd } from '../../src/optim/index.ts'
import { checkGradient, laws } from '../../laws/index.ts'
import { holds } from '../holds.ts'
import type { GraphParts } from './models.ts'
import { bytesOf, floats, graph, ints, lenetParts, node, slot } from './models.ts'

const imported = (parts: GraphParts, options: OnnxNetworkOptions = {}, opset = 17): E.Either<OnnxError, OnnxNetwork> =>
  E.chain(onnxNetwork(options))(decodeOnnx(bytesOf(parts, opset)))

const network = (parts: GraphParts, opset = 17): OnnxNetwork => {
  const made = imported(parts, {}, opset)
  if (E.isLeft(made)) throw new Error(showOnnxError(made.left))
  return made.right
}

const said = (parts: GraphParts, options: OnnxNetworkOptions = {}): string => {
  const made = imported(parts, options)
  return E.isLeft(made) ? showOnnxError(made.left) : 'accepted'
}

const run = (net: OnnxNetwork, inputs: TensorsByName): TensorsByName =>
  net.apply(evalMode)(net.params, net.state, inputs)[0]

const dense: GraphParts = {
  inputs: [slot('x', ['N', 2])],
  outputs: [slot('y', ['N', 3])],
  initializers: [floats('w', [3, 2], [1, 0, 0, 1, 1, 1]), floats('b', [3], [0, 0, 1])],
  nodes: [node('Gemm', ['x', 'w', 'b'], ['y'], { transB: 1 })],
}

describe('onnxNetwork', () => {
  it('gives weights by name and computes the outputs', () => {
    const net = network(dense)
    expect(Object.keys(net.params)).toEqual(['w', 'b'])
    expect(net.inputs[0]?.shape).toEqual(['N', 2])
    const { y } = run(net, { x: tensor([[2, 3]]) })
    expect(toNested(y!)).toEqual([[2, 3, 6]])
  })

  it('is a layer with one input and one output', () => {
    const { layer } = network(dense)
    const [params, state] = layer!.init(key(0))
    expect(toNested(layer!.apply(evalMode)(params, state, tensor([[1, 1]]) as Tensor)[0])).toEqual([[1, 1, 3]])
    expect(network({ ...dense, outputs: [slot('y', ['N', 3]), slot('x', ['N', 2])] }).layer).toBeNull()
  })

  it('tells equal weights that are stored once apart', () => {
    const net = network({
      inputs: [slot('x', [2])],
      outputs: [slot('y', [2])],
      initializers: [floats('w', [2], [3, 4])],
      nodes: [
        node('Identity', ['w'], ['bn2.weight']),
        node('Mul', ['x', 'w'], ['h']),
        node('Add', ['h', 'bn2.weight'], ['y']),
      ],
    })
    expect(Object.keys(net.params)).toEqual(['bn2.weight', 'w'])
    const slopes = grad((params: TensorsByName) =>
      sum()(net.apply(evalMode)(params, net.state, { x: tensor([5, 6]) })[0]['y']!),
    )(net.params)
    expect(toNested(slopes['w']!)).toEqual([5, 6])
    expect(toNested(slopes['bn2.weight']!)).toEqual([1, 1])
  })

  it('reports everything that it cannot import at once', () => {
    const text = said({
      inputs: [slot('x', [1])],
      outputs: [slot('y', [1])],
      nodes: [node('Foo', ['x'], ['a']), node('Relu', ['a'], ['b'], { mood: 1 }), node('Bar', ['b'], ['y'])],
    })
    expect(text).toContain("Foo 'a' (operator")
    expect(text).toContain("Relu 'b' (mood")
    expect(text).toContain("Bar 'y' (operator")
  })

  it('checks shapes without numbers where all lengths are known', () => {
    const parts = { ...dense, inputs: [slot('x', ['N', 5])] }
    expect(said(parts)).toBe('accepted')
    expect(said(parts, { dimensions: { N: 4 } })).toMatch(
      /^Cannot import the node Gemm 'y' \(multiply \[4, 5\][^:]*\): expected/,
    )
  })

  it('says once which node refuses, what it was to do, and why', () => {
    const parts = (side: number | string): GraphParts => ({
      inputs: [slot('x', [2, side])],
      outputs: [slot('y', [2, side])],
      nodes: [node('Softmax', ['x'], ['y'], { axis: 5 })],
    })
    const why = "the node Softmax 'y' (find the axis of [2, 2]): expected an axis from -2 to 1, found 5"
    expect(said(parts(2))).toBe(`Cannot import ${why}`)
    expect(() => run(network(parts('N')), { x: ones([2, 2]) })).toThrow(`Cannot run ${why}`)
  })

  it.each<readonly [what: string, nodes: GraphParts['nodes'], expected: string]>([
    ['an input that is left out', [node('Add', ['x', ''], ['y'])], "Add 'y' (read the inputs): expected an input 1"],
    [
      'an attribute of another kind',
      [node('Softmax', ['x'], ['y'], { axis: 'a' })],
      "Softmax 'y' (read the attributes): expected an attribute of kind Int as 'axis', found Text",
    ],
    ['a type without a name', [node('Cast', ['x'], ['y'], { to: 99 })], "Cast 'y' (cast): expected a type"],
    ['a long range', [node('Range', ['z', 'n', 'o'], ['y'])], "Range 'y' (allocate a value): expected at most"],
    ['shapes that do not fit', [node('Add', ['o2', 'o3'], ['y'])], "Add 'y' (broadcast [2] and [3]): expected as many"],
  ])('says what is wrong with %s', (_, nodes, expected) => {
    const initializers = [
      ints('z', [], [0]),
      ints('n', [], [2 ** 40]),
      ints('o', [], [1]),
      ints('o2', [2], [1, 1]),
      ints('o3', [3], [1, 1, 1]),
    ]
    const text = said({ inputs: [slot('x', [2])], outputs: [slot('y', ['N'])], initializers, nodes: nodes! })
    expect(text).toContain(`Cannot import the node ${expected}`)
    expect(text.match(/Cannot/g)).toHaveLength(1)
  })

  it.each<readonly [dims: readonly (number | string)[] | null, expected: string | null]>([
    [[2, 3], null],
    [['N', 3], null],
    [['N', 'M'], null],
    [null, null],
    [[7], '[7]'],
    [[], '[]'],
    [[2, 4], '[2, 4]'],
    [['N', 2], '[2, 2]'],
    [['M', 'K', 1], '[M, K, 1]'],
  ])('holds an output to its declared shape %j', (dims, expected) => {
    const parts = { ...dense, inputs: [slot('x', ['N', 2])], outputs: [slot('y', dims)] }
    const text = said(parts, { dimensions: { N: 2 } })
    expect(text).toBe(
      expected === null
        ? 'accepted'
        : `Cannot import the node Gemm 'y' (give the output 'y'): expected the declared shape ${expected}, found [2, 3]`,
    )
    expect(said(parts)).toBe('accepted')
  })

  it('folds shape arithmetic exactly, with the greatest number as an end', () => {
    const net = network({
      inputs: [slot('x', ['N', 'C', 4])],
      outputs: [slot('y', ['N', 'D'])],
      initializers: [
        ints('one', [1], [1]),
        ints('end', [1], [2n ** 63n - 1n]),
        ints('zero', [1], [0]),
        ints('rest', [1], [-1]),
      ],
      nodes: [
        node('Slice', ['x', 'one', 'end', 'one'], ['tail']),
        node('Shape', ['tail'], ['shape']),
        node('Gather', ['shape', 'zero'], ['n']),
        node('Concat', ['n', 'rest'], ['target'], { axis: 0 }),
        node('Reshape', ['tail', 'target'], ['y']),
      ],
    })
    const inside = compile((x: Tensor) => run(net, { x })['y']!)
    expect(inside(ones([2, 5, 4]) as Tensor).shape).toEqual([2, 16])
  })

  it('takes the branch that the shapes decide', () => {
    const branch = (op: string, value: number) =>
      graph({
        outputs: [slot('r', [])],
        initializers: [floats('c', [], [value])],
        nodes: [node(op, ['x', 'c'], ['r'])],
      })
    const net = network({
      inputs: [slot('x', ['N'])],
      outputs: [slot('y', ['N'])],
      initializers: [ints('three', [], [3])],
      nodes: [
        node('Size', ['x'], ['size']),
        node('Greater', ['size', 'three'], ['isLong']),
        node('If', ['isLong'], ['y'], { then_branch: branch('Mul', 2), else_branch: branch('Add', 10) }),
      ],
    })
    const inside = compile((x: Tensor) => run(net, { x })['y']!)
    expect(toNested(inside(ones([2]) as Tensor))).toEqual([11, 11])
    expect(toNested(inside(ones([4]) as Tensor))).toEqual([2, 2, 2, 2])
  })

  it('writes a loop out, up to a limit', () => {
    const body = graph({
      inputs: [slot('k', [], 7), slot('on', [], 9), slot('a', [])],
      outputs: [slot('on2', [], 9), slot('b', []), slot('seen', [])],
      nodes: [node('Identity', ['on'], ['on2']), node('Add', ['a', 'a'], ['b']), node('Identity', ['a'], ['seen'])],
    })
    const parts = (count: number): GraphParts => ({
      inputs: [slot('x', [])],
      outputs: [slot('y', []), slot('all', [count])],
      initializers: [ints('count', [], [count])],
      nodes: [node('Loop', ['count', '', 'x'], ['y', 'all'], { body })],
    })
    const outputs = run(network(parts(3)), { x: tensor(1, []) })
    expect([toNested(outputs['y']!), toNested(outputs['all']!)]).toEqual([8, [1, 2, 4]])
    expect(said(parts(1e9))).toMatch(/at most 1024 repetitions/)
  })

  describe('where numbers of the inputs decide, inside compile', () => {
    const isBelow = (limit: number): GraphParts => ({
      inputs: [slot('x', [])],
      outputs: [slot('y', [])],
      initializers: [floats('limit', [], [limit]), floats('two', [], [2])],
      nodes: [node('Less', ['x', 'limit'], ['below'])],
    })
    const choice = (other: string): GraphParts => {
      const ends = (operator: string, inputs: readonly string[], name: string) =>
        graph({ outputs: [slot(name, [])], nodes: [node(operator, inputs, [name])] })
      const parts = isBelow(10)
      const branches = { then_branch: ends('Mul', ['x', 'two'], 'a'), else_branch: ends(other, ['x'], 'b') }
      return { ...parts, nodes: [...parts.nodes!, node('If', ['below'], ['y'], branches)] }
    }

    it('computes both branches, and takes one', () => {
      const net = network(choice('Sqrt'))
      const f = (x: Tensor): Tensor => run(net, { x })['y']!
      const inside = compile(f)
      for (const x of [-4, 4, 16]) expect(toNested(inside(tensor(x, [])))).toEqual(toNested(f(tensor(x, []))))
    })

    it('refuses branches of other shapes', () => {
      const net = network({
        ...choice('Shape'),
        initializers: [floats('limit', [], [10]), floats('two', [2], [2, 2])],
      })
      expect(toNested(run(net, { x: tensor(4, []) })['y']!)).toEqual([8, 8])
      expect(() => compile((x: Tensor) => run(net, { x })['y']!)(tensor(4, []))).toThrow('expected one shape')
    })

    const loop = (count: readonly string[], extra: readonly string[] = []): GraphParts => {
      const body = graph({
        inputs: [slot('k', [], 7), slot('on', [], 9), slot('a', [])],
        outputs: [slot('on2', [], 9), slot('b', []), ...extra.map((name) => slot(name, []))],
        nodes: [node('Mul', ['a', 'two'], ['b']), node('Less', ['b', 'limit'], ['on2'])],
      })
      const parts = isBelow(10)
      return {
        ...parts,
        initializers: [...parts.initializers!, ints('most', [], [3])],
        nodes: [...parts.nodes!, node('Loop', [count[0] ?? '', count[1] ?? '', 'x'], ['y', ...extra], { body })],
      }
    }

    it.each([['below'], ['']])('has all repetitions of a loop, and stops where its condition ends: "%s"', (first) => {
      const net = network(loop(['most', first]))
      const f = (x: Tensor): Tensor => run(net, { x })['y']!
      const inside = compile(f)
      for (const x of [1, 2, 4, 40]) expect(toNested(inside(tensor(x, [])))).toEqual(toNested(f(tensor(x, []))))
      expect(toNested(f(tensor(2, [])))).toBe(16)
    })

    it('refuses a loop whose end and length are not known', () => {
      const inside = (parts: GraphParts) => () =>
        compile((x: Tensor) => run(network(parts), { x })['y']!)(tensor(1, []))
      expect(inside(loop(['', 'below']))).toThrow('expected a number of repetitions')
      expect(inside(loop(['most', 'below'], ['b']))).toThrow('1 of each')
    })
  })

  it.each([
    ['AveragePool', [node('AveragePool', ['x'], ['y'], { kernel_shape: [3, 3], pads: [2, 2, 2, 2] })]],
    [
      'AveragePool, rounded up',
      [node('AveragePool', ['x'], ['y'], { kernel_shape: [2, 2], strides: [3, 3], ceil_mode: 1 })],
    ],
    ['LRN', [node('LRN', ['x'], ['y'], { size: 3 })]],
    [
      'AveragePool of channels',
      [
        node('Unsqueeze', ['x', 'one'], ['volume']),
        node('Pad', ['volume', 'pads'], ['padded']),
        node('AveragePool', ['padded'], ['y'], { kernel_shape: [3, 1, 1], strides: [1, 1, 1] }),
      ],
    ],
    [
      'Resize of a part',
      [
        node('Resize', ['x', 'part', '', 'sides'], ['y'], {
          mode: 'linear',
          coordinate_transformation_mode: 'tf_crop_and_resize',
        }),
      ],
    ],
  ])('imports %s of a huge declared input at once', (_, nodes) => {
    const begun = performance.now()
    const text = said({
      inputs: [slot('x', [1, 1, 8000, 9000])],
      outputs: [slot('y', ['a', 'b', 'c', 'd', ...(nodes.length > 1 ? ['e'] : [])])],
      initializers: [
        ints('one', [1], [1]),
        ints('pads', [10], [0, 0, 1, 0, 0, 0, 0, 1, 0, 0]),
        floats('part', [8], [0, 0, 0, 0, 1, 1, 1, 1]),
        ints('sides', [4], [1, 1, 8000, 9000]),
      ],
      nodes,
    })
    expect(text).toBe('accepted')
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it.each<readonly [options: object, expected: string]>([
    ...[NaN, -1, 'a', null].map(
      (maxRepeats) => [{ maxRepeats }, "expected 'maxRepeats' to be a number, 0 or more"] as const,
    ),
    ...[NaN, -3, 1.5, '2', undefined].map(
      (N) => [{ dimensions: { N } }, "expected 'dimensions.N' to be a whole number, 0 or more"] as const,
    ),
    ...[null, [2], 3].map((dimensions) => [{ dimensions }, 'expected lengths by name'] as const),
    [{ dimensions: { Q: 1 } }, "expected names among N, found 'Q'"],
    [{ dimensions: { toString: 1 } }, "expected names among N, found 'toString'"],
    [{ repeats: 1 }, "found 'repeats'"],
  ])('refuses the options %j', (options, expected) => {
    expect(() => imported(dense, options)).toThrow(expected)
  })

  it('refuses inputs that do not fit', () => {
    const net = network({ ...dense, inputs: [slot('x', ['N', 2])] })
    expect(() => run(net, {})).toThrow(/expected an input 'x', found none/)
    expect(() => run(net, { x: zeros([2, 3]) })).toThrow(/expected \[N, 2\] as 'x', found \[2, 3\]/)
  })

  it('refuses inputs that the model does not have, and names those that it has', () => {
    const net = network({ ...dense, inputs: [slot('x', ['N', 2]), slot('b', [3])] })
    expect(() => run(net, { x: ones([1, 2]), z: ones([1]) })).toThrow(/expected inputs among x, b, found 'z'/)
    const bare = network({ outputs: [slot('w', [1])], initializers: [floats('w', [1], [2])] })
    expect(() => run(bare, { w: ones([1]) })).toThrow(/expected no inputs, found 'w'/)
  })

  it.each(['toString', 'constructor', 'valueOf'])('has no input %s that only every object has', (name) => {
    const net = network({
      inputs: [slot(name, ['N', 2])],
      outputs: [slot('y', ['N', 2])],
      nodes: [node('Neg', [name], ['y'])],
    })
    expect(() => run(net, {})).toThrow(`expected an input '${name}', found none`)
    expect(toNested(run(net, { [name]: ones([1, 2]) })['y']!)).toEqual([[-1, -1]])
  })

  it.each([[null], [undefined], [3], [[ones([1])]], [ones([1])]])(
    'refuses anything but tensors by name: %#',
    (given) => {
      const net = network(dense)
      const x = { x: ones([1, 2]) }
      expect(() => run(net, given as never)).toThrow('expected inputs by name')
      expect(() => net.apply(evalMode)(given as never, net.state, x)).toThrow('expected parameters by name')
      expect(() => net.apply(evalMode)(net.params, given as never, x)).toThrow('expected a state by name')
    },
  )

  it('takes a given tensor in the place of an initializer that is listed as an input', () => {
    const net = network({
      ...dense,
      inputs: [slot('x', ['N', 2]), slot('w', [3, 2]), slot('b', [3])],
      nodes: [...dense.nodes!.map((one) => ({ ...one, output: ['h'] })), node('Add', ['h', 'b'], ['y'])],
    })
    expect(net.inputs.map(({ name }) => name)).toEqual(['x'])
    const x = tensor([[2, 3]])
    expect(toNested(run(net, { x })['y']!)).toEqual([[2, 3, 7]])
    expect(toNested(run(net, { x, b: tensor([10, 20, 30]) })['y']!)).toEqual([[22, 43, 65]])
    expect(() => run(net, { x, b: ones([4]) })).toThrow(/expected \[3\] as 'b', found \[4\]/)
  })

  it('updates running statistics from those that are given in their place', () => {
    const net = network({
      inputs: [slot('x', ['N', 1]), slot('m', [1])],
      outputs: [slot('y', ['N', 1])],
      initializers: ['g', 'b', 'm', 'v'].map((name) => floats(name, [1], [1])),
      nodes: [node('BatchNormalization', ['x', 'g', 'b', 'm', 'v'], ['y'], { momentum: { float: 0.75 } })],
    })
    const inputs = { x: tensor([[0], [4]]), m: tensor([6]) }
    expect(toNested(net.apply(trainMode(key(1)))(net.params, net.state, inputs)[1]['m']!)).toEqual([5])
  })

  it('normalizes by the batch in training, and keeps biased statistics', () => {
    const net = network({
      inputs: [slot('x', ['N', 1])],
      outputs: [slot('y', ['N', 1])],
      initializers: [floats('g', [1], [1]), floats('b', [1], [0]), floats('m', [1], [0]), floats('v', [1], [1])],
      nodes: [node('BatchNormalization', ['x', 'g', 'b', 'm', 'v'], ['y'], { momentum: { float: 0.75 } })],
    })
    expect([Object.keys(net.params), Object.keys(net.state)]).toEqual([
      ['g', 'b'],
      ['m', 'v'],
    ])
    const x = tensor([[0], [4]])
    const [, next] = net.apply(trainMode(key(1)))(net.params, net.state, { x })
    expect(toNested(next['m']!)).toEqual([0.5])
    expect(toNested(next['v']!)).toEqual([1.75])
    const slopes = grad((params: TensorsByName) => {
      const [outputs] = net.apply(trainMode(key(1)))(params, net.state, { x })
      return mean()(mul(outputs['y']!, tensor([[1], [3]])))
    })(net.params)
    expect(toArray(slopes['b']!, referenceRuntime)[0]).toBe(2)
    expect(toArray(slopes['g']!, referenceRuntime)[0]).toBeCloseTo(1, 5)
  })
})

describe('onnxNetwork, of tensors that Identity names', () => {
  const batchNorm = (from: string, to: string, [mean, variance]: readonly [string, string]) =>
    node('BatchNormalization', [from, `${to}.weight`, `${to}.bias`, mean, variance], [to], {
      momentum: { float: 0.75 },
    })

  it('updates running statistics, through any number of Identity', () => {
    const net = network({
      inputs: [slot('x', ['N', 1])],
      outputs: [slot('bn', ['N', 1])],
      initializers: [floats('bn.weight', [1], [1]), floats('bn.bias', [1], [0])],
      nodes: [
        node('Identity', ['bn.weight'], ['bn.running_var']),
        node('Identity', ['bn.bias'], ['zeros']),
        node('Identity', ['zeros'], ['bn.running_mean']),
        batchNorm('x', 'bn', ['bn.running_mean', 'bn.running_var']),
      ],
    })
    expect(Object.keys(net.params)).toEqual(['bn.weight', 'bn.bias'])
    expect(Object.keys(net.state)).toEqual(['bn.running_mean', 'bn.running_var'])
    const [, next] = net.apply(trainMode(key(1)))(net.params, net.state, { x: tensor([[0], [4]]) })
    expect(toNested(next['bn.running_mean']!)).toEqual([0.5])
    expect(toNested(next['bn.running_var']!)).toEqual([1.75])
  })

  it('gives two layers that share an initializer parameters and states of their own', () => {
    const names = ['weight', 'bias', 'running_mean', 'running_var']
    const net = network({
      inputs: [slot('x', ['N', 1])],
      outputs: [slot('b', ['N', 1])],
      initializers: [floats('ones', [1], [1]), floats('zeros', [1], [0])],
      nodes: [
        ...names.map((name, k) => node('Identity', [k === 0 || k === 3 ? 'ones' : 'zeros'], [`a.${name}`])),
        ...names.map((name) => node('Identity', [`a.${name}`], [`b.${name}`])),
        batchNorm('x', 'a', ['a.running_mean', 'a.running_var']),
        node('Relu', ['a'], ['positive']),
        batchNorm('positive', 'b', ['a.running_mean', 'b.running_var']),
      ],
    })
    expect(Object.keys(net.params)).toEqual(['a.weight', 'a.bias', 'b.weight', 'b.bias'])
    expect(Object.keys(net.state)).toEqual(['a.running_mean', 'a.running_var', 'a.running_mean:2', 'b.running_var'])
    const [, next] = net.apply(trainMode(key(1)))(net.params, net.state, { x: tensor([[0], [4]]) })
    expect(toNested(next['a.running_mean']!)).toEqual([0.5])
    expect(toArray(next['a.running_mean:2']!, referenceRuntime)[0]).toBeCloseTo(0.125, 5)
  })

  it('reads settings of operators from the file', () => {
    const net = network({
      inputs: [slot('x', [1, 1, 'H', 'W'])],
      outputs: [slot('y', [1, 1, 'I', 'J'])],
      initializers: [floats('s', [4], [1, 1, 2, 2])],
      nodes: [node('Identity', ['s'], ['scales']), node('Resize', ['x', '', 'scales'], ['y'])],
    })
    expect(net.params).toEqual({})
    const inside = compile((x: Tensor) => run(net, { x })['y']!)
    expect(inside(ones([1, 1, 2, 3]) as Tensor).shape).toEqual([1, 1, 4, 6])
  })

  it('knows names of inner graphs from equal names around them', () => {
    const inner = graph({
      outputs: [slot('r', [2])],
      initializers: [floats('h', [2], [3, 4])],
      nodes: [node('Mul', ['x', 'h'], ['r'])],
    })
    const net = network({
      inputs: [slot('x', [2]), slot('on', [], 9)],
      outputs: [slot('y', [2]), slot('h', [2])],
      nodes: [node('Neg', ['x'], ['h']), node('If', ['on'], ['y'], { then_branch: inner, else_branch: inner })],
    })
    const { y, h } = run(net, { x: tensor([1, 2]), on: tensor(1, []) })
    expect([toNested(y!), toNested(h!)]).toEqual([
      [3, 8],
      [-1, -2],
    ])
  })
})

describe('onnxNetwork, in training on several ranks', () => {
  const net = network({
    inputs: [slot('x', ['N', 2])],
    outputs: [slot('y', ['N', 2])],
    initializers: ['g', 'b', 'm', 'v'].map((name) => floats(name, [2], name === 'g' || name === 'v' ? [1, 2] : [0, 1])),
    nodes: [node('BatchNormalization', ['x', 'g', 'b', 'm', 'v'], ['y'], { momentum: { float: 0.75 } })],
  })

  holds(
    laws.dataParallel('imported batch normalization', {
      objective: (params: TensorsByName, state: TensorsByName, x: Tensor<readonly [number, 2]>, drawn) => {
        const [outputs, next] = net.apply(trainMode(drawn))(params, state, { x })
        const y = sub(outputs['y']!, mul(x, x))
        return { loss: mean()(mul(y, y)), state: next, metrics: {} }
      },
      optimizer: sgd({ learningRate: 0.1 }),
      start: () => [net.params, net.state],
      batch: (drawn, examples) => normal([examples, 2])(drawn),
    }),
  )
})

/** Parameters of layers by PyTorch's names. */
const flattenNames = (layers: object): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(
    Object.entries(layers).flatMap(([layer, parts]: readonly [string, Readonly<Record<string, Tensor>>]) =>
      Object.entries(parts).map(([name, t]) => [`${layer}.${name}`, t] as const),
    ),
  )

/** The largest difference, relative to the largest entry or to 1. */
const apart = (found: Tensor, expected: Tensor): number => {
  const [a, b] = [toArray(found, referenceRuntime), toArray(expected, referenceRuntime)]
  return Math.max(...Array.from(a, (entry, k) => Math.abs(entry - b[k]!))) / Math.max(1, ...Array.from(b, Math.abs))
}

describe('onnxNetwork, of LeNet', () => {
  const [own, none] = lenet.init(key(1))
  const weights = flattenNames(own)
  const net = network(
    lenetParts(
      Object.fromEntries(
        Object.entries(weights).map(([name, t]) => [
          name,
          { shape: t.shape, data: Array.from(toArray(t, referenceRuntime)) },
        ]),
      ),
    ),
  )
  const images: Tensor<readonly [number, 1, 28, 28]> = normal([3, 1, 28, 28])(key(2))
  const labels = tensor([3, 1, 4], [3])
  const lossOf = (params: TensorsByName): Tensor<readonly []> =>
    crossEntropy(
      net.apply(evalMode)(params, net.state, { image: images })[0]['fc3']! as Tensor<readonly [3, 10]>,
      labels,
    )

  it('gives the logits and the gradients of our own network', () => {
    const logits = net.apply(evalMode)(net.params, net.state, { image: images })[0]['fc3']!
    const [expected] = lenet.apply(evalMode)(own, none, images)
    expect(apart(logits, expected)).toBeLessThan(1e-6)
    const slopes = grad(lossOf)(net.params)
    const ours = flattenNames(
      grad((params: typeof own) => crossEntropy(lenet.apply(evalMode)(params, none, images)[0], labels))(own),
    )
    expect(Object.keys(slopes).sort()).toEqual(Object.keys(ours).sort())
    for (const [name, slope] of Object.entries(ours)) expect(apart(slopes[name]!, slope)).toBeLessThan(1e-6)
  })

  it('has the gradient of finite differences', () => {
    const result = checkGradient(lossOf, { point: net.params, runs: 2, order: 1, step: 1e-7, tolerance: 1e-5 })
    expect(result._tag).toBe('passed')
  })

  it('learns real digits, from the weights in the file', async () => {
    const read = await readMnist('data/mnist')()
    if (E.isLeft(read)) throw new Error(showDecodeError(read.left))
    const some = (from: number, count: number) =>
      Dataset.toBatch(mnistPixels)(Dataset.pick(Array.from({ length: count }, (_, k) => from + k))(read.right.train))
    const optimizer = sgd({ learningRate: 0.02, momentum: 0.9 })
    const scores = (params: TensorsByName, image: Tensor): Tensor<readonly [number, number]> =>
      net.apply(trainMode(key(0)))(params, net.state, { image })[0]['fc3']! as Tensor<readonly [number, number]>
    const step = compile(
      (params: TensorsByName, state: ReturnType<typeof optimizer.init>, batch: ReturnType<typeof some>) => {
        const slopes = grad((own: TensorsByName) => crossEntropy(scores(own, batch.images), batch.labels))(params)
        const [updates, next] = optimizer.update<TensorsByName>(slopes, state, params)
        return [applyUpdates<TensorsByName>(params, updates), next] as const
      },
    )
    const correctAt = (params: TensorsByName): number => {
      const { images: x, labels: t } = some(2000, 200)
      const [found, right] = [toArray(argmax({ axis: 1 })(scores(params, x))), toArray(t)]
      return found.filter((label, k) => label === right[k]).length
    }
    let [params, state] = [net.params, optimizer.init(net.params)]
    for (let k = 0; k < 120; k++) [params, state] = step(params, state, some(32 * (k % 60), 32))
    expect(correctAt(net.params)).toBeLessThan(80)
    expect(correctAt(params)).toBeGreaterThan(150)
  })
})
