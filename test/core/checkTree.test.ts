import { key, ones } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { checkTree } from '../../src/core/checkTree.ts'

describe('checkTree', () => {
  it('gives back the tree that it is given', () => {
    const tree = { weight: ones([2]), deeper: [{ seed: key(1) }] }
    expect(checkTree(tree)).toBe(tree)
  })

  it('refuses a leaf that is neither a tensor nor a key, at its path', () => {
    expect(() => checkTree({ fc: { weight: ones([2]), width: 3 } })).toThrow(
      "Cannot walk a tree: expected a tensor or a key at 'fc.width', found a number",
    )
  })
})
