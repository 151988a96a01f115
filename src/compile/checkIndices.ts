/**
 * @file Refuses programs whose indices float32 cannot represent. Backends that compute in float32 run this when they
 * compile.
 */
import { mostIndexed, tooManyToIndex } from '../core/exactIndices.ts'
import type { Shape } from '../core/Shape.ts'
import { showShape, sizeOf } from '../core/Shape.ts'
import { refuse } from '../core/TensorError.ts'
import type { InstructionName, Program, ProgramInstruction, ProgramSet } from './Program.ts'

/** What an instruction counts, in the user's words, and how many there are. */
interface Counted {
  readonly phrase: string
  readonly count: number
}

type Counting<N extends InstructionName> = (params: ProgramSet[N]['params'], input: Shape) => Counted

const alongAxis =
  (name: string): Counting<'argmax' | 'argmin' | 'argsort'> =>
  ({ axis }, input) => ({ phrase: `${name} ${showShape(input)} along axis ${String(axis)}`, count: input[axis] ?? 0 })

/** Instructions whose results are indices. Instructions that take indices refuse bad ones one by one, at run time. */
const counting: { readonly [N in InstructionName]?: Counting<N> } = {
  argmax: alongAxis('argmax'),
  argmin: alongAxis('argmin'),
  argsort: alongAxis('argsort'),
  arange: ({ count }) => ({ phrase: `arange ${String(count)}`, count }),
  permutation: ({ count }) => ({ phrase: `permute ${String(count)}`, count }),
  maxPoolIndices: (_, input) => ({
    phrase: `find the winners of max pooling in planes ${showShape(input.slice(2))}`,
    count: sizeOf(input.slice(2)),
  }),
}

const check = <N extends InstructionName>(instruction: ProgramInstruction<N>): void => {
  const {
    name,
    params,
    inputShapes: [input = []],
  } = instruction
  const counted = counting[name]?.(params, input)
  if (counted !== undefined && counted.count > mostIndexed) {
    refuse(name, [input], tooManyToIndex(counted.count), counted.phrase)
  }
}

/** Refuses a program that computes indices which are not exact in float32. */
export const checkIndices = ({ instructions }: Program): void => {
  instructions.forEach((instruction) => check(instruction))
}
