/** @file A simulated group: ranks of one process, which refuses programs whose ranks part. */
import { tensor, toNested } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { simulated } from '../../../laws/groups/simulated.ts'

describe('simulated', () => {
  it('runs a program on every rank', () => {
    const { run } = simulated(3)
    const totals = run((group) => {
      const sum = group.allReduce('sum')({ a: tensor([group.rank, 1], [2]) })
      group.barrier()
      return [toNested(sum.a), toNested(group.broadcast(2)({ a: tensor([group.rank], [1]) }).a)]
    })
    expect(totals).toEqual([0, 1, 2].map(() => [[3, 3], [2]]))
  })

  it('refuses ranks that differ, as a group of processes does', () => {
    const { run } = simulated(2)
    const parted = () => run((group) => group.allReduce('sum')({ a: tensor([1], group.rank === 0 ? [1] : [1, 1]) }))
    expect(parted).toThrow(/a \[1\] as on rank 0, found a \[1, 1\] on rank 1/)
    expect(() => run((group) => (group.rank === 0 ? group.some(true) : false))).toThrow(
      /Cannot simulate a group: expected the same operation on every rank/,
    )
  })

  it('passes on what a rank throws', () => {
    const failing = () =>
      simulated(2).run((group) => {
        group.barrier()
        if (group.rank === 1) throw new RangeError('one rank fails')
      })
    expect(failing).toThrow(RangeError)
  })
})
