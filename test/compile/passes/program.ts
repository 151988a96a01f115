/** @file Programs for tests of passes: of functions by hand, and of random ones. */
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { referenceBackend } from '../../../src/backend/reference/index.ts'
import type { InstructionName, Program } from '../../../src/compile/Program.ts'
import { traceOver } from '../../../src/compile/trace.ts'
import { arrayOf } from '../../../src/core/TensorNumbers.ts'
import type { Shape } from '../../../src/core/Shape.ts'
import type { NumberArray, Tensor } from '../../../src/core/Tensor.ts'
import { openScope, placeholder, valueOf } from '../../../src/core/Tensor.ts'
import { grad } from '../../../src/index.ts'
import { seed } from '../../seed.ts'
import type { ProgramCase } from '../../../laws/index.ts'
import { programs, programShapes, randomFunction, randomInputs, randomLoss } from '../../../laws/index.ts'

/** A program with numbers for its inputs. */
export interface Runnable {
  readonly program: Program
  readonly data: readonly NumberArray[]
}

/** The program of a function of tensors of these shapes. */
export const programOf = (
  f: (...inputs: readonly Tensor[]) => Tensor | readonly Tensor[],
  ...shapes: Shape[]
): Program => {
  const scope = openScope('compile')
  const inputs = shapes.map((shape): Tensor => placeholder(shape, scope))
  return traceOver(inputs, [f(...inputs)].flat()).program
}

/** The names of the instructions of a program. */
export const namesOf = (program: Program): readonly InstructionName[] => program.instructions.map(({ name }) => name)

/** What the reference backend makes of a program. */
export const run = ({ program, data }: Runnable): readonly (readonly number[])[] =>
  referenceBackend
    .compile(program)(data)
    .map((values) => Array.from(values))

const numbersOf = (inputs: readonly Tensor[]): readonly NumberArray[] => inputs.map((t) => valueOf(t)!)

const randomPrograms = (given: ProgramCase): readonly Runnable[] => {
  const functions = [
    randomFunction(given),
    (inputs: readonly Tensor[]): readonly Tensor[] => grad(randomLoss(given))(inputs),
  ]
  return functions.map((f) => {
    const scope = openScope('compile')
    const inputs = programShapes.map((shape): Tensor => placeholder(shape, scope))
    const { program, captured } = traceOver(inputs, f(inputs))
    return { program, data: [...numbersOf(randomInputs(given.seed)), ...captured.map(arrayOf)] }
  })
}

/** Holds a pass to its law on random programs and their derivatives: the same numbers, to the last digit. */
export const expectSameNumbers = (pass: (program: Program) => Program, runs = 100): void =>
  fc.assert(
    fc.property(programs, (given) => {
      for (const { program, data } of randomPrograms(given)) {
        expect(run({ program: pass(program), data })).toEqual(run({ program, data }))
      }
    }),
    { numRuns: runs, seed: seed() },
  )

/** Holds a law of programs on random ones. */
export const forRandomPrograms = (law: (runnable: Runnable) => void, runs = 100): void =>
  fc.assert(
    fc.property(programs, (given) => randomPrograms(given).forEach(law)),
    { numRuns: runs, seed: seed() },
  )
