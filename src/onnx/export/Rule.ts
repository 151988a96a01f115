/** @file How an instruction is written as nodes of ONNX, or why it cannot be. */
import type { InstructionName, ProgramInstruction, ValueId } from '../../compile/Program.ts'
import type { Emit, Emitted } from './Emit.ts'
import type { Lengths } from './Length.ts'
import type { Traced } from './Traced.ts'

/** What became of an instruction: a value of the graph, or a reason why there is none. */
export type Written = Emitted | { readonly reason: string }

/** An instruction that is written. */
interface RuleSite<N extends InstructionName = InstructionName> {
  readonly params: ProgramInstruction<N>['params']
  /** The values that its nodes read. */
  readonly reads: readonly ValueId[]
  /** The lengths of its result. */
  readonly lengths: Lengths
}

/** A rule for the instructions of one name. */
export interface Rule<N extends InstructionName = InstructionName> {
  /** The values that its nodes read; the instruction's inputs by default. */
  readonly reads?: (instruction: ProgramInstruction<N>, id: ValueId, traced: Traced) => readonly ValueId[]
  /** Writes it, given the values that it reads. */
  readonly write: (emit: Emit, site: RuleSite<N>) => Written
}

/** A value that is made of numbers. */
export const numbers = (name: string): Emitted => ({ name, kind: 'number' })

/** The rule of what ONNX cannot say. */
export const impossible = (reason: string): { readonly write: () => Written } => ({ write: () => ({ reason }) })
