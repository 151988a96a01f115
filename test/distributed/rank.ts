/**
 * @file What each process of a group runs in the tests: the operations of the group on trees that every rank can work out,
 * each compared with the fold over the ranks. Prints what does not hold.
 */
import { key, referenceRuntime, split, take, tensor, toArray, Tree } from 'cotangent'
import type { Key, Tensor } from 'cotangent'
import type { Group, GroupReduction } from 'cotangent/distributed'
import { alone, mpi, showMpiError } from 'cotangent/distributed'
import { sgd } from 'cotangent/optim'
import { lenetApart } from './lenetTraining.ts'
import type { Trained } from './smallTraining.ts'
import { optimizers, trainedOn } from './smallTraining.ts'
import * as E from 'fp-ts/lib/Either.js'

interface Sample {
  readonly weight: Tensor
  readonly bias: Tensor
  readonly seed: Key
}

const sizes = [
  [3, 2],
  [0, 1],
  [1, 1],
  [100, 1000],
] as const

/** The tree of a rank, of whole numbers, its record written in one of two orders. */
const sampleOf = (rank: number, [m, n]: readonly [number, number]): Sample => {
  const numbers = (count: number, step: number) =>
    Float32Array.from({ length: count }, (_, k) => ((k * step + rank * 5) % 23) - 11)
  const weight = tensor(numbers(m * n, 7), [m, n])
  const bias = tensor(Float64Array.from(numbers(n, 3)), [n])
  const seed = split(key(2 ** 32 + rank), 2)[1]
  return rank % 2 === 0 ? { weight, bias, seed } : { seed, bias, weight }
}

const entry = (reduction: GroupReduction, values: readonly number[]): number => {
  if (reduction === 'max') return Math.max(...values)
  if (reduction === 'min') return Math.min(...values)
  const sum = values.reduce((a, b) => a + b, 0)
  return reduction === 'sum' ? sum : sum / values.length
}

const numbersOf = (tree: unknown): readonly (readonly number[])[] =>
  Tree.leaves(tree).map((t) => Array.from(toArray(t, referenceRuntime)))

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const inOrder = ({ weight, bias, seed }: Sample): Sample => ({ weight, bias, seed })

/** The numbers of a part of a reduction. */
const parts = 1 << 22

const failures = (group: Group): readonly string[] => {
  const ranks = Array.from({ length: group.size }, (_, rank) => rank)
  const wrong: string[] = []
  const check = (name: string, found: unknown, expected: unknown): void => {
    if (!same(found, expected)) wrong.push(`${name} on rank ${String(group.rank)}`)
  }
  for (const size of sizes) {
    const own = sampleOf(group.rank, size)
    const all = ranks.map((rank) => numbersOf(inOrder(sampleOf(rank, size))))
    for (const reduction of ['sum', 'mean', 'max', 'min'] as const) {
      const reduced = numbersOf(inOrder(group.allReduce(reduction)(own)))
      const expected = [0, 1].map((leaf) =>
        (all[0]?.[leaf] ?? []).map((_, k) =>
          entry(
            reduction,
            all.map((tree) => tree[leaf]?.[k] ?? Number.NaN),
          ),
        ),
      )
      const kept = all[group.rank]?.[2]
      check(`${reduction} of ${String(size)}`, reduced, [...expected, kept])
    }
    const last = group.size - 1
    check(`broadcast of ${String(size)}`, numbersOf(inOrder(group.broadcast(last)(own))), all[last])
    const received = group.broadcast(last)(own).seed
    check('a key that was sent', numbersOf(split(received)), numbersOf(split(sampleOf(last, size).seed)))
    check(
      `allGather of ${String(size)}`,
      group.allGather(own).map((tree) => numbersOf(inOrder(tree))),
      all,
    )
  }
  if (group.size > 1) {
    // More numbers than the library reduces at once.
    const long = tensor(new Float32Array(parts + 3).fill(group.rank + 1), [parts + 3])
    const total = toArray(group.allReduce('sum')({ long }).long, referenceRuntime)
    check('a long sum', [...new Set(total)], [(group.size * (group.size + 1)) / 2])
  }
  group.barrier()
  return wrong
}

const flat = ({ params, losses, distances }: Trained): readonly number[] => [...params.flat(), ...losses, ...distances]

const refusal = (f: () => unknown): string => {
  try {
    f()
    return 'nothing is refused'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

const refusals = (group: Group): readonly string[] => {
  const of = (length: number) => tensor(new Float32Array(length), [length])
  const mine = group.rank === 1 ? 3 : 2
  return [
    refusal(() => group.allReduce('sum')({ a: of(1), conv: { weight: of(mine) } })),
    refusal(() => group.allReduce('sum')(group.rank === 1 ? { a: of(1), b: of(1) } : { a: of(1) })),
    refusal(() => (group.rank === 1 ? group.broadcast()({ a: of(1) }) : group.allReduce('max')({ a: of(1) }))),
    refusal(() => (group.rank === 1 ? group.barrier() : group.allReduce('sum')({ a: of(1) }))),
    refusal(() => (group.rank === 1 ? group.some(true) : group.barrier())),
    refusal(() => group.allReduce('sum')(take()(of(2), tensor([group.rank === 1 ? 7 : 0])))),
    refusal(() => {
      const own = tensor(group.rank === 0 ? [NaN, 1] : [1, NaN])
      const found = (['max', 'min'] as const).map((by) => [...toArray(group.allReduce(by)(own), referenceRuntime)])
      throw new Error(found.flat().join())
    }),
    refusal(() => {
      if (group.rank === 1) group.close()
      else group.barrier()
    }),
    refusal(() => {
      group.close()
      group.barrier()
    }),
  ]
}

const task = process.argv[2] ?? 'laws'
const library = process.argv[3]
const made = await mpi(library === undefined ? {} : { library })()
if (E.isLeft(made)) {
  console.log(showMpiError(made.left))
  process.exitCode = 2
} else {
  const group = made.right
  if (task === 'laws') {
    const wrong = [...failures(group), ...failures(alone)]
    console.log(wrong.length === 0 ? `rank ${String(group.rank)} of ${String(group.size)} holds` : wrong.join('\n'))
    group.close()
  }
  if (task === 'training') {
    for (const [name, optimizer] of Object.entries(optimizers)) {
      const [mine, whole] = [trainedOn(group, optimizer), trainedOn(alone, optimizer)]
      const digest = JSON.stringify(mine)
      const apart = Math.max(...flat(mine).map((value, k) => Math.abs(value - (flat(whole)[k] ?? Number.NaN))))
      console.log(JSON.stringify({ name, rank: group.rank, apart, digest }))
    }
  }
  // A rank whose own update differs from that of the others.
  if (task === 'drift')
    console.log(refusal(() => trainedOn(group, sgd({ learningRate: 0.1 }), undefined, group.rank * 1e-6)))
  if (task === 'refusals')
    console.log(
      refusals(group)
        .map((text) => `rank ${String(group.rank)}: ${text}`)
        .join('\n'),
    )
  if (task === 'lenet') {
    const apart = await lenetApart(group)
    console.log(JSON.stringify({ rank: group.rank, apart }))
  }
  if (task === 'death' || task === 'killed') {
    group.barrier()
    if (group.rank === 1 && task === 'killed') process.kill(process.pid, 'SIGKILL')
    if (group.rank === 1) throw new Error('one rank fails')
    group.barrier()
    console.log('the others go on')
  }
}
