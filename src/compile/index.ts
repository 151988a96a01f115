/** @file Compilation: from expressions to programs that backends run. */
export type { Compilable } from './call.ts'
export type { DebugOptions, DebugWord } from './debug.ts'
export { debugBackend } from './debug.ts'
export type { ExplainedInstruction, Explanation } from './explain.ts'
export type { Profile, ProfiledInstruction } from './profile.ts'
export type {
  Backend,
  Executable,
  FusedParams,
  FusedStep,
  InstructionName,
  Program,
  ProgramInstruction,
  ProgramSet,
  ResidentExecutable,
  ValueId,
} from './Program.ts'
export type { Runtime, RuntimeOptions, RuntimeStatistics } from './Runtime.ts'
export { makeRuntime } from './Runtime.ts'
