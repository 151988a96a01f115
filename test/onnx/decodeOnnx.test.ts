import { create } from '@bufbuild/protobuf'
import * as E from 'fp-ts/lib/Either.js'
import { TensorProto_DataLocation, TensorProtoSchema } from 'onnx-buf'
import { describe, expect, it } from 'vitest'
import type { OnnxError, OnnxModel } from '../../src/onnx/index.ts'
import { decodeOnnx, showOnnxError } from '../../src/onnx/index.ts'
import type { GraphParts } from './models.ts'
import { bytesOf, floats, ints, node, slot } from './models.ts'

const said = (result: E.Either<OnnxError, OnnxModel>): string =>
  E.isLeft(result) ? showOnnxError(result.left) : 'accepted'

const outside = (location: string): GraphParts => ({
  initializers: [
    create(TensorProtoSchema, {
      name: 'w',
      dims: [2n],
      dataType: 1,
      dataLocation: TensorProto_DataLocation.EXTERNAL,
      externalData: [
        { key: 'location', value: location },
        { key: 'offset', value: '4' },
      ],
    }),
  ],
})

describe('decodeOnnx', () => {
  it('reads inputs, open lengths, tensors and nodes', () => {
    const bytes = bytesOf({
      inputs: [slot('x', ['N', 2])],
      outputs: [slot('y', ['N', 2])],
      initializers: [floats('w', [2], [1, 2]), ints('n', [1], [2n ** 62n])],
      nodes: [node('Mul', ['x', 'w'], ['y'])],
    })
    const model = decodeOnnx(bytes)
    if (E.isLeft(model)) throw new Error(showOnnxError(model.left))
    const { graph, opset } = model.right
    expect(opset).toBe(17)
    expect(graph.inputs).toEqual([{ name: 'x', type: 'float', shape: ['N', 2] }])
    expect(graph.initializers.get('n')?.data).toEqual(BigInt64Array.of(2n ** 62n))
    expect(graph.nodes.map(({ operator, name }) => [operator, name])).toEqual([['Mul', 'y']])
  })

  it.each<readonly [string, GraphParts, RegExp]>([
    ['a cycle', { nodes: [node('Neg', ['b'], ['a']), node('Neg', ['a'], ['b'])] }, /named before it.*'b'/],
    ['an input that nothing names', { nodes: [node('Neg', ['x'], ['y'])] }, /named before it/],
    ['two values of one name', { inputs: [slot('x', [])], nodes: [node('Neg', ['x'], ['x'])] }, /names of their own/],
    ['an output that nothing names', { outputs: [slot('y', [])] }, /names that the graph defines/],
    ['more entries than bytes', { initializers: [floats('w', [2 ** 20], [1])] }, /1048576 entries.*found 1/],
    ['a length of 2^62', { initializers: [floats('w', [2 ** 62], [])] }, /lengths of 0 or more/],
    ['lengths whose product is huge', { initializers: [floats('w', [2 ** 20, 2 ** 20], [])] }, /limit is 1073741824/],
    ['a negative length', { initializers: [floats('w', [-1], [])] }, /lengths of 0 or more/],
    ['a name that no object can have', { initializers: [floats('__proto__', [1], [1])] }, /an object can have/],
    ['an output that no object can have', { nodes: [node('Neg', [''], ['__proto__'])] }, /an object can have/],
    ['an input that no object can have', { inputs: [slot('__proto__', [])] }, /an object can have/],
    ['100 axes', { initializers: [floats('w', Array<number>(100).fill(1), [1])] }, /at most 64 axes/],
    ['a path upwards', outside('../w.bin'), /plain path/],
    ['a path from the root', outside('/etc/passwd'), /plain path/],
    ['a file that is not given', outside('w.bin'), /no function to read it/],
  ])('refuses %s', (_, parts, says) => {
    expect(said(decodeOnnx(bytesOf(parts)))).toMatch(says)
  })

  it('says what bytes of another format look like', () => {
    const refused = decodeOnnx(new TextEncoder().encode('<!doctype html><title>404</title>'))
    expect(refused).toMatchObject({ left: { looksLike: 'html' } })
    expect(said(refused)).toMatch(/^Cannot .*; the bytes look like a web page in place of the file/)
  })

  it('reads the data of a tensor from a file beside the model', () => {
    const asked: string[] = []
    const external = (location: string): Uint8Array => {
      asked.push(location)
      return new Uint8Array(Float32Array.of(9, 1, 2).buffer)
    }
    const model = decodeOnnx(bytesOf(outside('data/w.bin')), { external })
    expect(E.isRight(model) && model.right.graph.initializers.get('w')?.data).toEqual(Float32Array.of(1, 2))
    expect(asked).toEqual(['data/w.bin'])
    expect(said(decodeOnnx(bytesOf(outside('w.bin')), { external: () => new Uint8Array(8) }))).toMatch(/ends at byte 8/)
  })

  it.each<readonly [dims: readonly (number | string)[] | null, expected: RegExp]>([
    [[2], /^accepted$/],
    [['N'], /^accepted$/],
    [null, /^accepted$/],
    [[3], /expected the declared shape \[3\] at the initializer 'w', found \[2\]/],
    [[1, 'N'], /expected the declared shape \[1, N\] at/],
  ])('holds an initializer to its declared shape %j', (dims, expected) => {
    const parts = { inputs: [slot('w', dims)], initializers: [floats('w', [2], [1, 2])] }
    expect(said(decodeOnnx(bytesOf(parts)))).toMatch(expected)
  })

  it('refuses anything but a function that finds files', () => {
    expect(() => decodeOnnx(bytesOf({}), { external: 'w.bin' as never })).toThrow("'external' to be a function")
  })

  it('refuses bytes that are no model, and a version that it does not know', () => {
    expect(said(decodeOnnx(Uint8Array.of(255, 255, 255)))).toMatch(/Cannot read the bytes/)
    expect(said(decodeOnnx(new Uint8Array()))).toMatch(/a graph/)
    expect(said(decodeOnnx(bytesOf({}, 99)))).toMatch(/expected version 6 to 28 of the operators, found 99/)
    expect(said(decodeOnnx(bytesOf({}, 5)))).toMatch(/found 5/)
  })
})
