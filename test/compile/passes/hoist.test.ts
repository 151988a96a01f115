import { describe, expect, it } from 'vitest'
import { add, arange, broadcastTo, exp, mul, neg, normal, key } from 'cotangent'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import { hoist } from '../../../src/compile/passes/hoist.ts'
import type { Runnable } from './program.ts'
import { forRandomPrograms, namesOf, programOf, run } from './program.ts'

const runSplit = ({ program, data }: Runnable, varying: number): readonly (readonly number[])[] => {
  const { fixed, rest, reads } = hoist(program, varying)
  const computed = referenceBackend.compile(fixed)(data)
  return run({ program: rest, data: [...reads.map((id) => data[id]!), ...computed] })
}

describe('hoist', () => {
  it('keeps the outputs, whichever inputs vary', () => {
    forRandomPrograms((runnable) => {
      for (const varying of [0, 1, 4]) expect(runSplit(runnable, varying)).toEqual(run(runnable))
    })
  })

  it('computes what the arguments do not reach in the fixed part', () => {
    const { fixed, rest, reads } = hoist(
      programOf((x, weight) => [mul(x, exp(neg(weight)))], [2], [2]),
      1,
    )
    expect(namesOf(fixed)).toEqual(['neg', 'exp'])
    expect(namesOf(rest)).toEqual(['mul'])
    expect(reads).toEqual([0])
  })

  it('stretches a fixed value where it is used', () => {
    const { fixed, rest } = hoist(
      programOf((x, row) => add(x, broadcastTo([4, 2])(neg(row))), [4, 2], [2]),
      1,
    )
    expect(namesOf(fixed)).toEqual(['neg'])
    expect(namesOf(rest)).toEqual(['broadcastTo', 'add'])
  })

  it('draws from a fixed key and counts once', () => {
    const { fixed, rest } = hoist(
      programOf((x) => [mul(x, normal([2])(key(1))), mul(x, arange(2))], [2]),
      1,
    )
    expect(namesOf(rest)).toEqual(['mul', 'mul'])
    expect(namesOf(fixed)).toContain('arange')
  })

  it('drops inputs that the rest does not read', () => {
    const { reads, rest } = hoist(
      programOf((x, _unread, weight) => mul(x, weight), [2], [3], [2]),
      2,
    )
    expect(reads).toEqual([0, 2])
    expect(rest.inputs).toEqual([[2], [2]])
  })
})
