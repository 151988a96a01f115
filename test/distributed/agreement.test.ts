/** @file What every rank is told where ranks differ or one of them fails, on a simulated group. */
import {
  add,
  grad,
  jvp,
  key,
  mul,
  ones,
  reshape,
  stopGradient,
  sum,
  take,
  tensor,
  toNested,
  vjp,
  zeros,
} from 'cotangent'
import type { Tensor } from 'cotangent'
import type { Group } from 'cotangent/distributed'
import { alone } from 'cotangent/distributed'
import { describe, expect, it } from 'vitest'
import { isWaiting, simulated } from '../../laws/groups/simulated.ts'

const refusal = (f: () => unknown): string => {
  try {
    f()
    return 'nothing is refused'
  } catch (thrown) {
    if (isWaiting(thrown)) throw thrown
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

const told = (...programs: readonly ((group: Group) => unknown)[]) =>
  simulated(2).run((group) => programs.map((program) => refusal(() => program(group))))

const isSecond = ({ rank }: Group): boolean => rank === 1
const none = 'nothing is refused'

describe('a rank that fails', () => {
  const outside = (group: Group) => take()(ones([2]), tensor(isSecond(group) ? [7] : [1]))

  it('is named on every rank, and all stay in step', () => {
    const results = told(
      (group) => group.allReduce('sum')(ones([2])),
      (group) => group.allReduce('sum')(outside(group)),
      (group) => group.broadcast(isSecond(group) ? 5 : 0)(ones([2])),
      (group) => group.allGather(isSecond(group) ? { a: 'text' as never } : { a: ones([2]) }),
      (group) => expect(toNested(group.allReduce('sum')(tensor([group.rank + 1])))).toEqual([3]),
    )
    expect(results[0]).toEqual([
      none,
      expect.stringMatching(
        /^Cannot run an operation of the group: expected allReduce sum to begin on every rank, found a failure on rank 1: Cannot gather .*found 7/,
      ),
      expect.stringMatching(
        /found a failure on rank 1: Cannot broadcast a tree: expected the rank of one of 2 processes/,
      ),
      expect.stringMatching(/found a failure on rank 1: Cannot walk a tree: .* at 'a', found a string$/),
      none,
    ])
    expect(results[1]).toEqual([
      none,
      expect.stringMatching(/^Cannot gather .*found 7/),
      expect.stringMatching(/^Cannot broadcast a tree/),
      expect.stringMatching(/^Cannot walk a tree/),
      none,
    ])
  })

  it('is noticed in its next operation if its argument failed before that was called', () => {
    const argument = (group: Group) => reshape([isSecond(group) ? 3 : 2])(ones([2]) as Tensor)
    const results = told(
      (group) => group.allReduce('sum')(ones([2])),
      (group) => group.allReduce('sum')(argument(group)),
      (group) => group.allReduce('sum')(ones([2])),
      (group) => {
        group.allReduce('sum')(ones([2]))
      },
      (group) => {
        group.close()
      },
    )
    const apart =
      'Cannot run an operation of the group: expected operation 2 (allReduce sum) as on rank 0, found operation 3 (allReduce sum) on rank 1; one of them began an operation that it did not call, since computing the argument failed for instance'
    const closed = 'Cannot run an operation of the group: expected an open group, found one that rank 1 has closed'
    expect(results[0]).toEqual([none, apart, expect.stringMatching(/operation 3 .*operation 4 /), closed, none])
    expect(results[1]).toEqual([
      none,
      expect.stringMatching(/reshape/),
      apart,
      expect.stringMatching(/operation 3 .*operation 4 /),
      none,
    ])
  })

  it('may use an operation many times, whenever it was made', () => {
    const [send] = [1].map(() => (group: Group) => [group.allReduce('max'), group.broadcast()] as const)
    const results = simulated(2).run((group) => {
      const [most, first] = send?.(group) ?? []
      return [1, 2].map((k) => toNested(first!(most!(tensor([group.rank * k])))))
    })
    expect(results).toEqual([
      [[1], [2]],
      [[1], [2]],
    ])
  })
})

describe('ranks that differ', () => {
  it('are told in words where a tree has no path, or nothing', () => {
    const same = 'Cannot run an operation of the group: expected the same on every rank, '
    const [first] = told(
      (group) => group.allReduce('sum')(ones([group.rank + 1])),
      (group) => group.allReduce('sum')(isSecond(group) ? { a: key(1) } : { a: ones([4]) }),
      (group) => group.allReduce('sum')(isSecond(group) ? { a: ones([1]) } : {}),
      (group) => group.broadcast()(isSecond(group) ? { a: key(1) } : { a: ones([4]) }),
    )
    expect(first).toEqual([
      `${same}[1] as on rank 0, found [2] on rank 1`,
      `${same}a [4] as on rank 0, found nothing on rank 1`,
      `${same}nothing as on rank 0, found a [1] on rank 1`,
      `${same}a [4] as on rank 0, found a (a key) on rank 1`,
    ])
  })
})

describe('a derivative in progress', () => {
  const refused =
    /^Cannot send a tree to the group: expected numbers that no derivative in progress depends on, found one at the root that depends on a variable; reduce the gradient instead/

  it.each([
    ['allReduce', (t: Tensor) => alone.allReduce('sum')(t)],
    ['broadcast', (t: Tensor) => alone.broadcast()(t)],
    ['allGather', (t: Tensor) => alone.allGather(t)[0]!],
  ] as const)('is refused by %s', (_, send) => {
    const f = (x: Tensor) => sum()(send(mul(x, x)))
    const x: Tensor = tensor([1, 2])
    expect(() => grad(f as never)(x as never)).toThrow(refused)
    expect(() => vjp(f)(x)).toThrow(refused)
    expect(() => jvp(f)(x, x)).toThrow(refused)
  })

  it('is refused on every rank of a group', () => {
    const results = told((group) => grad((x: Tensor<readonly [1]>) => sum()(group.allReduce('sum')(x)))(tensor([1])))
    expect(results[0]?.[0]).toMatch(refused)
    expect(results[1]?.[0]).toMatch(refused)
  })

  it('may send what it holds fixed', () => {
    const f = (x: Tensor<readonly [2]>) => sum()(mul(x, alone.allReduce('sum')(stopGradient(add(x, 1)))))
    expect(toNested(grad(f)(tensor([1, 2])))).toEqual([2, 3])
    expect(
      toNested(grad((x: Tensor<readonly [2]>) => sum()(mul(x, alone.allReduce('sum')(ones([2])))))(zeros([2]))),
    ).toEqual([1, 1])
  })
})

describe('a group that is closed', () => {
  const closed = 'Cannot run an operation of the group: expected an open group, found one that is closed'

  it.each([1, 2])('refuses every operation, with %i ranks', (ranks) => {
    const results = simulated(ranks).run((group) => {
      group.close()
      group.close()
      return [
        () => group.allReduce('sum')(ones([2])),
        () => group.broadcast()(ones([2])),
        () => group.allGather(ones([2])),
        () => group.some(true),
        () => group.barrier(),
      ].map(refusal)
    })
    expect(results[0]).toEqual(Array.from({ length: 5 }, () => closed))
  })

  it('is left open by alone, which belongs to the whole program', () => {
    alone.close()
    expect(alone.some(true)).toBe(true)
  })
})
