/** @file The table of conformance has a row for every operation that has laws. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { operations } from '../../laws/operations/index.ts'

const rows = readFileSync('docs/conformance.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|')[1]?.trim())
  .filter((name) => name !== 'primitive' && name?.startsWith('--') === false)

describe('the table of conformance', () => {
  it('names the operations, in order', () => {
    expect(rows).toEqual(Object.keys(operations))
  })
})
