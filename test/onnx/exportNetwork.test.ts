import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { direction, law, seeds } from '../../laws/index.ts'
import { layers as catalog } from '../../laws/catalog/layers.ts'
import * as ct from '../../src/index.ts'
import { key } from '../../src/index.ts'
import type { Shape, Tensor } from '../../src/index.ts'
import * as nn from '../../src/nn/index.ts'
import { erase } from '../../src/nn/Layer.ts'
import type { SomeLayer } from '../../src/nn/index.ts'
import { decodeOnnx, exportNetwork, exportNetworkFiles, onnxNetwork } from '../../src/onnx/index.ts'
import { toArray } from '../float64.ts'
import { holdsOn } from '../holds.ts'
import { few } from '../samples.ts'
import { exported, networkIn, operatorsIn, outputOf } from './roundTrip.ts'

/** ONNX's attributes are of 32 bits, whatever the tensors are. */
const tolerance = 1e-6

describe('exportNetwork', () => {
  const ofLayer = (name: string, layer: SomeLayer, input: Shape) =>
    law(`${name}: exported for any batch, and imported again`, seeds, (seed) => {
      const { init, apply } = erase(layer)
      const [params, state] = init(key(seed))
      const bytes = exported(exportNetwork(layer, params, state, input, { type: 'double' }))
      const xs = [1, 2, 5].map((size) => direction([size, ...input.slice(1)], seed, size))
      return {
        left: xs.map((x) => outputOf(bytes, [x])),
        right: xs.map((x) => apply(nn.evalMode)(params, state, x)[0]),
        tolerance,
      }
    })

  holdsOn(few(3), ...Object.entries(catalog).map(([name, { layer, input }]) => ofLayer(name, layer, input)))

  const small = nn.layers({
    conv: nn.conv2d({ in: 1, out: 2, kernel: 3 }),
    bn: nn.batchNorm(2),
    relu: ct.relu,
    flatten: ct.flatten,
    out: nn.dense(8, 3),
  })

  it('names parameters and running statistics by their paths', () => {
    const [params, state] = small.init(key(0))
    const bytes = exported(exportNetwork(small, params, state, [1, 1, 4, 4], { input: 'image', output: 'scores' }))
    const network = networkIn(bytes)
    const named = ['conv.weight', 'conv.bias', 'bn.weight', 'bn.bias', 'out.weight', 'out.bias']
    expect(Object.keys(network.params)).toEqual(named)
    expect(Object.keys(network.state)).toEqual(['bn.runningMean', 'bn.runningVar'])
    expect(network.inputs).toEqual([{ name: 'image', type: 'float', shape: ['batch', 1, 4, 4] }])
    expect(network.outputs).toEqual([{ name: 'scores', type: 'float', shape: ['batch', 3] }])
    expect(operatorsIn(bytes)).toEqual(['Conv', 'BatchNormalization', 'Relu', 'Flatten', 'Gemm'])
  })

  it.each([[true], [false]])('throws what the network throws for the input, with any batch: %s', (anyBatch) => {
    const [params, state] = small.init(key(0))
    const written = () => exportNetwork(small, params, state, [1, 3, 4, 4], { anyBatch })
    expect(written).toThrow(ct.TensorError)
    expect(written).toThrow(/\[1, 3, 4, 4\]/)
  })

  it('names nodes after the weights that they read', () => {
    const [params, state] = small.init(key(0))
    const model = decodeOnnx(exported(exportNetwork(small, params, state, [1, 1, 4, 4])))
    const names = E.isRight(model) ? model.right.graph.nodes.map(({ name }) => name) : []
    expect(names).toEqual(['conv/Conv', 'bn/BatchNormalization', 'Relu', 'Flatten', 'out/Gemm'])
  })

  it('keeps only the parameters that are read', () => {
    const unused = nn.parametric<nn.SameShape, Readonly<Record<'used' | 'spare', Tensor>>>(
      () => ({ used: ct.ones([2]), spare: ct.ones([3]) }),
      ({ used }, x) => ct.mul(x, used),
    )
    const [params, state] = unused.init(key(0))
    expect(Object.keys(networkIn(exported(exportNetwork(unused, params, state, [1, 2]))).params)).toEqual(['used'])
  })

  it('can hold the batch fixed', () => {
    const [params, state] = small.init(key(0))
    const bytes = exported(exportNetwork(small, params, state, [2, 1, 4, 4], { anyBatch: false }))
    expect(networkIn(bytes).inputs[0]?.shape).toEqual([2, 1, 4, 4])
  })

  it('refuses parameters and states of one path, and an input without a batch', () => {
    const twice = {
      init: () => [{ a: ct.ones([]) }, { a: ct.ones([]) }] as const,
      apply: () => (_: unknown, s: unknown, x: Tensor) => [x, s] as const,
    }
    expect(() => exportNetwork(twice as never, { a: ct.ones([]) }, { a: ct.ones([]) }, [1])).toThrow("'a' twice")
    expect(() => exportNetwork(ct.relu, {}, {}, [])).toThrow('batch axis')
  })

  it('takes tokens as whole numbers', () => {
    const words = nn.layers({ embed: nn.embedding(5, 3), out: nn.dense(3, 2) })
    const [params, state] = words.init(key(0))
    const bytes = exported(exportNetwork(words, params, state, [1, 4], { integers: true, type: 'double' }))
    const network = networkIn(bytes)
    expect(network.inputs).toEqual([{ name: 'input', type: 'int64', shape: ['batch', 4] }])
    expect(operatorsIn(bytes)).toEqual(['Gather', 'Transpose', 'MatMul', 'Add'])
    const tokens = ct.tensor([[0, 4, 2, 2]])
    const expected = words.apply(nn.evalMode)(params, state, tokens)[0]
    expect(Array.from(toArray(outputOf(bytes, [tokens])))).toEqual(Array.from(toArray(expected)))
  })
})

describe('exportNetworkFiles', () => {
  const wide = nn.layers({ first: nn.dense(40, 30), relu: ct.relu, last: nn.dense(30, 20) })
  const [params, state] = wide.init(key(3))

  const joinedOf = (data: readonly Uint8Array[]): Uint8Array => Uint8Array.from(data.flatMap((part) => [...part]))

  it('has the numbers of one file in two, those of small tensors in the model', () => {
    const files = exportNetworkFiles(wide, params, state, [1, 40], { dataFile: 'weights/all.bin' })
    if (E.isLeft(files)) throw new Error(files.left._tag)
    const { model, data } = files.right
    const bytes = joinedOf(data)
    expect([bytes.length, model.length < 2000]).toEqual([8192 + 30 * 20 * 4, true])
    const asked: string[] = []
    const external = (location: string): Uint8Array => {
      asked.push(location)
      return bytes
    }
    const network = E.chain(onnxNetwork())(decodeOnnx(model, { external }))
    if (E.isLeft(network)) throw new Error(network.left._tag)
    const whole = networkIn(exported(exportNetwork(wide, params, state, [1, 40])))
    expect(new Set(asked)).toEqual(new Set(['weights/all.bin']))
    expect(Object.keys(network.right.params)).toEqual(Object.keys(whole.params))
    for (const [name, tensor] of Object.entries(whole.params))
      expect(toArray(network.right.params[name]!)).toEqual(toArray(tensor))
  })

  it('refuses a name outside the folder of the model', () => {
    for (const dataFile of ['', '/tmp/x', '../x', 'a/../../x'])
      expect(() => exportNetworkFiles(wide, params, state, [1, 40], { dataFile })).toThrow("'dataFile'")
  })

  it('says what cannot be exported', () => {
    const drawn = nn.parametric<nn.SameShape, Readonly<Record<'w', Tensor>>>(
      () => ({ w: ct.ones([2]) }),
      ({ w }, x) => ct.mul(ct.mul(x, w), ct.uniform([2])(key(1))),
    )
    const said = exportNetworkFiles(drawn, { w: ct.ones([2]) }, {}, [1, 2])
    expect(E.isLeft(said) && said.left._tag).toBe('NotExportable')
  })
})
