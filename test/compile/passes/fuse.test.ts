import { describe, expect, it } from 'vitest'
import type { Tensor } from 'cotangent'
import { add, broadcastTo, exp, less, mul, neg, ones, relu, sigmoid, sub, sum, tanh, where } from 'cotangent'
import { fuse } from '../../../src/compile/passes/fuse.ts'
import type { FusedParams, Program } from '../../../src/compile/Program.ts'
import { literal } from '../../../src/ops/constant.ts'
import { expectSameNumbers, forRandomPrograms, namesOf, programOf } from './program.ts'

const loose = <F>(f: F): ((...args: readonly unknown[]) => Tensor) => f as never

const fusedOf = (program: Program): readonly FusedParams[] =>
  program.instructions.filter(({ name }) => name === 'fused').map(({ params }) => params as FusedParams)

describe('fuse', () => {
  it('keeps the outputs', () => {
    expectSameNumbers(fuse, 200)
  })

  it('makes one instruction of a chain', () => {
    const program = fuse(programOf((x) => tanh(neg(exp(x))), [2]))
    expect(fusedOf(program)).toEqual([
      {
        steps: [
          { op: 'exp', args: [0] },
          { op: 'neg', args: [1] },
          { op: 'tanh', args: [2] },
        ],
      },
    ])
    expect(program.outputs).toEqual([1])
  })

  it('computes a value that a group reads twice once', () => {
    const program = fuse(programOf((x) => mul(sigmoid(x), sub(literal(1), sigmoid(x))), [2]))
    expect(namesOf(program)).toEqual(['constant', 'fused'])
  })

  it('leaves a primitive alone that has nothing to fuse with', () => {
    expect(namesOf(fuse(programOf((x) => exp(x), [2])))).toEqual(['exp'])
  })

  it('reads a stretched operand where it is small', () => {
    const program = fuse(programOf((x, bias) => relu(add(x, bias)), [4, 3], [3]))
    expect(namesOf(program)).toEqual(['fused'])
    expect(program.instructions[0]?.inputShapes).toEqual([[4, 3], [3]])
  })

  it('reads repeated numbers as a scalar', () => {
    const program = fuse(programOf((x) => mul(x, mul(ones([4, 3]), literal(2))), [4, 3]))
    expect(program.instructions.map(({ shape }) => shape)).toEqual([[], [], [4, 3]])
  })

  it('tells the two zeros apart', () => {
    const program = programOf((x) => add(mul(x, literal(0)), mul(x, literal(-0))), [2])
    const zeros = fuse(program).instructions.filter(({ name }) => name === 'constant')
    expect(zeros.map(({ params }) => params)).toEqual([
      { value: 0, shape: [] },
      { value: -0, shape: [] },
    ])
  })

  it('takes where into a group', () => {
    const program = fuse(programOf((x, g) => loose(where)(less(x, literal(0)), literal(0), mul(g, g)), [4], [4]))
    expect(namesOf(program)).toEqual(['constant', 'fused'])
  })

  it('computes what is expensive once, and what is cheap in each of its users', () => {
    const expensive = fuse(programOf((x) => [sum()(mul(exp(x), x)), sum()(neg(exp(x)))], [4]))
    const shared = fuse(
      programOf(
        (x) => {
          const y = exp(x)
          return [sum()(mul(y, x)), sum()(tanh(y))]
        },
        [4],
      ),
    )
    const cheap = fuse(
      programOf(
        (x) => {
          const y = neg(x)
          return [sum()(mul(y, x)), sum()(tanh(y))]
        },
        [4],
      ),
    )
    expect(namesOf(expensive)).toEqual(['fused', 'sum', 'fused', 'sum'])
    expect(namesOf(shared)).toEqual(['exp', 'mul', 'sum', 'tanh', 'sum'])
    expect(namesOf(cheap)).toEqual(['fused', 'sum', 'fused', 'sum'])
  })

  it('does not compute a small value again for every entry that it is stretched to', () => {
    const program = fuse(programOf((x, row) => add(x, broadcastTo([4, 3])(exp(row))), [4, 3], [3]))
    expect(namesOf(program)).toEqual(['exp', 'fused'])
  })

  it('keeps a value that is asked for', () => {
    expect(
      namesOf(
        fuse(
          programOf(
            (x) => {
              const y = exp(x)
              return [y, neg(y)]
            },
            [2],
          ),
        ),
      ),
    ).toEqual(['exp', 'neg'])
  })

  it('bounds the inputs and steps of an instruction', () => {
    const shapes = Array.from({ length: 30 }, () => [2])
    const wide = fuse(programOf((...inputs) => inputs.reduce((a, b) => add(a, b)), ...shapes))
    const long = fuse(programOf((x) => Array.from({ length: 200 }).reduce<Tensor>((y) => tanh(y), x), [2]))
    for (const { inputs } of wide.instructions) expect(inputs.length).toBeLessThanOrEqual(12)
    for (const { steps } of fusedOf(long)) expect(steps.length).toBeLessThanOrEqual(48)
    expect(long.instructions.length).toBe(5)
  })

  it('reads only values made before, in the shapes it names', () => {
    forRandomPrograms(({ program }) => {
      const fused = fuse(program)
      const shapes = [...fused.inputs, ...fused.instructions.map(({ shape }) => shape)]
      fused.instructions.forEach(({ inputs, inputShapes }, index) => {
        expect(inputs.every((id) => id >= 0 && id < fused.inputs.length + index)).toBe(true)
        expect(inputShapes).toEqual(inputs.map((id) => shapes[id]))
      })
    })
  })
})
