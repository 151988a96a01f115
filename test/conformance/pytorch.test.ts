/** @file Recorded answers of PyTorch: every case that is mapped agrees, or is a choice of ours that is listed with its reason. */
import { fileURLToPath } from 'node:url'
import { defaultRuntime, referenceRuntime } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { check } from '../../conformance/check.ts'
import { deviations, reasonOf } from '../../conformance/deviations.ts'
import { ours } from '../../conformance/groups/index.ts'
import { readGroup } from '../../conformance/vectors.ts'

const folder = fileURLToPath(new URL('../vectors', import.meta.url))

describe.each(Object.keys(ours))('PyTorch, group %s', (name) => {
  const group = readGroup(folder, name)
  const mapped = group.cases.filter(({ op }) => ours[name]?.[op] !== undefined)

  it('is mapped to functions of ours', () => {
    expect(mapped.length).toBeGreaterThanOrEqual(5)
  })

  it.each(mapped)('$name', (one) => {
    const outcome = check(group, one, ours[name]?.[one.op], referenceRuntime, { relative: 0 })
    const expected = reasonOf(`${name}/${one.name}`) === null ? 'passed' : 'failed'
    expect(outcome._tag, outcome._tag === 'failed' ? outcome.reason : '').toBe(expected)
  })
})

describe('PyTorch, in float32', () => {
  it.each(['conv', 'pool'])('group %s agrees within rounding', (name) => {
    const group = readGroup(folder, name)
    const wrong = group.cases
      .filter(({ op, name: one }) => ours[name]?.[op] !== undefined && reasonOf(`${name}/${one}`) === null)
      .map((one) => [one.name, check(group, one, ours[name]?.[one.op], defaultRuntime, { relative: 4e-6 })] as const)
      .filter(([, outcome]) => outcome._tag !== 'passed')
    expect(wrong).toEqual([])
  })
})

describe('deviations', () => {
  it('name cases that there are', () => {
    const known = new Set(
      Object.keys(ours).flatMap((name) => readGroup(folder, name).cases.map((one) => `${name}/${one.name}`)),
    )
    expect(deviations.flatMap(({ cases }) => cases).filter((name) => !known.has(name))).toEqual([])
  })
})
