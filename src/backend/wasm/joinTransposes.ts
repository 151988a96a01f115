/**
 * @file A transposed matrix that is only there to be multiplied with few rows, as the weight of a dense layer is: the product
 * reads it where it lies.
 *
 *     matmul(x, transpose(w)), x of few rows  is  matmul(x, w) by rows of w
 */
import type { Program, ProgramInstruction, ValueId } from '../../compile/Program.ts'

/** Rows up to which inner products take less time than to transpose and to multiply. */
const mostRows = 16

/** Parameters of a product that a join has made: whether the second matrix is read by rows. */
export interface MatmulParams {
  readonly byRows?: true
}

interface Match {
  readonly product: number
  readonly transpose: number
}

const isTransposed = (instruction: ProgramInstruction | undefined): boolean =>
  instruction?.name === 'transpose' && instruction.shape.length === 2

const isThin = ({ name, inputShapes: [x, w] }: ProgramInstruction): boolean =>
  name === 'matmul' && x?.length === 2 && w?.length === 2 && x[0]! <= mostRows

/** A program whose thin products read their weights where they lie, and the instructions that have nothing left to do. */
export const joinTransposes = (program: Program): { readonly program: Program; readonly done: ReadonlySet<number> } => {
  const { inputs, instructions, outputs } = program
  const users = new Map<ValueId, number>()
  const count = (id: ValueId): void => void users.set(id, (users.get(id) ?? 0) + 1)
  for (const { inputs: read } of instructions) read.forEach(count)
  outputs.forEach(count)
  const matches = instructions.flatMap((instruction, product): readonly Match[] => {
    const transpose = (instruction.inputs[1] ?? -1) - inputs.length
    return isThin(instruction) &&
      isTransposed(instructions[transpose]) &&
      instruction.inputs[0] !== instruction.inputs[1] &&
      users.get(transpose + inputs.length) === 1
      ? [{ product, transpose }]
      : []
  })
  const joined = [...instructions]
  for (const { product, transpose } of matches) {
    const [of, by] = [instructions[product]!, instructions[transpose]!]
    joined[product] = {
      ...of,
      params: { byRows: true } satisfies MatmulParams,
      inputs: [of.inputs[0]!, by.inputs[0]!],
      inputShapes: [of.inputShapes[0]!, by.inputShapes[0]!],
    } as ProgramInstruction
    // Nobody reads it, and it needs no room.
    joined[transpose] = { ...by, shape: [0] } as ProgramInstruction
  }
  return { program: { ...program, instructions: joined }, done: new Set(matches.map(({ transpose }) => transpose)) }
}
