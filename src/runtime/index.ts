/** @file Evaluation and compilation, with the default runtime if none is passed. */
export type { CompileOptions } from './compile.ts'
export { compile, explain, profile } from './compile.ts'
export { defaultRuntime } from './defaultRuntime.ts'
export type { Nested, NestedNumbers } from './evaluate.ts'
export { force, item, toArray, toNested } from './evaluate.ts'
export { getEq, getShow } from './instances.ts'
export { referenceRuntime } from './referenceRuntime.ts'
export { show } from './show.ts'
