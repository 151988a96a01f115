/** @file The compiling half: from expressions to programs that backends run. */
export type { Backend, Executable, Program, ProgramInstruction, ValueId } from './Program.ts'
export type { Runtime, RuntimeStatistics } from './Runtime.ts'
export { makeRuntime } from './Runtime.ts'
