/** @file Stages keep the outputs of a program, and make the sums that do not wait for one another together. */
import { add, mul, referenceBackend, sub, tensor } from 'cotangent'
import type { Tensor } from 'cotangent'
import { describe, expect, it } from 'vitest'
import { structureWriter } from '../../src/compile/structure.ts'
import { trace } from '../../src/compile/trace.ts'
import { stagesOf } from '../../src/distributed/stages.ts'
import { sumOverRanks } from '../../src/ops/rankSum.ts'

const programOf = (...outputs: readonly Tensor[]) => {
  const traced = trace(outputs, structureWriter())
  return { program: traced.program(traced.roots), inputs: traced.inputs() as readonly Float64Array[] }
}

/** Runs the stages of a program as one of two equal ranks would: every sum doubles. */
const onTwoEqualRanks = ({ program, inputs }: ReturnType<typeof programOf>) => {
  const values: ArrayLike<number>[] = [...inputs]
  for (const { program: own, reads, gives, sums } of stagesOf(program)) {
    const made = referenceBackend.compile(own)(reads.map((id) => values[id] as Float64Array))
    gives.forEach((id, k) => (values[id] = made[k]!))
    sums.forEach(({ from, to }) => (values[to] = Float64Array.from(values[from]!, (value) => 2 * value)))
  }
  return program.outputs.map((id) => Array.from(values[id]!))
}

const [a, b] = [tensor([1, 2], [2]), tensor([5, 7], [2])]

describe('stagesOf', () => {
  it('leaves a program without sums whole', () => {
    const made = programOf(add(a, b))
    const [only, ...others] = stagesOf(made.program)
    expect(others).toEqual([])
    expect(only?.sums).toEqual([])
    expect(onTwoEqualRanks(made)).toEqual([[6, 9]])
  })

  it('keeps the outputs: inputs, values of several stages, and sums', () => {
    const first = sumOverRanks(mul(a, b), 1)
    const centred = sub(a, first)
    const second = sumOverRanks(mul(centred, centred), 2)
    const made = programOf(a, first, add(second, mul(a, b)), second)
    expect(stagesOf(made.program).map(({ sums }) => sums.length)).toEqual([1, 1, 0])
    const squares = [9 ** 2, 26 ** 2]
    expect(onTwoEqualRanks(made)).toEqual([
      [1, 2],
      [10, 28],
      [2 * squares[0]! + 5, 2 * squares[1]! + 14],
      squares.map((square) => 2 * square),
    ])
  })

  it('says which values only their sum still reads', () => {
    const [alone, also, later] = [mul(a, b), add(a, b), sub(a, b)]
    const sums = [sumOverRanks(alone, 1), sumOverRanks(also, 2), sumOverRanks(later, 3), sumOverRanks(a, 4)] as const
    const read = sub(mul(alone, 2), sumOverRanks(mul(later, later), 5))
    const { program } = programOf(...sums.slice(0, 2), also, mul(sums[2], later), sums[3], read)
    const [first] = stagesOf(program)
    // The second is a result, the third is read after its sum, and the fourth is an input.
    expect(first?.sums.map(({ place, isLast }) => [place, isLast])).toEqual([
      [1, true],
      [2, false],
      [3, false],
      [4, false],
      [5, true],
    ])
    const [once] = stagesOf(programOf(add(sumOverRanks(mul(a, b), 1), mul(mul(a, b), 2))).program)
    expect(once?.sums.map(({ isLast }) => isLast)).toEqual([true])
  })

  it('makes sums of one stage together, by their places', () => {
    const made = programOf(add(sumOverRanks(a, 3), sumOverRanks(b, -3)), sumOverRanks(sumOverRanks(b, 2), 1))
    const places = stagesOf(made.program).map(({ sums }) => sums.map(({ place }) => place))
    expect(places).toEqual([[-3, 2, 3], [1], []])
    expect(onTwoEqualRanks(made)).toEqual([
      [12, 18],
      [20, 28],
    ])
  })
})
