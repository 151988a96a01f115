import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { direction } from '../../laws/index.ts'
import * as ct from '../../src/index.ts'
import type { Tensor } from '../../src/index.ts'
import { decodeOnnx, exportOnnxFiles, showOnnxExportError } from '../../src/onnx/index.ts'
import { inTwoFiles } from '../../src/onnx/exportOnnxFiles.ts'

const product = (w: Tensor, x: Tensor): Tensor => ct.matmul(x, w)

const shapesIn = (model: Uint8Array, data: Uint8Array) => {
  const decoded = decodeOnnx(model, { external: (name) => (name === 'model.onnx.data' ? data : null) })
  return E.isRight(decoded)
    ? [...decoded.right.graph.initializers].map(([name, { shape }]) => [name, shape])
    : decoded.left._tag
}

describe('exportOnnxFiles', () => {
  const files = exportOnnxFiles(product, [direction([16, 16], 1, 0), ct.zeros([1, 16])], { stored: [0], batch: [1] })
  const { model, data } = E.isRight(files) ? files.right : { model: new Uint8Array(), data: [] }

  it('writes a large tensor beside the model', () => {
    expect(data.map(({ length }) => length)).toEqual([1024])
    expect(shapesIn(model, data[0]!)).toEqual([['weight', [16, 16]]])
  })

  it('is read with its file alone', () => {
    expect(shapesIn(model, data[0]!.subarray(1))).toBe('ExternalData')
    const alone = decodeOnnx(model)
    expect(E.isLeft(alone) && alone.left._tag).toBe('ExternalData')
  })

  it.each([['../w.bin'], ['/w.bin'], [3], [null]])('refuses a file named %j', (dataFile) => {
    const refused = () => exportOnnxFiles((x) => x, [ct.ones([1])], { dataFile: dataFile as never })
    expect(refused).toThrow("as 'dataFile'")
  })

  it('has no bound but that of the model', () => {
    const many = { dtype: 'F32', data: { byteLength: 2 ** 31 } } as never
    const graph = { inputs: [], outputs: [], initializers: new Map(), nodes: [] }
    const tensor = { type: 'float', shape: [2 ** 29], data: many } as const
    const constant = { name: 'c', operator: 'Constant', inputs: [], outputs: ['c'] }
    const said = inTwoFiles()({
      ...graph,
      nodes: [{ ...constant, attributes: { value: { _tag: 'Tensor', value: tensor } } }],
    })
    expect(E.isLeft(said) && showOnnxExportError(said.left)).toContain('more than 2 GiB')
  })
})
