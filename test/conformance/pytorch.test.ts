/** @file Recorded answers of PyTorch: every case agrees, or is a choice of ours that is listed with its reason. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defaultRuntime, referenceRuntime } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { check } from '../../conformance/check.ts'
import { deviations, reasonOf } from '../../conformance/deviations.ts'
import { ours } from '../../conformance/groups/index.ts'
import { groupNames, readGroup } from '../../conformance/vectors.ts'

const folder = fileURLToPath(new URL('../vectors', import.meta.url))

describe.each(groupNames(folder))('PyTorch, group %s', (name) => {
  const group = readGroup(folder, name)

  it('is mapped to functions of ours', () => {
    expect(group.cases.filter(({ op }) => ours[name]?.[op] === undefined)).toEqual([])
  })

  it.each(group.cases)('$name', (one) => {
    const outcome = check(group, one, ours[name]?.[one.op], referenceRuntime, { relative: 0 })
    const expected = reasonOf(`${name}/${one.name}`, referenceRuntime) === null ? 'passed' : 'failed'
    expect(outcome._tag, outcome._tag === 'failed' ? outcome.reason : '').toBe(expected)
  })
})

describe('PyTorch, in float32', () => {
  it.each(['conv', 'pool', 'norm', 'math', 'shape', 'loss', 'train'])('group %s agrees within rounding', (name) => {
    const group = readGroup(folder, name)
    const wrong = group.cases
      .filter((one) => reasonOf(`${name}/${one.name}`, defaultRuntime) === null)
      .map((one) => [one.name, check(group, one, ours[name]?.[one.op], defaultRuntime, { relative: 4e-6 })] as const)
      .filter(([, outcome]) => outcome._tag !== 'passed')
    expect(wrong).toEqual([])
  })
})

describe('deviations', () => {
  it('name cases that there are', () => {
    const known = new Set(
      groupNames(folder).flatMap((name) => readGroup(folder, name).cases.map((one) => `${name}/${one.name}`)),
    )
    expect(deviations.flatMap(({ cases }) => cases).filter((name) => !known.has(name))).toEqual([])
  })
})

describe('files', () => {
  it('ran nothing while they were read', () => {
    expect(existsSync('/tmp/golden-pwned-marker')).toBe(false)
  })
})
