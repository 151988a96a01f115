/** @file `cotangent convert`: from each format to each, names, and what it refuses. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { key } from 'cotangent'
import {
  decodeNpz,
  decodeSafetensors,
  decodeStateDict,
  encodeSafetensors,
  namedTensors,
  saveTree,
} from 'cotangent/checkpoint'
import { lenet } from 'cotangent/models'
import { batchNorm } from 'cotangent/nn'
import { afterAll, describe, expect, it } from 'vitest'
import { cotangent } from '../../src/cli/cotangent.ts'
import { bytesOf, floats, ints, node } from '../onnx/models.ts'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-convert-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
const at = (name: string): string => join(folder, name)

const run = async (...words: readonly string[]) => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await cotangent(['convert', ...words], {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  })()
  return { code, out, err }
}

writeFileSync(at('bad.onnx'), Uint8Array.of(255, 255, 255))
writeFileSync(at('page.safetensors'), '<!doctype html>')

const tree = { bn: batchNorm(3).init(key(0))[1] }
writeFileSync(at('first.safetensors'), saveTree(tree))

describe('cotangent convert', () => {
  it('carries tensors through every format', async () => {
    const first = await run(at('first.safetensors'), at('a.pth'))
    expect([first.code, first.err]).toEqual([0, []])
    expect(first.out[0]).toMatch(/a\.pth: 2 tensors, \d+ bytes$/)
    await run(at('a.pth'), at('b.npz'))
    await run(at('b.npz'), at('c.pt'))
    await run(at('c.pt'), at('d.safetensors'))
    expect(readFileSync(at('d.safetensors'))).toEqual(readFileSync(at('first.safetensors')))
    const read = decodeNpz()(readFileSync(at('b.npz')))
    expect(E.isRight(read) && read.right).toEqual(namedTensors(tree, { precision: 'F32' }))
  })

  it('carries metadata where the format has them, and says where it has none', async () => {
    const metadata = new Map([['epoch', '3']])
    writeFileSync(
      at('told.safetensors'),
      encodeSafetensors({ tensors: namedTensors(tree, { precision: 'F32' }), metadata }),
    )
    expect((await run(at('told.safetensors'), at('copy.safetensors'))).out[0]).toMatch(/bytes$/)
    const read = decodeSafetensors(readFileSync(at('copy.safetensors')))
    expect(E.isRight(read) && read.right.metadata).toEqual(metadata)
    expect((await run(at('told.safetensors'), at('told.npz'))).out[0]).toMatch(
      /without metadata, which .*told\.npz cannot hold/,
    )
  })

  it('names tensors as PyTorch does, and back', async () => {
    await run(at('first.safetensors'), at('torch.pth'), '--names', 'torch')
    const read = decodeStateDict()(readFileSync(at('torch.pth')))
    expect(E.isRight(read) && [...read.right.keys()]).toEqual(['bn.running_mean', 'bn.running_var'])
    await run(at('torch.pth'), at('own.safetensors'), '--names', 'own')
    expect(readFileSync(at('own.safetensors'))).toEqual(readFileSync(at('first.safetensors')))
  })

  it('writes the model of a network, and reads its weights again', async () => {
    const [params] = lenet.init(key(0))
    writeFileSync(at('lenet.safetensors'), saveTree(params))
    const written = await run(at('lenet.safetensors'), at('lenet.onnx'), '--network', 'lenet')
    expect([written.code, written.err]).toEqual([0, []])
    await run(at('lenet.onnx'), at('again.safetensors'))
    expect(readFileSync(at('again.safetensors'))).toEqual(readFileSync(at('lenet.safetensors')))
  })

  it('reads the weights of a model that keeps them in nodes', async () => {
    const initializers = [floats('w', [2], [1, 2]), floats('one', [], [1]), ints('k', [1], [3])]
    const nodes = [node('Constant', [], ['c'], { value: floats('', [1], [5]) })]
    writeFileSync(at('nodes.onnx'), bytesOf({ initializers, nodes }))
    await run(at('nodes.onnx'), at('nodes.npz'))
    const read = decodeNpz()(readFileSync(at('nodes.npz')))
    expect(E.isRight(read) && [...read.right.keys()]).toEqual(['w', 'c'])
  })

  it.each([
    [
      'a model without a network',
      [at('first.safetensors'), at('x.onnx')],
      'expected --network, which says what to compute',
    ],
    [
      'a network of no such name',
      [at('first.safetensors'), at('x.onnx'), '--network', 'vgg17'],
      'Cannot export vgg17: expected one of',
    ],
    [
      'weights of another network',
      [at('first.safetensors'), at('x.onnx'), '--network', 'lenet'],
      'missing conv1.weight',
    ],
    ['a file of another format', [at('page.safetensors'), 'out.npz'], 'the bytes look like a web page'],
    ['bytes that are no model', [at('bad.onnx'), 'out.npz'], 'Cannot read the bytes as an ONNX model'],
    [
      'a name without a format',
      ['in.txt', 'out.npz'],
      'Cannot tell the format of in.txt: expected a name in .safetensors',
    ],
    ['another', ['in.npz', 'out'], 'Cannot tell the format of out: expected a name in .safetensors'],
    ['no such file', [at('none.npz'), 'out.npz'], 'no such file or folder'],
    ['one file alone', ['in.npz'], "missing required argument 'out'"],
    ['unknown names', ['a.npz', 'b.npz', '--names', 'mine'], 'Allowed choices are kept, own, torch'],
  ])('refuses: %s', async (_, words, line) => {
    const { code, out, err } = await run(...words)
    expect([code, out]).toEqual([2, []])
    expect(err[0]).toContain(line)
  })

  it('leaves what was there when the source is damaged', async () => {
    writeFileSync(at('damaged.npz'), 'PK and no more')
    writeFileSync(at('old.pth'), 'old')
    const { code, err } = await run(at('damaged.npz'), at('old.pth'))
    expect(code).toBe(2)
    expect(err[0]).toMatch(/^Cannot read the file of NumPy: the archive has no end/)
    expect(readFileSync(at('old.pth'), 'utf8')).toBe('old')
  })

  it('explains itself', async () => {
    const { code, out } = await run('--help')
    expect([code, out.join('\n').includes('--names <whose>')]).toEqual([0, true])
  })
})
