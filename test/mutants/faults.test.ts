/**
 * @file The planted faults fit the sources: what each replaces is there exactly once, and its tests exist. Whether they are
 * caught, `npm run mutants` tells.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { plant } from '../../mutants/Fault.ts'
import { faults } from '../../mutants/faults/index.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

describe('planted faults', () => {
  it.each(faults)('$name: can be planted', (fault) => {
    const source = readFileSync(at(fault.file), 'utf8')
    expect(plant(fault, source)).not.toBe(source)
  })

  it.each(faults)('$name: has tests', ({ tests }) => {
    expect(tests).not.toEqual([])
    expect(tests.filter((path) => !existsSync(at(path)))).toEqual([])
  })

  it('have names of their own', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
  })
})
