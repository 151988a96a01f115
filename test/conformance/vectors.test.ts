/** @file Recorded cases are read by codecs: an index or a parameter of another form is refused by name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { referenceRuntime } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { check } from '../../conformance/check.ts'
import { ours } from '../../conformance/groups/index.ts'
import { numbers, oneOf, pair } from '../../conformance/groups/params.ts'
import type { Group } from '../../conformance/vectors.ts'
import { readGroup } from '../../conformance/vectors.ts'

const complete = { name: 'one', op: 'schedule.StepLR', params: {}, inputs: [], outputs: [] }

const groupOf = (one: unknown): Group => {
  const folder = mkdtempSync(join(tmpdir(), 'cotangent-vectors-'))
  try {
    writeFileSync(join(folder, 'few.json'), JSON.stringify({ cases: [one] }))
    return readGroup(folder, 'few')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('readGroup', () => {
  it('reads the cases of an index', () => {
    expect(groupOf(complete).cases).toEqual([complete])
  })

  it('refuses a case without an operation, and one whose tolerance is a text', () => {
    expect(() => groupOf({ ...complete, op: undefined })).toThrow(
      'few.json: cases.0.op: expected string, found nothing',
    )
    expect(() => groupOf({ ...complete, tolerance: { rtol: '1e-4', atol: 0 } })).toThrow(
      'few.json: cases.0.tolerance.rtol: expected number, found "1e-4"',
    )
  })
})

describe('judging', () => {
  it('fails a case that lacks what its group records', () => {
    const group = groupOf(complete)
    const outcome = check(group, group.cases[0]!, ours['schedule']!['schedule.StepLR'], referenceRuntime, {
      relative: 0,
    })
    expect(outcome._tag === 'failed' && outcome.reason).toMatch(/^one: lr: expected /)
  })
})

describe('parameters', () => {
  it('are numbers, one or several, and refused where an entry is none', () => {
    expect([numbers({ a: 2 }, 'a'), numbers({ a: [2, 3] }, 'a'), numbers({ a: null }, 'a')]).toEqual([[2], [2, 3], []])
    expect(() => numbers({ a: [2, null] }, 'a')).toThrow('a has an entry that is not a number')
  })

  it('are pairs, where one number stands for both', () => {
    expect([pair({ a: 2 }, 'a'), pair({ a: [2, 3] }, 'a'), pair({}, 'a', [4, 5])]).toEqual([
      [2, 2],
      [2, 3],
      [4, 5],
    ])
    expect(() => pair({}, 'a')).toThrow('a is not given')
  })

  it('are one of several words, the first where they are another', () => {
    expect(['x', 'y', 'z'].map((a) => oneOf({ a }, 'a', ['x', 'y']))).toEqual(['x', 'y', 'x'])
  })
})
