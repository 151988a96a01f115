/** @file Steps: what an instruction reads is there before it, and no two of a step meet in memory. */
import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../laws/index.ts'
import { composites, operations } from '../../../laws/index.ts'
import { wasmDialect } from '../../../src/backend/wasm/Dialect.ts'
import { bytesOf } from '../../../src/backend/wasm/Lowering.ts'
import type { LoweredProgram } from '../../../src/backend/wasm/plan.ts'
import { lowerProgram } from '../../../src/backend/wasm/plan.ts'
import { alsoWritten } from '../../../src/backend/wasm/steps.ts'
import { fuse } from '../../../src/compile/passes/fuse.ts'
import type { Program } from '../../../src/compile/Program.ts'
import type { Tensor } from '../../../src/core/Tensor.ts'
import { leaf } from '../../../src/core/Tensor.ts'
import { sizeOf } from '../../../src/core/Shape.ts'
import { grad } from '../../../src/diff/index.ts'
import {
  add,
  concat,
  exp,
  gather,
  matmul,
  maxPool,
  maxPoolIndices,
  mul,
  neg,
  relu,
  sum,
  tanh,
} from '../../../src/ops/index.ts'
import { programOf, programsOf } from './programs.ts'

/** Bytes from one place up to another, in the layout of a plan. */
type Range = readonly [from: number, to: number]

const meet = ([a, b]: Range, [c, d]: Range): boolean => a < d && c < b

/** The ranges that an instruction writes, and those that it reads or writes. */
const touchedBy = (plan: LoweredProgram, at: number): readonly [written: readonly Range[], all: readonly Range[]] => {
  const { placements, program } = plan
  const rangeOf = (id: number): Range => {
    const { offset, shape } = placements[id]!
    return [offset, offset + bytesOf(sizeOf(shape))]
  }
  const { inputs } = program.instructions[at]!
  const also = alsoWritten(program.instructions[at]!)
  const { workspace } = placements[program.inputs.length + at]!
  const written = [
    rangeOf(program.inputs.length + at),
    ...(workspace === null ? [] : [[workspace.offset, workspace.offset + workspace.bytes] as const]),
    ...(also === undefined ? [] : [rangeOf(also)]),
  ]
  return [written, [...written, ...inputs.map(rangeOf)]]
}

/** What is wrong with the steps of a plan. */
const faultsOf = (plan: LoweredProgram): readonly string[] => {
  const { steps, program, lowered, roots } = plan
  const first = program.inputs.length
  const works = (at: number): boolean => !lowered[at]!.isView && program.instructions[at]!.name !== 'placeOnly'
  const stepOf = new Map(steps.flatMap((step, k) => step.map((at) => [at, k] as const)))
  const faults = [...program.instructions.keys()]
    .filter((at) => !stepOf.has(at))
    .map((at) => `${String(at)} has no step`)
  const makersOf = (id: number): readonly number[] =>
    [...program.instructions.keys()].filter((at) => {
      const also = alsoWritten(program.instructions[at]!)
      return first + at === roots[id] || (also !== undefined && roots[also] === roots[id])
    })
  program.instructions.forEach(({ inputs }, at) => {
    for (const id of inputs) {
      const isEarly = makersOf(id).some((maker) => maker !== at && stepOf.get(maker)! >= stepOf.get(at)!)
      if (works(at) && isEarly) faults.push(`${String(at)} reads ${String(id)} too early`)
    }
  })
  for (const step of steps) {
    for (const at of step.filter(works)) {
      for (const other of step.filter((one) => one !== at && works(one))) {
        const [written] = touchedBy(plan, at)
        const [, all] = touchedBy(plan, other)
        if (written.some((range) => all.some((met) => meet(range, met))))
          faults.push(`${String(at)} and ${String(other)} meet in memory`)
      }
    }
  }
  return faults
}

const expectSound = (program: Program): LoweredProgram => {
  const plan = lowerProgram(program, wasmDialect)
  expect(faultsOf(plan)).toEqual([])
  expect(faultsOf(lowerProgram(program, wasmDialect, { fewest: 1 }))).toEqual([])
  return plan
}

const zeros = (...shape: readonly number[]): Tensor => leaf(new Float32Array(sizeOf(shape)), shape)

describe('stepsOf', () => {
  it.each(Object.entries<Operation>({ ...operations, ...composites }))(
    '%s: what is read is there before, and no two instructions of a step meet in memory',
    (_, operation) => {
      for (const program of programsOf(operation)) expectSound(program)
    },
  )

  it('has both gradients of a product in one step', () => {
    const [x, w] = [zeros(8, 9), zeros(9, 10)]
    const gradients = grad(([a, b]: readonly [Tensor, Tensor]) => sum()(tanh(matmul(a, b))))([x, w])
    const { steps, program } = expectSound(fuse(programOf(gradients)))
    const isProduct = (at: number): boolean => program.instructions[at]!.name.startsWith('matmul')
    expect(steps.map((step) => step.filter(isProduct).length)).toContain(2)
  })

  it('has branches side by side, at most four at once', () => {
    const x = zeros(30, 30)
    const branches = Array.from({ length: 9 }, () => relu(matmul(x, zeros(30, 30))))
    const { steps, program } = expectSound(fuse(programOf([concat({ axis: 0 })(branches)])))
    const counts = steps.map((step) => step.filter((at) => program.instructions[at]!.name === 'matmul').length)
    expect(Math.max(...counts)).toBe(4)
    expect(counts.reduce((a, b) => a + b, 0)).toBe(9)
  })

  it('has what reads a pooling wait for the instruction that computes it with its indices', () => {
    const x = relu(zeros(1, 1, 8, 8))
    const [pooled, indices] = [maxPool({ kernel: 2 })(x), maxPoolIndices({ kernel: 2 })(x)]
    const { program } = expectSound(programOf([pooled, indices, tanh(pooled), neg(indices), exp(pooled)]))
    expect(program.instructions.map(({ name }) => name)).toContain('indicesAndPool')
  })

  it('leaves large instructions and those that may refuse an index alone', () => {
    const large = zeros(1200, 1200)
    const picked = gather({ axis: 0 })(zeros(5, 4), zeros(1, 4))
    const values = [matmul(large, large), matmul(large, mul(large, large)), picked, tanh(zeros(5))]
    const { steps, program } = expectSound(programOf([...values, add(picked, picked)]))
    const alone = (name: string): boolean =>
      steps.every((step) => step.length === 1 || step.every((at) => program.instructions[at]!.name !== name))
    expect([alone('matmul'), alone('gather')]).toEqual([true, true])
  })
})
