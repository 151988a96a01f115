/** @file `cotangent convert`: from each format to each, names, and what it refuses. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { key } from 'cotangent'
import { decodeNpz, decodeStateDict, namedTensors, saveTree } from 'cotangent/checkpoint'
import { batchNorm } from 'cotangent/nn'
import { afterAll, describe, expect, it } from 'vitest'
import { cotangent } from '../../src/cli/cotangent.ts'

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

  it('names tensors as PyTorch does, and back', async () => {
    await run(at('first.safetensors'), at('torch.pth'), '--names', 'torch')
    const read = decodeStateDict()(readFileSync(at('torch.pth')))
    expect(E.isRight(read) && [...read.right.keys()]).toEqual(['bn.running_mean', 'bn.running_var'])
    await run(at('torch.pth'), at('own.safetensors'), '--names', 'own')
    expect(readFileSync(at('own.safetensors'))).toEqual(readFileSync(at('first.safetensors')))
  })

  it.each([
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
    expect([code, err]).toEqual([2, ['Cannot read the file of NumPy: the archive has no end']])
    expect(readFileSync(at('old.pth'), 'utf8')).toBe('old')
  })

  it('explains itself', async () => {
    const { code, out } = await run('--help')
    expect([code, out.join('\n').includes('--names <whose>')]).toEqual([0, true])
  })
})
