import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, it } from 'vitest'
import { readMnist } from '../../src/data/readMnist.ts'
import { goldenFile } from './goldenFiles.ts'

const embedded = fileURLToPath(new URL('../../data/mnist', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'cotangent-mnist-'))

afterAll(() => {
  rmSync(scratch, { recursive: true })
})

describe('readMnist', () => {
  it('reads the embedded digits: 8,000 to learn from, 2,000 to test on', async () => {
    const mnist = await readMnist(embedded)()
    if (E.isLeft(mnist)) throw new Error(mnist.left._tag)
    expect([mnist.right.train.count, mnist.right.test.count]).toEqual([8000, 2000])
    expect(new Set(mnist.right.test.labels).size).toBe(10)
  })

  it('rejects a folder that is not there, naming the file', async () => {
    expect(await readMnist('no/such/folder')()).toEqual(
      E.left({ _tag: 'Unreadable', path: 'no/such/folder/train-images-idx3-ubyte', code: 'ENOENT' }),
    )
  })

  it('reads files that are not compressed, and names the one that is damaged', async () => {
    writeFileSync(join(scratch, 'train-images-idx3-ubyte'), goldenFile('train-images-idx3-ubyte'))
    writeFileSync(join(scratch, 'train-labels-idx1-ubyte'), goldenFile('train-labels-idx1-ubyte'))
    copyFileSync(join(embedded, 't10k-labels-idx1-ubyte.gz'), join(scratch, 't10k-labels-idx1-ubyte.gz'))
    writeFileSync(join(scratch, 't10k-images-idx3-ubyte'), goldenFile('idx_truncated'))
    expect(await readMnist(scratch)()).toEqual(
      E.left({
        _tag: 'InFile',
        file: join(scratch, 't10k-images-idx3-ubyte'),
        error: { _tag: 'Truncated', part: 'data', expected: 3152, found: 3052 },
      }),
    )
  })
})
