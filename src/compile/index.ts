/** @file The compiling half: from expressions to programs that backends run. */
export type { Compilable } from './compile.ts'
export type { ExplainedInstruction, Explanation } from './explain.ts'
export type {
  Backend,
  Executable,
  FusedParams,
  FusedStep,
  InstructionName,
  Program,
  ProgramInstruction,
  ProgramSet,
  ValueId,
} from './Program.ts'
export type { Runtime, RuntimeStatistics } from './Runtime.ts'
export { makeRuntime } from './Runtime.ts'
